/* Read the page aloud where the browser can: button[data-speak="selector"]. A second press stops it. */
const SKIP = "script, style, nav, [aria-hidden=true], .vh, [hidden], .no-print, select, button";

function textOf(root) {
  const words = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent.trim();
    if (text && !parent.closest(SKIP) && parent.getClientRects().length) words.push(text);
  }
  return words.join("，");
}

export function watchSpeech() {
  const buttons = document.querySelectorAll("[data-speak]");
  const voice = window.speechSynthesis;
  if (!voice || !window.SpeechSynthesisUtterance) return;
  buttons.forEach((button) => {
    button.hidden = false;
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      const speaking = button.getAttribute("aria-pressed") === "true";
      voice.cancel();
      button.setAttribute("aria-pressed", String(!speaking));
      if (speaking) return;
      const said = new SpeechSynthesisUtterance(textOf(document.querySelector(button.dataset.speak)));
      said.lang = document.documentElement.lang;
      said.rate = 0.9;
      said.onend = said.onerror = () => button.setAttribute("aria-pressed", "false");
      voice.speak(said);
    });
  });
  window.addEventListener("pagehide", () => voice.cancel());
}
