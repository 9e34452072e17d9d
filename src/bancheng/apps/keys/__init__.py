"""Keys: signatures of organisations and of the platform, and secrets at rest.

- Signatures (SM2 with SM3, GB/T 32918) come from a provider: software by default, a hardware module by configuration
  (`base.KeyProvider`). Keys are named `org:<organisation id>` and `platform`.
- Text at rest is encrypted with SM4-GCM (GB/T 32907) under a key derived from `BANCHENG_DATA_KEY`; what must be found
  again gets a keyed blind index beside it (HMAC-SM3).
- Short links carry a keyed check, so that nobody finds one by trying.
"""
from __future__ import annotations

from bancheng.apps.keys.at_rest import Unreadable, blind_index, decrypt, decrypt_bytes, encrypt, encrypt_bytes
from bancheng.apps.keys.base import KeyProvider, MissingKey
from bancheng.apps.keys.links import BadLink, link_token, link_value
from bancheng.apps.keys.providers import provider

__all__ = [
    "BadLink",
    "KeyProvider",
    "MissingKey",
    "Unreadable",
    "blind_index",
    "decrypt",
    "decrypt_bytes",
    "encrypt",
    "encrypt_bytes",
    "link_token",
    "link_value",
    "provider",
]
