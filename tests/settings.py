"""Settings of the tests: the product's own, in a home of their own, with what would only cost time made cheap.

`DATABASE_URL` decides the database as everywhere; without it every run has a fresh SQLite file.
"""
import atexit
import os
import shutil
import tempfile
from pathlib import Path

_HOME = Path(tempfile.mkdtemp(prefix="bancheng-tests-"))
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
os.environ["BANCHENG_HOME"] = str(_HOME)  # never the developer's own home
os.environ["BANCHENG_MODE"] = "sandbox"
for _name in ("HOST", "PORT", "SANDBOX_PORT", "TRUSTED_PROXIES", "PUBLIC_URL", "BANCHENG_SECRET", "BANCHENG_DATA_KEY"):
    os.environ.pop(_name, None)

from bancheng.config.settings import *  # noqa: E402, F403
from bancheng.config.settings import DATABASES, STORAGES  # noqa: E402

_database = DATABASES["default"]
if "sqlite" in str(_database["ENGINE"]):
    _database["TEST"] = {"NAME": str(_HOME / "test.sqlite3")}
    # A power cut during the tests may lose the tests' data; the soak tests run on the real settings.
    _database["OPTIONS"]["init_command"] = (  # type: ignore[index]
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    )
else:
    _database["CONN_MAX_AGE"] = 0

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
LOGGING = {"version": 1, "disable_existing_loggers": False}
