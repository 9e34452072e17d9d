"""Backup and restore with real commands on a real installation: everything comes back, and nothing is written over."""
import gzip
import subprocess
import sys

import pytest

from tests.installation import Installation

pytestmark = [pytest.mark.db]

WRITE = """
from bancheng.config import django; django.start()
from dataclasses import dataclass
from django.db import transaction
from bancheng import now
from bancheng.apps import files, keys, timers
from bancheng.apps.audit import stream
from bancheng.apps.subjects.models import Person

class Happened:
    type = "test"
    def to_payload(self): return {"面": "馆"}

with transaction.atomic():
    stream.append("case:1", [Happened(), Happened()], actor="staff:1")
    timers.schedule("case:1/x", "x", now.business())
    file = files.keep(b"the paper", "pdf")
    Person.objects.create(name="王小满", id_no="1", id_index=keys.blind_index("1"), first_seen_at=now.real())
keys.provider().public("org:x")
"""
READ = """
from bancheng.config import django; django.start()
from bancheng.apps import files, keys
from bancheng.apps.audit import stream
from bancheng.apps.files.models import StoredFile
from bancheng.apps.subjects.models import Person
from bancheng.apps.timers.models import Timer
print(len(stream.read("case:1")), files.open_(StoredFile.objects.get()), Person.objects.get().name, Timer.objects.filter(key="case:1/x").count(),
      keys.provider().public("org:x"))
made = Timer.objects.create(key="new", kind="x", due_at=Timer.objects.get(key="case:1/x").due_at)
made.delete()
"""


def python(installation, code):
    done = subprocess.run([sys.executable, "-c", code], env=installation.env, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def one(tmp_path_factory):
    """An installation with something in it. It has no pack: what is in the catalogue does not matter here."""
    with Installation(tmp_path_factory.mktemp("one"), BANCHENG_PACK="/nowhere") as made:
        done = made.command("run", "--prepare-only")
        assert done.returncode == 0, done.stderr
        python(made, WRITE)
        assert made.command("worker", "--once").returncode == 0
        yield made


@pytest.fixture
def archive(one, tmp_path):
    """A backup of it."""
    file = tmp_path / "backup.tar.gz"
    done = one.command("backup", str(file))
    assert done.returncode == 0, done.stderr
    return file


@pytest.fixture
def other(tmp_path):
    with Installation(tmp_path, BANCHENG_PACK="/nowhere") as made:
        yield made


def test_everything_comes_back(one, archive, other):
    before = python(one, READ)
    done = other.command("restore", str(archive))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "nothing was changed" in done.stdout
    assert python(other, READ) == before and "王小满" in before
    assert archive.stat().st_mode & 0o077 == 0
    assert other.command("worker", "--once").returncode == 0
    assert other.command("verify-audit").returncode == 0


def test_heads_of_later_seals_are_left_out(one, archive, other):
    """The file of heads may be ahead of the copy of the database; the restored trail must still agree."""
    archive.unlink()
    with (one.home / "seals.log").open("a") as file:
        file.write(f"99 {'a' * 64} {'b' * 128}\n")
    assert one.command("backup", str(archive)).returncode == 0
    log = one.home / "seals.log"
    log.write_text("".join(log.read_text().splitlines(keepends=True)[:-1]))
    assert other.command("restore", str(archive)).returncode == 0


def test_nothing_is_written_over(one, archive, tmp_path):
    done = one.command("backup", str(archive))
    assert done.returncode == 1 and "exists already" in done.stderr
    done = one.command("restore", str(archive))
    assert done.returncode == 1 and "not empty" in done.stderr
    if one.database:
        done = one.command("restore", str(archive), BANCHENG_HOME=str(tmp_path / "fresh"))
        assert done.returncode == 1 and "already holds tables" in done.stderr


def test_a_damaged_archive_is_refused_whole(archive, other, tmp_path):
    whole = archive.read_bytes()
    changed = bytearray(gzip.decompress(whole))
    changed[changed.index(b'"name": "org:x"') + 10] ^= 1
    for number, damaged in enumerate([whole[:-2000], gzip.compress(changed), b"nonsense"]):
        file = tmp_path / f"damaged-{number}.tar.gz"
        file.write_bytes(damaged)
        done = other.command("restore", str(file))
        assert done.returncode == 1 and "Nothing was changed" in done.stderr and "Traceback" not in done.stderr
    assert not (other.home / "keys").exists()


def test_another_data_key_is_noticed_before_anything_is_done(archive, other):
    done = other.command("restore", str(archive), BANCHENG_DATA_KEY="x" * 40)
    assert done.returncode == 1 and "BANCHENG_DATA_KEY" in done.stderr


@pytest.mark.parametrize(("verb", "path"), [("backup", "nowhere/x.tar.gz"), ("restore", "nowhere.tar.gz")])
def test_a_path_that_is_not_there(other, tmp_path, verb, path):
    done = other.command(verb, str(tmp_path / path))
    assert done.returncode == 1 and "there is no" in done.stderr


def test_before_the_first_start_there_is_nothing_to_save(other, tmp_path):
    done = other.command("backup", str(tmp_path / "x.tar.gz"))
    assert done.returncode == 1 and "started yet" in done.stderr and not (tmp_path / "x.tar.gz").exists()
