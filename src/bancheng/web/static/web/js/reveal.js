/* Questions that depend on an answer: <div data-reveal="field=value">. Hidden ones are switched off, so that they are not sent;
   the server decides by its own rules in any case. Without JavaScript all of them are shown. */
const answers = (form, name) => [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)]
  .filter((control) => (control.type !== "radio" && control.type !== "checkbox") || control.checked)
  .map((control) => control.value);

function update(form) {
  form.querySelectorAll("[data-reveal]").forEach((part) => {
    const [name, wanted] = part.dataset.reveal.split("=");
    const shown = answers(form, name).some((answer) => wanted.split("|").includes(answer));
    part.hidden = !shown;
    part.querySelectorAll("input, select, textarea").forEach((control) => (control.disabled = !shown));
  });
}

export function watchReveals(part) {
  const forms = new Set([...part.querySelectorAll("[data-reveal]")].map((element) => element.closest("form")));
  forms.forEach((form) => {
    if (!form) return;
    form.addEventListener("change", () => update(form));
    update(form);
  });
}
