"""Settings: what is given is used, what is wrong is named."""
import pytest

from bancheng.config import env as module
from bancheng.config.env import BadSetting, database, reachable


@pytest.fixture
def read(monkeypatch, tmp_path):
    """Read the environment as if it held only what is given."""

    def with_only(**given):
        for name in ("BANCHENG_MODE", "DATABASE_URL", "HOST", "PORT", "SANDBOX_PORT", "TRUSTED_PROXIES", "PUBLIC_URL", "BANCHENG_PACK",
                     "BANCHENG_SECRET", "BANCHENG_DATA_KEY"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("BANCHENG_HOME", str(tmp_path / "a home %41"))
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        return module.env.__wrapped__()

    return with_only


def test_without_settings_a_sandbox_on_sqlite(read, tmp_path):
    env = read()
    assert env.sandbox
    assert (env.port, env.sandbox_port) == (8000, 8001)
    assert database(env.database_url)["NAME"] == str(tmp_path / "a home %41" / "bancheng.sqlite3")
    assert env.public_url == "http://127.0.0.1:8000"
    assert len(env.secret) > 32 and env.secret != env.data_key


def test_secrets_are_made_once(read):
    assert read().secret == read().secret


def test_what_is_given_is_used(read):
    env = read(TRUSTED_PROXIES=" 10.0.0.5, fd00::/8,")
    assert (env.trusted_proxies, env.https) == (("10.0.0.5", "fd00::/8"), False)
    env = read(PORT="65535", HOST="0.0.0.0", PUBLIC_URL="https://zwfw.example.cn/", BANCHENG_SECRET="s" * 32)
    assert (env.port, env.sandbox_port, env.public_url, env.secret) == (65535, 65534, "https://zwfw.example.cn", "s" * 32)
    assert env.https


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"PORT": "http"}, "PORT"),
        ({"PORT": "0"}, "PORT"),
        ({"SANDBOX_PORT": "70000"}, "SANDBOX_PORT"),
        ({"BANCHENG_MODE": "prod"}, "BANCHENG_MODE"),
        ({"BANCHENG_MODE": "production"}, "BANCHENG_SECRET"),
        ({"BANCHENG_SECRET": "short"}, "BANCHENG_SECRET"),
        ({"PUBLIC_URL": "zwfw.example.cn"}, "PUBLIC_URL"),
        ({"TRUSTED_PROXIES": "*"}, "TRUSTED_PROXIES"),
        ({"TRUSTED_PROXIES": "10.0.0.5, proxy.local"}, "proxy.local"),
        ({"TRUSTED_PROXIES": "10.0.0.5/24"}, "TRUSTED_PROXIES"),
        ({"BANCHENG_HOME": "/proc/nowhere"}, "BANCHENG_HOME"),
    ],
)
def test_a_wrong_setting_is_named(read, given, named):
    with pytest.raises(BadSetting, match=named):
        read(**given)


def test_production_keeps_no_secrets_of_its_own(read, tmp_path):
    read(BANCHENG_MODE="production", BANCHENG_SECRET="s" * 40, BANCHENG_DATA_KEY="d" * 40)
    assert not (tmp_path / "a home %41" / "secrets").exists()


def test_postgresql_by_socket_and_by_host():
    by_socket = database("postgresql://postgres:@/postgres?host=/run/pg")
    assert (by_socket["HOST"], by_socket["NAME"], by_socket["OPTIONS"]) == ("/run/pg", "postgres", {})
    by_host = database("postgres://u%40x:p%2Fw@db.example:5433/ban?sslmode=require")
    assert (by_host["USER"], by_host["PASSWORD"], by_host["HOST"], by_host["PORT"]) == ("u@x", "p/w", "db.example", "5433")
    assert by_host["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize(
    "url", ["mysql://x/y", "sqlite://", "sqlite:///", "postgresql://h", "postgresql://h:port/x", "nonsense"]
)
def test_a_database_nobody_can_reach_is_refused_with_a_reason(url):
    with pytest.raises(BadSetting, match="DATABASE_URL"):
        database(url)


def test_an_address_to_listen_on_is_not_always_one_to_visit():
    assert [reachable(host) for host in ("0.0.0.0", "::", "::1", "10.0.0.7")] == [
        "127.0.0.1", "127.0.0.1", "[::1]", "10.0.0.7",
    ]
