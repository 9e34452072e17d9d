/* The live guide. What is typed while an answer travels is carried into the new part; what has come in is marked and said aloud.
   Without this module, and without JavaScript altogether, the buttons of the form do the same with whole pages. */
const form = document.getElementById("guide");
let sent = null;
let before = null;

const named = (name, value) => [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)].find((control) => control.type !== "checkbox" && control.type !== "radio" && control.value !== value);
const texts = () => new Map([...form.querySelectorAll("input[type=text], input[type=date], textarea")].map((control) => [control.name, control.value]));
const parts = () => new Set([...form.querySelectorAll("[data-part]")].map((item) => item.dataset.part));

function carryOn(typed) {
  typed.forEach((value, name) => {
    if (sent && sent.get(name) === value) return;
    const control = named(name, value);
    if (!control) return;
    control.value = value;
    control.dispatchEvent(new Event("change", {bubbles: true}));
  });
}

function watchPosition() {
  form.querySelectorAll("[data-near]").forEach((button) => {
    if (!navigator.geolocation) return;
    button.hidden = false;
    button.addEventListener("click", () => navigator.geolocation.getCurrentPosition(({coords}) => {
      const set = (name, value) => {
        let input = form.querySelector(`input[name=${name}]`);
        if (!input) {
          input = document.createElement("input");
          input.type = "hidden";
          input.name = name;
          form.prepend(input);
        }
        input.value = value.toFixed(3);
      };
      set("lat", coords.latitude);
      set("lon", coords.longitude);
      form.dispatchEvent(new Event("change", {bubbles: true}));
    }, () => {
      button.querySelector("span").textContent = button.dataset.wordFailed;
    }, {maximumAge: 600000, timeout: 8000}));
  });
}

if (form && !form.dataset.senior) {
  form.addEventListener("htmx:beforeRequest", () => {
    sent = texts();
    before = parts();
  });
  let typed = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id === "live") typed = texts();
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (!typed) return;
    const now = typed;
    typed = null;
    form.querySelectorAll("[data-part]").forEach((item) => {
      if (before && !before.has(item.dataset.part)) item.classList.add("is-new");
    });
    document.getElementById("say").textContent = document.getElementById("live").dataset.say;
    watchPosition();
    carryOn(now);
  });
  /* A refusal of the server is shown as the page it is; without a connection what was typed stays, and the line above says so. */
  form.addEventListener("htmx:responseError", () => form.submit());
  form.addEventListener("htmx:sendError", () => {
    const line = document.getElementById("say");
    line.className = "note note--warn mb-4";
    line.textContent = form.dataset.wordOffline;
  });
  form.addEventListener("htmx:beforeSwap", () => (document.getElementById("say").className = "vh"));
  /* The buttons of the form exchange the live part as well; the browser's own way stays for everything that leaves the page. */
  form.addEventListener("submit", (event) => {
    if (!event.submitter || !event.submitter.matches("[data-live]") || !window.htmx) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const {name, value} = event.submitter;
    window.htmx.ajax("POST", form.action, {source: form, target: "#live", swap: "outerHTML show:none", values: name ? {[name]: value} : {}});
  }, true);
  watchPosition();
}

/* One question a page in the senior mode: the server decides, so the page is asked for again when the mode changes. */
if (form) new MutationObserver(() => location.reload()).observe(document.documentElement, {attributeFilter: ["data-mode"]});
