"""Behind a proxy: whose address and scheme counts, and what follows from a public address with TLS."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.cache import cache

from bancheng import now
from bancheng.config import env as settings
from bancheng.config import wsgi
from bancheng.web.verify import limits
from tests.apps.licences.conftest import catalogue

__all__ = ["catalogue"]

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]
PROXY, OTHER = "10.0.0.5", "10.0.0.6"
Ask = Callable[..., list[int]]

BEHIND_TLS = """
import json
from wsgiref.util import setup_testing_defaults
from bancheng.config import django
django.start()
from django.conf import settings
from bancheng.config.wsgi import application
came = {"cookies": [settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE]}
for scheme in ("https", "http"):
    environ = {"PATH_INFO": "/healthz", "REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.7", "HTTP_X_FORWARDED_PROTO": scheme}
    setup_testing_defaults(environ)
    b"".join(application(environ, lambda status, headers: came.update({scheme: dict(headers).get("Strict-Transport-Security", "")})))
print(json.dumps(came))
"""


@pytest.fixture
def ask(catalogue, monkeypatch) -> Iterator[Ask]:
    """`ask(peer, *forwarded)`: what the published keys answer, through what granian serves, to whoever is at the other end of the socket."""
    told = replace(settings.env(), trusted_proxies=(PROXY, "10.1.0.0/24"))
    with monkeypatch.context() as once:
        once.setattr(settings, "env", lambda: told)
        importlib.reload(wsgi)
    moment = now.real()
    monkeypatch.setattr(now, "real", lambda: moment)
    monkeypatch.setattr(limits, "PER_MINUTE", 2)
    cache.clear()

    def answers(peer: str, *forwarded: str) -> list[int]:
        came: list[int] = []
        for said in forwarded:
            environ = {"PATH_INFO": "/verify/keys", "REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": said}
            setup_testing_defaults(environ)
            b"".join(wsgi.application(environ, lambda status, headers: came.append(int(status.split()[0]))))
        return came

    yield answers
    importlib.reload(wsgi)


def test_a_limit_is_each_clients_own_behind_the_proxy(ask):
    assert ask(PROXY, "203.0.113.7", "203.0.113.7") == [200, 200]
    assert ask(PROXY, "203.0.113.7") == [429]
    assert ask(PROXY, "203.0.113.8") == [200], "somebody else behind the same proxy"
    assert ask(PROXY, "198.51.100.1, 203.0.113.7") == [429], "what a client writes itself makes it nobody else"
    assert ask(PROXY, "203.0.113.7, 10.1.0.9") == [429], "two proxies in a row"


def test_nobody_else_is_believed(ask):
    assert ask(OTHER, "203.0.113.1", "203.0.113.2", "203.0.113.3") == [200, 200, 429]


@pytest.mark.parametrize(
    ("address", "secure", "hsts"),
    [("https://zwfw.example.cn", True, "max-age=31536000"), ("http://127.0.0.1:8000", False, "")],
)
def test_cookies_and_hsts_follow_the_public_address(tmp_path, address, secure, hsts):
    given = {"BANCHENG_HOME": str(tmp_path), "BANCHENG_MODE": "sandbox", "PUBLIC_URL": address, "TRUSTED_PROXIES": "127.0.0.1", "DATABASE_URL": ""}
    env = {name: text for name, text in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"} | given
    done = subprocess.run([sys.executable, "-c", BEHIND_TLS], env=env, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == {"cookies": [secure, secure], "https": hsts, "http": ""}
