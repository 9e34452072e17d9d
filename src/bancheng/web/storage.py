"""Static files under names that change with their content, also where one module imports another."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage that also rewrites `import … from "./part.js"`, so that no browser mixes old and new parts."""

    support_js_module_import_aggregation = True
