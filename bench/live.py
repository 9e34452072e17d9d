"""A whole installation, live, with cases in it: what the measurements of pages and the screenshots look at.

`with live(folder) as here:` runs `bancheng run` in a home of its own, has the two demo stories applied for (`filed`: story → number of the case), and
`here.citizen("李秀英")` gives a client that has signed in as anybody does.
"""
from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

import httpx
from tests.installation import Installation

FILE = """
import json, time
from bancheng.config import django
django.start()
from bancheng.apps.cases import stories
from bancheng.apps.cases.queries import parts_of, working
from bancheng.apps.licences.queries import of_case
from bancheng.config.env import env
found = {}
for id, changed in json.loads(input()):
    joint = stories.file(stories.tell(env().pack, id), **changed)
    deadline = time.monotonic() + 30
    while working(joint, parts_of(joint)) and time.monotonic() < deadline:
        time.sleep(0.2)
        joint.refresh_from_db()
    licences = [one.identifier for part in joint.parts.all() for one in of_case(part.number)]
    found[id + "/" + "/".join(changed.values())] = [joint.number, [part.number for part in joint.parts.order_by("order")], licences]
print(json.dumps(found))
"""
STORIES = [["hotel", {}], ["noodle-shop", {}], ["hotel", {"procedure__choice": "一般程序"}]]


@dataclass
class Filed:
    """A case that has been applied for: its number, those of its parts, the licences it led to."""

    number: str
    parts: list[str]
    licences: list[str]


@dataclass
class Live:
    """A running installation."""

    installation: Installation
    address: str
    filed: dict[str, Filed] = field(default_factory=dict)

    def client(self) -> httpx.Client:
        """A browser without a screen."""
        return httpx.Client(base_url=self.address, follow_redirects=True, timeout=30)

    def citizen(self, name: str, company: bool = False) -> httpx.Client:
        """A client that has signed in through the identity service, for themselves or for their (first) company."""
        client = self.client()
        page = client.get("/sign-in/start")
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
        person = re.search(rf'<button name="person" value="(\d+X?)"><b>{name}</b>', page.text)
        assert person, f"{name} is not among the fictional people"
        page = client.post(urljoin(str(page.url), "/identity/authorize"), data={key: unescape(value) for key, value in hidden.items()} | {"person": person[1]})
        if "/acting-for" in str(page.url):
            choices = re.findall(r'name="for"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="for"', page.text)
            values = [unescape(one or other) for one, other in choices]
            chosen = next(value for value in values if (value != "self") == company)
            client.post(page.url, data={"for": chosen, "next": "/", "csrfmiddlewaretoken": token(page.text)})
        return client


def token(html: str) -> str:
    """The token that a form of a page carries."""
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
    assert found, "the page has no form"
    return found[1]


@contextmanager
def live(folder: Path, stories: bool = True, **settings: str) -> Iterator[Live]:
    """Run until the block ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with Installation(folder, **settings) as installation:
        installation.run()
        here = Live(installation, f"http://127.0.0.1:{installation.port}")
        if stories:
            done = subprocess.run(
                [sys.executable, "-c", FILE], input=json.dumps(STORIES), env=installation.env, capture_output=True, text=True, timeout=120, check=False
            )
            if done.returncode:
                raise SystemExit(f"the stories could not be applied for:\n{done.stderr}")
            here.filed = {name.rstrip("/"): Filed(*row) for name, row in json.loads(done.stdout).items()}
        yield here
