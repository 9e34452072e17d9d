/* A second click on the same form is ignored while the first is under way. The button stays enabled, so that its words can still be read;
   it only says that it is busy. After ten seconds, or when the page is shown again from the browser's memory, it may be pressed again. */
const WAIT = 10000;

const release = (form) => {
  delete form.dataset.busy;
  form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
};

export function watchSubmits() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.matches("[data-display]")) return;
    if (form.dataset.busy) {
      event.preventDefault();
      return;
    }
    form.dataset.busy = "1";
    const button = event.submitter || form.querySelector("button:not([type=button])");
    if (button) setTimeout(() => button.setAttribute("aria-busy", "true"), 0);
    setTimeout(() => release(form), WAIT);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest("form");
    if (form) release(form);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-busy]").forEach(release);
  });
}
