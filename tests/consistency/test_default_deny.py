"""Default deny (OWASP ASVS 5.0, V8.2.1): every address is on the list of public ones, or sends strangers to sign in. A new address is neither."""
from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from tests.web.portal.conftest import catalogue  # noqa: F401

pytestmark = [pytest.mark.db, pytest.mark.django_db]

PUBLIC = {
    "healthz": "is it up",
    "home": "the front page", "themes": "what there is", "theme": "one of them", "search": "finding them", "halls": "where to go", "brand-css": "colours",
    "guide": "what somebody would need", "guide-restart": "again", "guide-save": "to keep", "guide-start": "begins a draft that nobody owns yet",
    "saved-guide": "a short link without personal data", "guide-card": "the same on paper", "guide-resume": "and back",
    "verify": "is a licence genuine", "verify-licence": "this one", "verify-file": "this file", "verify-keys": "public keys",
    "overdue": "why promises were not kept, without names",
    "progress": "asks for number and query code", "resume": "asks for the code of a draft, then to sign in",
    "signin": "the way in", "signin-start": "and on", "signin-callback": "and back", "signout": "and out",
    "desk-signin": "the staff's way in", "desk-signout": "and out",
    "display": "large letters", "style": "how pages are built", "style-desk": "those of the desk",
}  # fmt: skip
SAMPLES = {"uuid": UUID(int=1), "int": 1, "slug": "a", "str": "a"}


def patterns(resolver: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, str]]:
    """Every pattern of the product: its name, and the pattern as it is written."""
    for one in (resolver or get_resolver()).url_patterns:
        here = before + ("" if "Locale" in type(one.pattern).__name__ else str(one.pattern))
        if isinstance(one, URLPattern):
            yield one.name or here, here
        else:
            yield from patterns(one, here)


ALL = sorted(set(patterns()))


def address(name: str, written: str) -> str:
    kinds = [kind or "str" for kind in re.findall(r"<(?:(\w+):)?\w+>", written)]
    try:
        return reverse(name, args=[SAMPLES[kind] for kind in kinds])
    except NoReverseMatch:
        pytest.fail(f"the pattern {written!r} has no name of its own, so that nobody can say who may open it")


def test_the_public_list_names_only_what_exists():
    assert set(PUBLIC) <= {name for name, _ in ALL}
    assert len(ALL) > 40


@pytest.mark.parametrize(("name", "written"), [one for one in ALL if one[0] not in PUBLIC], ids=lambda value: value.replace("/", "."))
def test_a_stranger_is_sent_to_sign_in(client, catalogue, name, written):  # noqa: F811
    answers = [client.get(address(name, written)), client.post(address(name, written))]
    assert {answer.status_code for answer in answers} <= {302, 405}, "say in PUBLIC why everybody may, or guard it"
    led = [answer.headers["Location"] for answer in answers if answer.status_code == 302]
    assert led, "neither GET nor POST led anywhere"
    wanted = "/desk/sign-in/?next=" if written.startswith("desk/") else "/sign-in/?next="
    assert all(where.startswith(wanted) for where in led)
    assert all("no-store" in answer.headers["Cache-Control"] for answer in answers if answer.status_code == 302)
