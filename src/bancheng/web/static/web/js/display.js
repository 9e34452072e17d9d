/* Senior mode and high contrast without a new page: the same cookie that the plain form sets. */
const YEAR = 365 * 24 * 3600;

export function watchDisplay() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const button = event.submitter;
    if (!form.matches("form[data-display]") || !button) return;
    event.preventDefault();
    const {name, value} = button;
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `${name}=${value}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
    if (value === "std") delete document.documentElement.dataset[name];
    else document.documentElement.dataset[name] = value;
    const other = [...document.querySelectorAll(`form[data-display] button[name="${name}"]`)].find((b) => b.offsetParent);
    if (other) other.focus();
  });
}
