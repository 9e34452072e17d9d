"""The root of a Merkle tree over event digests.

Leaves and inner nodes are hashed apart (RFC 6962, 2.1, with SM3), so that a node cannot pass for a leaf. A node
without a sibling moves up unchanged.
"""
from __future__ import annotations

from collections.abc import Sequence

from bancheng.core.canonical import digest_bytes


def root(digests: Sequence[str]) -> str:
    """The root of at least one digest.

    Raises:
        ValueError: there are none.
    """
    if not digests:
        raise ValueError("a tree needs at least one leaf")
    level = [digest_bytes(b"\0" + bytes.fromhex(digest)) for digest in digests]
    while len(level) > 1:
        pairs = [level[i : i + 2] for i in range(0, len(level), 2)]
        level = [digest_bytes(b"\1" + b"".join(map(bytes.fromhex, pair))) if len(pair) == 2 else pair[0] for pair in pairs]
    return level[0]
