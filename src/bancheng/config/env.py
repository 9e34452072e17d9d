"""The one place that reads the environment.

Everything that differs between two installations is a setting here: where data lives, which database, which address,
and whether this is a sandbox (fictional people, sandbox registries, secrets made on the first start) or production
(secrets must be given, nothing is made up).
"""
from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlsplit

REPOSITORY = Path(__file__).resolve().parents[3]


class BadSetting(SystemExit):
    """A setting is missing or wrong; the message says which one and what to do."""


@dataclass(frozen=True, slots=True)
class Env:
    """What the environment says.

    Attributes:
        home: folder for database, files, keys and seal heads (`BANCHENG_HOME`, default `var/`).
        mode: `sandbox` or `production` (`BANCHENG_MODE`).
        database_url: `sqlite:///…` or `postgresql://…` (`DATABASE_URL`, default SQLite in `home`).
        pack: folder of the city's pack that the first start publishes (`BANCHENG_PACK`, default `packs/liaocheng`).
        host, port: where the portal listens (`HOST`, `PORT`).
        sandbox_port: where the sandbox systems listen (`SANDBOX_PORT`, default the port after `PORT`).
        trusted_proxies: addresses and networks of the proxies in front, which say who asks and how (`TRUSTED_PROXIES`, default none).
        public_url: the address printed in QR codes (`PUBLIC_URL`, default from host and port).
        secret: key for sessions and signed links (`BANCHENG_SECRET`; made once in the sandbox).
        data_key: key that encrypts personal data at rest (`BANCHENG_DATA_KEY`; made once in the sandbox).
        key_provider: module that signs (`BANCHENG_KEY_PROVIDER`, default the software keys in `home`).
    """

    home: Path
    mode: str
    database_url: str
    pack: Path
    host: str
    port: int
    sandbox_port: int
    trusted_proxies: tuple[str, ...]
    public_url: str
    secret: str
    data_key: str
    key_provider: str

    @property
    def sandbox(self) -> bool:
        return self.mode == "sandbox"

    @property
    def https(self) -> bool:
        """Do people reach it over TLS?"""
        return self.public_url.startswith("https:")


def _port(name: str, default: int) -> int:
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise BadSetting(f"{name} must be a port number between 1 and 65535, not {text!r}.")
    return int(text)


def reachable(host: str) -> str:
    """The address under which a server that listens on `host` is reached from the same machine, as a URL writes it."""
    if host in ("0.0.0.0", "::", ""):
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _proxies(text: str) -> tuple[str, ...]:
    found = tuple(one.strip() for one in text.split(",") if one.strip())
    for one in found:
        try:
            ip_network(one)
        except ValueError:
            raise BadSetting(f"TRUSTED_PROXIES must be addresses or networks like 10.0.0.5, 10.1.0.0/24, not {one!r}.") from None
    return found


def _public_url(url: str) -> str:
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise BadSetting(f"PUBLIC_URL must be an address like https://zwfw.example.gov.cn, not {url!r}.")
    return url.rstrip("/")


def _make(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise BadSetting(f"BANCHENG_HOME: the folder {home} cannot be made ({error.strerror}). Choose another.") from None
    if not os.access(home, os.R_OK | os.W_OK | os.X_OK):
        raise BadSetting(f"BANCHENG_HOME: this user cannot write to {home}. Choose another folder or change its owner.")


def _secret(name: str, mode: str, home: Path) -> str:
    """A secret from the environment; the sandbox makes and keeps its own, production refuses to start without."""
    given = os.environ.get(name, "")
    if given:
        if len(given) < 32:
            raise BadSetting(f"{name} is too short: give at least 32 random characters.")
        return given
    if mode == "production":
        raise BadSetting(f"{name} is not set. Production does not start without it: set it to at least 32 random characters.")
    path = home / "secrets" / name.lower()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text().strip()


def given(name: str) -> str:
    """What the environment itself says for a setting; empty when it says nothing and a default or a made secret is used."""
    return os.environ.get(name, "")


def use(home: Path, **settings: str) -> None:
    """Give this process a sandbox home of its own: a demonstration or a measurement that must touch nothing of the installation around it.

    Before Django starts. Only `BANCHENG_PACK` is kept of what the environment said; `settings` are other variables to set.
    """
    for name in [name for name in os.environ if name.startswith("BANCHENG_") and name != "BANCHENG_PACK"]:
        del os.environ[name]
    for name in ("DATABASE_URL", "HOST", "PORT", "SANDBOX_PORT", "TRUSTED_PROXIES", "PUBLIC_URL", "DJANGO_SETTINGS_MODULE"):
        os.environ.pop(name, None)
    os.environ.update(settings | {"BANCHENG_HOME": str(home)})
    env.cache_clear()


@lru_cache(maxsize=1)
def env() -> Env:
    """Read the environment once.

    Raises:
        BadSetting: a value cannot be used; the message names it.
    """
    mode = os.environ.get("BANCHENG_MODE", "sandbox").strip() or "sandbox"
    if mode not in ("sandbox", "production"):
        raise BadSetting(f"BANCHENG_MODE must be 'sandbox' or 'production', not {mode!r}.")
    home = Path(os.environ.get("BANCHENG_HOME") or "var").expanduser().resolve()
    _make(home)
    port = _port("PORT", 8000)
    host = os.environ.get("HOST") or "127.0.0.1"
    return Env(
        home=home,
        mode=mode,
        database_url=os.environ.get("DATABASE_URL") or f"sqlite:///{quote(str(home / 'bancheng.sqlite3'))}",
        pack=Path(os.environ.get("BANCHENG_PACK") or REPOSITORY / "packs" / "liaocheng").expanduser().resolve(),
        host=host,
        port=port,
        sandbox_port=_port("SANDBOX_PORT", port + 1 if port < 65535 else port - 1),
        trusted_proxies=_proxies(os.environ.get("TRUSTED_PROXIES", "")),
        public_url=_public_url(os.environ.get("PUBLIC_URL") or f"http://{reachable(host)}:{port}"),
        secret=_secret("BANCHENG_SECRET", mode, home),
        data_key=_secret("BANCHENG_DATA_KEY", mode, home),
        key_provider=os.environ.get("BANCHENG_KEY_PROVIDER") or "bancheng.apps.keys.contrib.software",
    )


def _database_port(parts: SplitResult) -> str:
    try:
        return str(parts.port or "")
    except ValueError:
        raise BadSetting("DATABASE_URL: the port is not a number between 1 and 65535.") from None


def database(url: str) -> dict[str, object]:
    """Django's database settings for a URL.

    `sqlite:////folder/file` is an absolute path, `sqlite:///file` one from the current folder.
    SQLite runs in WAL mode with `synchronous=FULL` and immediate transactions, so that a power cut loses nothing that
    was committed.

    Raises:
        BadSetting: neither SQLite nor PostgreSQL.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        if len(parts.path) < 2 or parts.netloc:
            raise BadSetting("DATABASE_URL: give the file after three slashes, like sqlite:////srv/bancheng/data.sqlite3.")
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    if parts.scheme in ("postgres", "postgresql"):
        if not parts.path.strip("/"):
            raise BadSetting("DATABASE_URL names no database: postgresql://user:password@host:5432/bancheng.")
        query = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or "") or query.pop("host", ""),
            "PORT": _database_port(parts),
            "OPTIONS": query,
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise BadSetting(f"DATABASE_URL must begin with sqlite:/// or postgresql://, not {parts.scheme!r}.")
