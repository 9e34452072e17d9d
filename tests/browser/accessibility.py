"""What axe says of a page."""
from __future__ import annotations

import hashlib
import os
import tempfile
from functools import cache
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page


def accessibility(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds on the page that is open: the rule and the elements.

    Contrast takes most of the time and comes from the style sheets alone (the page policy forbids any other style): it is measured where the page shows
    words in an element, by its classes and those of everything around it, that was not yet measured at this width in these colours, by whichever process
    of the run.
    """
    shown = {hashlib.blake2b(path.encode(), digest_size=10).hexdigest() for path in page.evaluate(_SHOWN)}
    new = shown - _measured()
    options = {"resultTypes": ["violations"], "selectors": False, "preload": False, "rules": {"color-contrast": {"enabled": bool(new)}}}
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate(_FOUND, options)
    if new and not found:
        with _file().open("a") as file:
            file.write("".join(f"{path}\n" for path in sorted(new)))
    return [(rule, elements) for rule, elements in found]


def _measured() -> set[str]:
    file = _file()
    return set(file.read_text().split("\n")) if file.exists() else set()


@cache
def _file() -> Path:
    """Where the processes of a run write down what was measured: beside its report (`tests.run`), otherwise each its own."""
    return Path(os.environ.get("BANCHENG_TEST_RUN") or tempfile.mkdtemp(dir=os.environ["BANCHENG_HOME"])) / "contrast"


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
  const told = (e) => e.matches("input, select, textarea") || [...e.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
  return [...new Set([...paths.keys()].filter((e) => e && told(e)).map((e) => paths.get(e)))];
}"""
