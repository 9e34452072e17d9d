"""Who is signed in at this browser, and for how long.

A session is bound to a person at sign-in under a new key (so that a key planted before is worth nothing), ends after
half an hour without a request and after eight hours in any case, both in real time: moving the sandbox's clock signs
nobody out.

At a counter the session is the clerk's: it acts for the person whom the clerk serves (`Service`), and ends sooner, since
the next person in the queue must not find what the last one left.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest

from bancheng import now
from bancheng.apps.subjects.models import Authorisation, Entity, Person, Service

IDLE = timedelta(minutes=30)
IDLE_AT_COUNTER = timedelta(minutes=15)
LONGEST = timedelta(hours=8)
TOUCH = timedelta(minutes=1)
_KEY = "portal"
_STARTED = "portal-sign-in"
STARTED_LIVES = timedelta(minutes=10)


def begin(request: HttpRequest, state: str, verifier: str, onward: str) -> None:
    """Remember a sign-in that has been started; a second start replaces the first."""
    at = now.real().isoformat()
    request.session[_STARTED] = {"state": state, "verifier": verifier, "onward": onward, "at": at}


def started(request: HttpRequest, state: str) -> dict[str, str] | None:
    """The sign-in that was started here under this state, once; None if it was not, or too long ago."""
    kept: dict[str, str] | None = request.session.pop(_STARTED, None)
    if kept is None or not state or kept["state"] != state:
        return None
    return kept if now.real() - datetime.fromisoformat(kept["at"]) < STARTED_LIVES else None


def open_for(request: HttpRequest, person: Person) -> None:
    """Bind the session to a person. What another person left in it is removed; a guide begun before signing in stays."""
    before = request.session.get(_KEY)
    if before and before["person"] != str(person.id):
        close(request)
    request.session.cycle_key()
    at = now.real().isoformat()
    request.session[_KEY] = {"person": str(person.id), "entity": "", "authorisation": "", "since": at, "seen": at}


def serve(request: HttpRequest, service: Service) -> None:
    """Act for the person whom the clerk serves. Nothing that anybody left in the session stays."""
    close(request, "next")
    at = now.real().isoformat()
    request.session[_KEY] = {"person": str(service.person_id), "entity": "", "authorisation": "", "service": str(service.id), "since": at, "seen": at}


def serving(request: HttpRequest) -> str:
    """Id of the service that is open at this browser; empty when nobody is served."""
    return str(request.session.get(_KEY, {}).get("service", ""))


def act_for(request: HttpRequest, entity: Entity | None, authorisation: Authorisation | None) -> None:
    """Say for whom the signed-in person acts from now on."""
    kept = dict(request.session[_KEY])
    kept["entity"] = entity.uscc if entity else ""
    kept["authorisation"] = str(authorisation.id) if authorisation else ""
    request.session[_KEY] = kept
    request.session.cycle_key()


def current(request: HttpRequest) -> dict[str, str] | None:
    """The session's person and company, if it has not ended; keeps it awake."""
    kept: dict[str, str] | None = request.session.get(_KEY)
    if kept is None:
        return None
    at, seen = now.real(), datetime.fromisoformat(kept["seen"])
    idle = IDLE_AT_COUNTER if kept.get("service") else IDLE
    if at - seen > idle or at - datetime.fromisoformat(kept["since"]) > LONGEST:
        close(request, "idle")
        return None
    if at - seen > TOUCH:
        request.session[_KEY] = kept | {"seen": at.isoformat()}
    return kept


def close(request: HttpRequest, how: str = "left") -> None:
    """Sign the person out: everything of theirs goes; a member of staff signed in at the same browser stays so.

    A service ends with it; `how` says why (see `actions.serve.end_service`).
    """
    if served := serving(request):
        from bancheng.apps.subjects.actions.serve import end_service

        end_service(served, how)
    for key in [key for key in request.session.keys() if not key.startswith("_auth_user")]:  # noqa: SIM118
        del request.session[key]
    request.session.cycle_key()
