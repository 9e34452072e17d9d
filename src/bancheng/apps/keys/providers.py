"""Which provider of signing keys this installation uses (`BANCHENG_KEY_PROVIDER`, a module with a class `Provider`)."""
from __future__ import annotations

from functools import lru_cache
from importlib import import_module

from bancheng.apps.keys.base import KeyProvider
from bancheng.config.env import env


@lru_cache(maxsize=1)
def provider() -> KeyProvider:
    """The provider, made once per process."""
    module = import_module(env().key_provider)
    made: KeyProvider = module.Provider()
    return made
