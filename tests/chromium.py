"""Finds a Chromium for the browser tests; where there is none, tries to get one.

`BANCHENG_BROWSER` names the executable once it is found, so that it is looked for once per run.
"""
import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def installed() -> str:
    """Path of a browser that is already here, or an empty text."""
    given = os.environ.get("BANCHENG_BROWSER", "")
    if given and Path(given).exists():
        return given
    for name in NAMES:
        if found := shutil.which(name):
            return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        own = driver.chromium.executable_path
    return own if Path(own).exists() else ""


def find() -> str:
    """Path of a browser, fetched if need be; an empty text when nothing worked (the reason is printed)."""
    if found := installed():
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("no browser here: installing chromium with apt-get", flush=True)
        _try("apt-get", "update", "-qq")
        _try("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-cjk")
        if found := installed():
            return found
    print("no browser here: fetching playwright's own", flush=True)
    _try(sys.executable, "-m", "playwright", "install", "chromium")
    return installed()


def _try(*command: str) -> None:
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(command, env=quiet, timeout=300, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"  {command[0]}: {error}", flush=True)
        return
    if done.returncode:
        print("  " + done.stderr.decode(errors="replace").strip()[-400:], flush=True)
