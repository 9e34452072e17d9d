"""Which other systems this installation speaks to: their addresses and what we show them to be let in.

In the sandbox all of them are the one sandbox server, with secrets derived from the installation's own. In production
they stand in
`BANCHENG_HOME/connections.yaml`:

```yaml
identity: {url: https://…, client: bancheng, secret: …}
registry: {url: https://…, secret: …, seconds: 3}
registration: {url: https://…, secret: …}
sms: {url: https://…, secret: …}
```
"""

from __future__ import annotations

import hashlib
import hmac
import ssl
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import httpx

from bancheng import yaml_files
from bancheng.config.env import BadSetting, env, reachable

SYSTEMS = ("identity", "registry", "registration", "sms")


@dataclass(frozen=True, slots=True)
class Connection:
    """How one system is reached.

    Attributes:
        url: its address, without a slash at the end.
        client: the name under which it knows us.
        secret: what proves that it is us.
        seconds: how long a page waits for it before it goes on without.
    """

    url: str
    client: str
    secret: str
    seconds: float = 3.0


def connection(system: str) -> Connection:
    """How to reach a system.

    Raises:
        BadSetting: production, and `connections.yaml` does not name the system, its address and its secret.
    """
    if env().sandbox:
        return Connection(f"{sandbox_url()}/{system}", "bancheng", sandbox_secret(system))
    return _from_file(env().home / "connections.yaml", system)


@cache
def authorities() -> ssl.SSLContext:
    """The certificate authorities that are trusted, for `verify=` of every call.

    Read once: left to itself httpx reads them for each call, which takes longer than the call.
    """
    return httpx.create_ssl_context(trust_env=False)


def sandbox_url() -> str:
    """Where the sandbox server listens, as this machine reaches it."""
    return f"http://{reachable(env().host)}:{env().sandbox_port}"


def sandbox_secret(system: str) -> str:
    """The secret shared with a sandbox system: made from the installation's own, so that two installations never
    share one.
    """
    return hmac.new(env().secret.encode(), f"sandbox:{system}".encode(), hashlib.sha256).hexdigest()


def _from_file(path: Path, system: str) -> Connection:
    if not path.exists():
        raise BadSetting(f"{path} is missing: name there how to reach {', '.join(SYSTEMS)} (url, secret; see docs).")
    given = (yaml_files.read(path) or {}).get(system)
    if not isinstance(given, dict) or not given.get("url") or not given.get("secret"):
        raise BadSetting(f"{path}: {system} needs url and secret.")
    if not str(given["url"]).startswith("https://"):
        raise BadSetting(
            f"{path}: the address of {system} must begin with https://, since secrets and personal data go there."
        )
    seconds = given.get("seconds", 3.0)
    if not isinstance(seconds, int | float) or not 0 < seconds <= 15:
        raise BadSetting(f"{path}: {system} may wait more than 0 and at most 15 seconds, not {seconds!r}.")
    url, client = str(given["url"]).rstrip("/"), str(given.get("client") or "bancheng")
    return Connection(url, client, str(given["secret"]), float(seconds))
