"""`bancheng run` as a person sees it: real processes, a home and a database of their own."""
import signal
import socket
import time
from contextlib import suppress

import psutil
import pytest

from tests.installation import Installation, free_port

pytestmark = [pytest.mark.db]


@pytest.fixture
def installation(tmp_path):
    """Without a pack, which is quicker to start."""
    with Installation(tmp_path, BANCHENG_PACK="/nowhere") as made:
        yield made


@pytest.fixture
def city(tmp_path):
    """With the first city's pack, its demo people and its sandbox systems."""
    with Installation(tmp_path) as made:
        yield made


def descendants(process):
    return psutil.Process(process.pid).children(recursive=True)


def is_worker(process):
    try:
        return "worker" in process.cmdline()
    except psutil.Error:
        return False


def wait_until(what, seconds=30):
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.1)


def test_it_serves_restarts_what_dies_and_ends_when_told(city):
    installation = city
    process = installation.run()
    printed = "".join(installation.output)
    assert f"http://127.0.0.1:{installation.port}/" in printed and "gt-review" in printed and "李秀英" in printed
    assert installation.get("/healthz") == (200, b"ok\n")
    first = {child.pid for child in descendants(process)}
    worker = next(child for child in descendants(process) if is_worker(child))
    worker.kill()
    wait_until(lambda: any(is_worker(child) for child in descendants(process) if child.pid not in first))
    process.send_signal(signal.SIGTERM)
    assert process.wait(15) == 0
    assert not any(psutil.pid_exists(pid) for pid in first)

    started = time.monotonic()
    installation.run()
    assert time.monotonic() - started < 20, "the second start takes seconds"


def test_killing_it_leaves_nothing_behind(city):
    installation = city
    process = installation.run()
    children = descendants(process)
    assert any("sandbox" in child.cmdline() for child in children)
    process.kill()
    process.wait()
    wait_until(lambda: not any(c.is_running() and c.status() != psutil.STATUS_ZOMBIE for c in children))
    with pytest.raises(OSError):
        installation.get("/healthz")


def test_a_port_in_use_is_said_at_once(installation):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = installation.command("run", PORT=str(other.getsockname()[1]))
    assert done.returncode == 1
    assert "in use" in done.stderr and "PORT=" in done.stderr and "Traceback" not in done.stderr


def test_a_database_that_does_not_answer_is_said_plainly(installation):
    url = f"postgresql://nobody@127.0.0.1:{free_port()}/none"
    done = installation.command("run", "--prepare-only", DATABASE_URL=url)
    assert done.returncode == 1
    assert "DATABASE_URL" in done.stderr and "Traceback" not in done.stderr


def test_a_wrong_setting_ends_with_its_name(installation):
    done = installation.command("run", PORT="eighty")
    assert done.returncode == 1 and "PORT must be a port number" in done.stderr and "Traceback" not in done.stderr


def test_production_does_not_start_without_secrets(installation):
    done = installation.command("run", "--prepare-only", BANCHENG_MODE="production")
    assert done.returncode == 1 and "BANCHENG_SECRET" in done.stderr


def test_worker_does_what_is_due_and_ends(installation):
    assert installation.command("run", "--prepare-only").returncode == 0
    assert installation.command("worker", "--once").returncode == 0


def test_the_portal_serves_alone_with_as_many_processes_as_asked(installation):
    assert installation.command("run", "--prepare-only").returncode == 0
    process = installation.start("web", "--processes", "2")

    def ready():
        with suppress(OSError):
            return installation.get("/healthz")[0] == 200
        return False

    wait_until(ready)
    assert len(descendants(process)) >= 2, "".join(installation.output)


def test_bad_request_gets_an_answer(installation):
    installation.run()
    assert installation.get("/there-is-no-such-page")[0] == 404
