"""The server: finds the system that is asked, lets it behave as its mode says, and writes the answer.

Plain WSGI on the standard library's threading server: these systems serve one demonstration or one test run, never a
city.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from urllib.parse import parse_qsl
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from bancheng.sandbox import identity, registration, registry, seed, sms
from bancheng.sandbox.http import LARGEST_BODY, Answer, Request, Wrong, as_json
from bancheng.sandbox.state import BadMode, State

_SYSTEMS: dict[str, Callable[[State, Request, str], Answer]] = {
    "identity": identity.handle,
    "registry": registry.handle,
    "registration": registration.handle,
    "sms": sms.handle,
}
_REASONS = {200: "OK", 202: "Accepted", 303: "See Other"}


class Application:
    """The WSGI application over one state."""

    def __init__(self, state: State) -> None:
        self.state = state

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        answer = self._answer(environ)
        headers = [("Content-Type", answer.type), ("Content-Length", str(len(answer.body))), *answer.headers.items()]
        start_response(f"{answer.status} {_REASONS.get(answer.status, 'Error')}", headers)
        return [answer.body]

    def _answer(self, environ: dict[str, Any]) -> Answer:
        try:
            request = _request(environ)
            system = request.path.split("/")[1]
            if request.path == "/healthz":
                return Answer(200, b"ok\n", "text/plain")
            if system == "control":
                return self._control(request)
            if system not in _SYSTEMS:
                raise Wrong("no such address", 404)
            mode, delay = self.state.mode(system)
            if mode == "down":
                return as_json({"error": "unavailable"}, 503)
            if mode == "garbage":
                return Answer(200, "<html>维护中".encode(), "text/html; charset=utf-8")
            if mode == "slow":
                time.sleep(delay)
            return _SYSTEMS[system](self.state, request, mode)
        except Wrong as wrong:
            return wrong.answer()

    def _control(self, request: Request) -> Answer:
        """`/control/modes`: read and set how systems behave. Open to this machine only because the server listens
        there only.
        """
        if request.path != "/control/modes":
            raise Wrong("no such address", 404)
        if request.method == "POST":
            given = request.json()
            delay = given.pop("delay", 20.0)
            if not isinstance(delay, int | float) or not 0 <= delay <= 600:
                raise Wrong("delay is a number of seconds up to 600")
            try:
                for system, mode in given.items():
                    self.state.set_mode(system, str(mode), float(delay))
            except BadMode as bad:
                raise Wrong(str(bad)) from None
        return as_json(self.state.modes())


def _request(environ: dict[str, Any]) -> Request:
    try:
        length = int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        raise Wrong("bad length") from None
    if not 0 <= length <= LARGEST_BODY:
        raise Wrong("the body is too large", 413)
    return Request(
        method=environ["REQUEST_METHOD"],
        path=environ.get("PATH_INFO", "/"),
        query=dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True)),
        headers={"authorization": environ.get("HTTP_AUTHORIZATION", "")},
        body=environ["wsgi.input"].read(length),
    )


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    block_on_close = False  # a slow answer does not hold up the end
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that gave up waiting is what slow mode is for; anything else is told as usual."""
        if not isinstance(sys.exc_info()[1], BrokenPipeError | ConnectionResetError):
            super().handle_error(request, client_address)


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing: addresses may carry codes, and the product logs what matters."""


def open_state(home: Path, demo: Path) -> State:
    """The state in `home/sandbox`, with the demo files loaded.

    Raises:
        seed.BadSeed: the demo files cannot be used.
    """
    state = State(home / "sandbox" / "state.sqlite3")
    seed.load(state, demo)
    return state


def server(state: State, host: str, port: int) -> WSGIServer:
    """A server that listens, and answers once `serve_forever` runs. Port 0 takes a free one (`server_port`).

    Raises:
        OSError: the port is taken.
    """
    return make_server(host, port, Application(state), server_class=_Server, handler_class=_Quiet)


def start(state: State, host: str = "127.0.0.1", port: int = 0) -> WSGIServer:
    """Serve in a thread of its own; `shutdown()` ends it."""
    running = server(state, host, port)
    threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return running
