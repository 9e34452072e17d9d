"""Which identity service this installation uses."""

from __future__ import annotations

from urllib.parse import urlsplit

from bancheng.apps.subjects.base import IdentityProvider
from bancheng.apps.subjects.contrib.oauth import OAuth
from bancheng.config.connections import connection
from bancheng.config.env import env


def provider(browser_host: str = "") -> IdentityProvider:
    """The identity service. `browser_host` is the host name under which the browser reaches the portal.

    A sandbox that listens on every address is reached under the same host name as the portal, at its own port.

    Raises:
        BadSetting: production without a configured service.
    """
    here = connection("identity")
    if env().sandbox and env().host in ("0.0.0.0", "::") and browser_host:
        parts = urlsplit(here.url)
        return OAuth(here, f"http://{browser_host}:{parts.port}{parts.path}")
    return OAuth(here)
