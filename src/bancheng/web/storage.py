"""Static files under names that change with their content, also where one of our modules imports another."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage

_IMPORT = r"""(?P<matched>import(?P<names>\s*\{[^}]*\})\s*from\s*["'](?P<url>\./[^"']+)["'];)"""


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage that also follows `import {…} from "./part.js";` in our own modules, so that no browser mixes
    old and new parts. Django's own switch for this looks into every library's files and stumbles over examples there."""

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("web/js/*.js", ((_IMPORT, 'import%(names)s from "%(url)s";'),)),
    )
