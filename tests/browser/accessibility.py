"""What axe says of a page."""
from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page


def accessibility(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds on the page that is open: the rule and the elements.

    Contrast takes most of the time and comes from the style sheets alone (the page policy forbids any other style): it is measured where the page shows an
    element, by its classes and those of everything around it, that was not yet measured at this width in these colours.
    """
    shown = set(page.evaluate(_SHOWN))
    options = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": not shown <= _measured}}}
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate(_FOUND, options)
    if not found:
        _measured.update(shown)
    return [(rule, elements) for rule, elements in found]


_measured: set[str] = set()
_FOUND = "options => axe.run(options).then(said => said.violations.map(one => [one.id, one.nodes.map(node => node.html.slice(0, 200))]))"
_SHOWN = """() => {
  const styled = ["class", "type", "lang", "open", "hidden", "readonly", "disabled", "data-mode", "data-contrast",
    "aria-current", "aria-selected", "aria-busy", "aria-pressed", "aria-invalid"];
  const paths = new Map([[null, `${innerWidth}`]]);
  for (const e of document.querySelectorAll("html, body, body *")) {
    const state = styled.filter((name) => e.hasAttribute(name)).map((name) => `${name}=${e.getAttribute(name)}`);
    if (e.checked || (e.localName === "label" && e.querySelector(":checked"))) state.push("checked");
    paths.set(e, `${paths.get(e.parentElement)}>${e.localName} ${state}`);
  }
  return [...new Set(paths.values())];
}"""
