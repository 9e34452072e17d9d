"""The trail: appended in the caller's transaction, sealed, and every kind of tampering found and named."""
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from bancheng import now
from bancheng.apps.audit import guards, heads, merkle, projections, stream, verification
from bancheng.apps.audit.actions import seal as sealing
from bancheng.apps.audit.actions.seal import TailCutOff, seal
from bancheng.apps.audit.models import Event, Lease, Member, Seal
from bancheng.core.identifiers import citizen_id_check

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@dataclass
class Happened:
    type: str = "test.happened"
    payload: dict = field(default_factory=dict)

    def to_payload(self):
        return self.payload


@pytest.fixture(autouse=True)
def no_heads(home):
    heads.path().unlink(missing_ok=True)
    yield
    heads.path().unlink(missing_ok=True)


def write(name="case:1", count=1, **payload):
    return stream.append(name, [Happened(payload=payload | {"n": n}) for n in range(count)], actor="staff:1")


def faults():
    return [(fault.kind, fault.where) for fault in verification.verify()]


@pytest.fixture
def trail():
    """Two streams of four events each in two seals, and one event that is not sealed yet."""
    for _ in range(2):
        write("case:1", 2)
        write("case:2", 2)
        assert seal() == 4
    write("case:1", 1)
    assert faults() == []


def tamper(sql, *values):
    """What somebody with the database password could do: remove the guard, change, put the guard back."""
    with connection.cursor() as cursor:
        for statement in guards.removals(connection.vendor):
            cursor.execute(statement)
        cursor.execute(sql, values)
        assert cursor.rowcount, "nothing was changed"
        for statement in guards.statements(connection.vendor):
            cursor.execute(statement)


def test_events_stand_in_order_and_say_who_when_and_why():
    write(count=2, note="面馆")
    first, second = stream.read("case:1")
    assert (first.sequence, second.sequence, second.previous) == (1, 2, first.digest)
    assert (first.actor, first.payload) == ("staff:1", {"n": 0, "note": "面馆"})
    assert abs(now.real() - first.recorded_at) < timedelta(minutes=1)


def test_numbers_stay_exact():
    from decimal import Decimal

    stream.append("case:1", [Happened(payload={"area": Decimal("49.50")})], actor="system:test")
    (event,) = stream.read("case:1")
    assert event.payload == {"area": Decimal("49.5")} and faults() == []


CITIZEN_ID = "11010119900307011" + citizen_id_check("11010119900307011")


@pytest.mark.parametrize(
    "payload", [{"id": CITIZEN_ID}, {"note": "电话13812345678，请联系"}, {"people": [{"id": f"证号 {CITIZEN_ID}"}]}]
)
def test_personal_data_is_kept_out(payload):
    with pytest.raises(stream.PersonalData):
        write(**payload)
    assert stream.read("case:1") == []


def test_digests_and_identifiers_are_not_personal_data():
    write(digest="a" * 64, uuid="13812345678a-13812345678", number="371500202603020000123")
    assert faults() == []


def test_an_event_has_a_stream_and_an_actor():
    with pytest.raises(ValueError, match="actor"):
        stream.append("case:1", [Happened()], actor="")
    assert stream.append("case:1", [], actor="staff:1") == []


def test_the_database_refuses_changes(trail):
    for change in ("UPDATE audit_event SET actor = 'x'", "DELETE FROM audit_event", "DELETE FROM audit_member",
                   "UPDATE audit_seal SET count = 1", "DELETE FROM audit_seal"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


@pytest.mark.parametrize(
    ("column", "value"),
    [("actor", "staff:9"), ("type", "x"), ("payload_text", "{}"), ("on_behalf", "person:9"), ("basis", "x"),
     ("at", "2026-01-01 00:00:00+00:00"), ("recorded_at", "2026-01-01 00:00:00+00:00"), ("previous", "0" * 64), ("digest", "0" * 64)],
)
def test_an_edited_event_is_named(trail, column, value):
    tamper(f"UPDATE audit_event SET {column} = %s WHERE stream = 'case:1' AND sequence = 2", value)
    assert ("edited", "case:1#2") in faults()


def test_an_edited_event_with_a_fitting_digest_is_named(trail):
    event = stream.read("case:1")[1]
    event.actor = "staff:9"
    tamper("UPDATE audit_event SET actor = 'staff:9', digest = %s WHERE id = %s", event.computed_digest(), event.pk)
    assert ("edited", "case:1#2") in faults()


def test_a_rewritten_stream_is_named(trail):
    """Everything from an event on is written again with fitting digests: the seals still know the old ones."""
    previous = ""
    for event in stream.read("case:1"):
        event.actor, event.previous = "staff:9", previous
        previous = event.computed_digest()
        tamper("UPDATE audit_event SET actor = 'staff:9', previous = %s, digest = %s WHERE id = %s",
               event.previous, previous, event.pk)
    assert {("edited", f"case:1#{n}") for n in range(1, 5)} <= set(faults())


def test_an_edited_event_before_any_seal_is_named():
    write(count=2)
    tamper("UPDATE audit_event SET actor = 'x' WHERE sequence = 1")
    assert faults() == [("edited", "case:1#1")]


@pytest.mark.parametrize("sequence", [1, 2, 4])
def test_a_deleted_event_is_named(trail, sequence):
    tamper("DELETE FROM audit_event WHERE stream = 'case:2' AND sequence = %s", sequence)
    assert ("deleted", f"case:2#{sequence}") in faults()


def test_a_stream_deleted_with_its_places_is_noticed(trail):
    tamper("DELETE FROM audit_member WHERE stream = 'case:2'")
    tamper("DELETE FROM audit_event WHERE stream = 'case:2'")
    assert {("deleted", "seal 1"), ("deleted", "seal 2")} <= set(faults())


def test_an_inserted_event_is_named(trail):
    tamper("UPDATE audit_event SET sequence = sequence + 100 WHERE stream = 'case:1' AND sequence > 2")
    tamper("UPDATE audit_event SET sequence = sequence - 99 WHERE stream = 'case:1' AND sequence > 100")
    forged = Event(stream="case:1", sequence=3, type="x", at=now.real(), recorded_at=now.real(), actor="staff:9",
                   payload_text="{}", previous="f" * 64)
    forged.digest = forged.computed_digest()
    forged.save()
    assert {("inserted", "case:1#3"), ("reordered", "case:1#3")} <= set(faults())


def test_reordered_events_are_named(trail):
    tamper("UPDATE audit_event SET sequence = 99 WHERE stream = 'case:1' AND sequence = 1")
    tamper("UPDATE audit_event SET sequence = 1 WHERE stream = 'case:1' AND sequence = 2")
    tamper("UPDATE audit_event SET sequence = 2 WHERE stream = 'case:1' AND sequence = 99")
    assert {("reordered", "case:1#1"), ("reordered", "case:1#2")} <= set(faults())


def test_a_cut_off_tail_is_named(trail):
    tamper("DELETE FROM audit_member WHERE seal_id IN (SELECT id FROM audit_seal WHERE number = 2)")
    tamper("DELETE FROM audit_seal WHERE number = 2")
    tamper("DELETE FROM audit_event WHERE sequence > 2")
    assert faults() == [("cut off", "seal 2")]
    write()
    with pytest.raises(TailCutOff, match="verify-audit"):
        seal()


def test_a_seal_taken_out_of_the_middle_is_named(trail):
    write("case:3")
    seal()
    tamper("DELETE FROM audit_member WHERE seal_id IN (SELECT id FROM audit_seal WHERE number = 2)")
    tamper("DELETE FROM audit_seal WHERE number = 2")
    assert ("deleted", "seal 2") in faults()


def test_a_forged_seal_is_named(trail):
    """A seal with fitting digests, but signed by nobody."""
    second = Seal.objects.get(number=2)
    second.root = "1" * 64
    tamper("UPDATE audit_seal SET root = %s, digest = %s WHERE number = 2", second.root, second.computed_digest())
    found = faults()
    assert found.count(("seal", "seal 2")) == 2, "neither its signature nor its root fits"
    assert ("edited", "seal 2") in found, "nor the line in the file"


@pytest.mark.parametrize(("column", "value"), [("count", 3), ("previous", "2" * 64), ("signature", "zz")])
def test_an_edited_seal_is_named(trail, column, value):
    tamper(f"UPDATE audit_seal SET {column} = %s WHERE number = 2", value)
    assert {where for _, where in faults()} == {"seal 2"}


def test_an_edited_membership_is_named(trail):
    tamper("UPDATE audit_member SET digest = %s WHERE stream = 'case:1' AND sequence = 1", "3" * 64)
    assert {("edited", "case:1#1"), ("seal", "seal 1")} <= set(faults())


def test_the_file_of_heads_is_checked_too(trail):
    lines = heads.path().read_text().splitlines(keepends=True)
    heads.path().write_text("".join(reversed(lines)))
    assert ("reordered", "seals.log") in faults()
    heads.path().write_text(lines[1])
    assert faults() == [("deleted", "seals.log, seal 1")]
    heads.path().write_text("nonsense\n")
    assert faults() == [("edited", "seals.log")]
    heads.path().unlink()
    assert len(faults()) == 2


def test_a_head_that_a_crash_kept_from_the_file_is_added_later(trail):
    lines = heads.path().read_text().splitlines(keepends=True)
    heads.path().write_text(lines[0] + lines[1][:50])
    assert seal() == 1
    assert [head.number for head in heads.read()] == [1, 2, 3] and faults() == []


def test_a_removed_guard_is_named(trail):
    with connection.cursor() as cursor:
        cursor.execute(guards.removals(connection.vendor)[0])
    assert faults() == [("unguarded", "audit_event_no_update")]


def test_projections_are_asked(monkeypatch):
    monkeypatch.setattr(projections, "checks", {})
    projections.register("cases", lambda: ["K7 is closed in its row and open in its events"])
    assert faults() == [("projection", "cases")]


def test_one_sealer_at_a_time(monkeypatch):
    write()
    Lease.objects.create(name="seal", holder="another", until=now.real() + timedelta(seconds=20))
    assert seal("this one") == 0
    Lease.objects.update(until=now.real() - timedelta(seconds=1))
    assert seal("this one") == 1
    assert Lease.objects.get().holder == "this one"


def test_large_batches_and_late_identifiers(monkeypatch, at):
    """Every event lies in exactly one seal, also one whose identifier was given out early and committed late."""
    monkeypatch.setattr(sealing, "BATCH", 4)
    with at(2026, 3, 2, 9):
        write(count=10)
        assert [seal() for _ in range(4)] == [4, 4, 2, 0]
    with at(2026, 3, 2, 12):
        write("case:2", count=1)
        assert seal() == 1
    assert Lease.objects.get().mark == stream.read("case:1")[-1].pk
    assert Member.objects.count() == 11 and faults() == []


def test_catching_up_does_not_look_again_at_what_is_sealed(monkeypatch, at):
    """A sealer that was away for long seals batch after batch, and begins each where the last one ended."""
    monkeypatch.setattr(sealing, "BATCH", 4)
    with at(2026, 3, 2, 9):
        events = write(count=10)
    with at(2026, 3, 2, 12):
        marks = []
        while seal():
            marks.append(Lease.objects.get().mark)
    assert marks == [events[3].pk, events[7].pk, events[9].pk] and faults() == []


def test_the_root_of_a_tree():
    """Worked by hand: two leaves, and a third that moves up."""
    from bancheng.core.canonical import digest_bytes

    a, b, c = ("aa" * 32, "bb" * 32, "cc" * 32)
    leaf = lambda digest: bytes.fromhex(digest_bytes(b"\0" + bytes.fromhex(digest)))  # noqa: E731
    inner = bytes.fromhex(digest_bytes(b"\1" + leaf(a) + leaf(b)))
    assert merkle.root([a]) == leaf(a).hex()
    assert merkle.root([a, b, c]) == digest_bytes(b"\1" + inner + leaf(c))
    assert merkle.root([a, b, c]) != merkle.root([b, a, c])
    with pytest.raises(ValueError, match="leaf"):
        merkle.root([])


@pytest.mark.django_db(transaction=True)
def test_events_live_and_die_with_their_transaction():
    with pytest.raises(stream.NotInTransaction):
        write()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write()
        raise ZeroDivisionError
    assert stream.read("case:1") == []


@pytest.mark.django_db(transaction=True)
def test_two_writers_of_one_stream_wait_for_each_other():
    import threading

    failed = []

    def work():
        try:
            for _ in range(10):
                with transaction.atomic():
                    write("case:1", 2)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=work) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failed == []
    assert [event.sequence for event in stream.read("case:1")] == list(range(1, 61))
    seal()
    assert faults() == []
