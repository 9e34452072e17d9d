/* Print this page; copy a link or a code. Buttons carry data-print or data-copy="text"; the words after copying stand in data-word-done. */
export function watchTools() {
  document.querySelectorAll("[data-print], [data-copy]").forEach((button) => (button.hidden = false));
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-print], [data-copy]");
    if (!button) return;
    if (button.matches("[data-print]")) {
      window.print();
      return;
    }
    const words = button.querySelector("span") || button;
    const before = words.textContent;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      const field = document.createElement("textarea");
      field.value = button.dataset.copy;
      field.className = "vh";
      document.body.append(field);
      field.select();
      document.execCommand("copy");
      field.remove();
    }
    words.textContent = button.dataset.wordDone || "✓";
    setTimeout(() => (words.textContent = before), 2500);
  });
}
