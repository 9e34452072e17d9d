"""`bancheng run`: everything on one machine with one command.

1. Prepare: database, published pack, demo data (sandbox only), static files.
2. Start and look after the processes: portal, worker and, in the sandbox, the fictional systems that the portal talks
to. 3. Say where it is and who can sign in, once it answers.
"""
from __future__ import annotations

import argparse
import errno
import http.client
import socket

from bancheng.cli import Problem, _prepare, _supervise, verbs
from bancheng.config.env import Env, env, reachable

HELP = "prepare everything and serve the portal, the worker and (in the sandbox) the sandbox systems"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--prepare-only", action="store_true", help="prepare database, pack and static files, then end")


def run(args: argparse.Namespace) -> int:
    from bancheng.config import django

    here = env()
    with_sandbox = here.sandbox and "sandbox" in verbs() and (here.pack / "demo" / "people.yaml").exists()
    if not args.prepare_only:
        must_be_free(here.host, here.port, "PORT")
        if with_sandbox:
            must_be_free(here.host, here.sandbox_port, "SANDBOX_PORT")
    say("starting")
    django.start()
    _prepare.everything(say)
    if args.prepare_only:
        return 0
    children = [
        _supervise.Child("web", ["web"]),
        _supervise.Child("worker", ["worker"]),
    ]
    if with_sandbox:
        children.append(_supervise.Child("sandbox", ["sandbox", "--demo", str(here.pack / "demo")]))
    return _supervise.Supervisor(children, say).run(lambda: answers(here), lambda: announce(here))


def say(text: str) -> None:
    """Tell the person at the terminal what is going on."""
    print(f"bancheng: {text}", flush=True)


def must_be_free(host: str, port: int, setting: str) -> None:
    """Nobody else may listen there.

    Raises:
        Problem: somebody does, or this user may not.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                other = port + 10 if port < 65000 else 8000
                raise Problem(
                    f"port {port} is in use by another program. Stop that program, or choose another port: "
                    f"{setting}={other} make run"
                ) from None
            raise Problem(f"cannot listen on {host} port {port} ({error.strerror}). Choose another {setting} or HOST.") from None


def answers(here: Env) -> bool:
    """Does the portal say that it is ready?"""
    connection = http.client.HTTPConnection(reachable(here.host).strip("[]"), here.port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    except http.client.HTTPException:
        return False
    finally:
        connection.close()


def announce(here: Env) -> None:
    """Where it is and, in the sandbox, who can sign in."""
    lines = ["", f"  办成 Bancheng is ready:  {here.public_url}/", f"  staff desk:              {here.public_url}/desk/"]
    if here.sandbox:
        from bancheng.cli._sign_ins import sign_ins

        lines += ["", *(f"  {line}" for line in sign_ins(here.pack))]
    print("\n".join([*lines, "", "  Ctrl-C stops it.", ""]), flush=True)
