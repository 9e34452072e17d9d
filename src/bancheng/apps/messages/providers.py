"""Which provider serves which channel."""
from __future__ import annotations

from bancheng.apps.messages.base import Channel
from bancheng.apps.messages.contrib.http_sms import HttpSms
from bancheng.config.connections import connection


def channel(name: str) -> Channel:
    """The channel of that name.

    Raises:
        BadSetting: in production, when `connections.yaml` does not say how to reach it.
    """
    if name != "sms":
        raise ValueError(f"there is no channel {name!r}")
    return HttpSms(connection("sms"))
