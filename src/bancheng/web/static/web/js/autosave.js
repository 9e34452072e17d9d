/* What is typed is sent shortly after the last change: form[data-autosave-url]. Files and passwords are never sent this way.
   The server answers {"saved": "10:24"}; without JavaScript the buttons of the form save. */
const QUIET = 1200;

const say = (form, words, failed) => {
  const place = document.querySelector("[data-saved]");
  if (!place) return;
  place.classList.toggle("saved--bad", failed);
  place.textContent = words;
};

async function save(form) {
  const place = document.querySelector("[data-saved]");
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  form.querySelectorAll("input[type=password]").forEach((input) => data.delete(input.name));
  try {
    const response = await fetch(form.dataset.autosaveUrl, {method: "POST", body: data, credentials: "same-origin", headers: {"X-Requested-With": "autosave"}});
    if (!response.ok) throw new Error(String(response.status));
    const {saved} = await response.json();
    say(form, `${saved} ${place ? place.dataset.wordSaved : ""}`, false);
    form.dataset.unsaved = "";
  } catch {
    say(form, place ? place.dataset.wordFailed : "", true);
    form.dataset.unsaved = "1";
    setTimeout(() => form.dataset.unsaved && save(form), 15000);
  }
}

export function watchAutosave(part) {
  part.querySelectorAll("form[data-autosave-url]").forEach((form) => {
    let timer = 0;
    const later = (event) => {
      if (event.target.type === "file") return;
      event.target.closest(".q")?.querySelector("input[name=blank]")?.remove(); // what is emptied here from now on is meant to be empty
      clearTimeout(timer);
      timer = setTimeout(() => save(form), QUIET);
    };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    form.addEventListener("submit", () => clearTimeout(timer));
  });
}
