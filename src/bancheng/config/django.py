"""Start Django inside a command: the only place that names the settings module."""
from __future__ import annotations

import os

import django


def start() -> None:
    """Make models and settings usable in this process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bancheng.config.settings")  # noqa: TID251 - Django reads its settings module from there
    django.setup()
