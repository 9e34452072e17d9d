/* The summary of what has to be changed is read first; its links lead into the control, not only to it. */
export function focusErrors(part) {
  const summary = part.querySelector("[data-errsum]");
  if (!summary) return;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const control = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!control) return;
    event.preventDefault();
    const field = control.closest(".field, .file") || control;
    field.scrollIntoView({block: "start"});
    control.focus({preventScroll: true});
  });
}
