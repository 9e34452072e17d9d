"""Drafts at the desk: change definitions one by one, see what is wrong, publish by the same check as a pack."""
from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from bancheng import now
from bancheng.apps.catalogue.actions.publish import put_into_force
from bancheng.apps.catalogue.models import Draft, DraftChange, Release
from bancheng.apps.catalogue.queries import catalogue_of, current_release
from bancheng.core import canonical, scenarios
from bancheng.core.catalogue.definitions import from_json, key_of, to_json
from bancheng.core.catalogue.models import Definition

KEEP = 4  # verdicts remembered per process: every page of a draft asks for its own
_verdicts: OrderedDict[tuple[str, tuple[tuple[str, str], ...]], scenarios.Verdict] = OrderedDict()
_lock = threading.Lock()


class Stale(Exception):
    """Somebody has published since; the text says what to do."""


class Closed(Exception):
    """The draft has been published already and cannot be changed."""


class SamePerson(Exception):
    """Who edits and who publishes are two people; the text says so."""


def open_draft(by: str, title: str) -> Draft:
    """A new draft on top of the release in force.

    Raises:
        queries.NoRelease: nothing has been published yet.
    """
    return Draft.objects.create(
        title=title, based_on=current_release(), by=by, created_at=now.business(), saved_at=now.business()
    )


def back_to(release: Release, by: str) -> Draft:
    """A new draft that puts the content of an earlier release into force again, once somebody else publishes it.

    A release that was a mistake stays where it is, since cases may rest on it; another one supersedes it. Calendar and organisations would go back,
    too: the editor sees each difference and takes back what should stay.

    Raises:
        queries.NoRelease: nothing has been published yet.
    """
    in_force, wanted = catalogue_of(current_release()).texts, catalogue_of(release).texts
    with transaction.atomic():
        draft = open_draft(by, f"恢复第 {release.number} 版的内容")
        differing = sorted(key for key in in_force.keys() | wanted.keys() if in_force.get(key) != wanted.get(key))
        DraftChange.objects.bulk_create(
            DraftChange(draft=draft, key=key, text=wanted.get(key, b"").decode(), saved_at=draft.saved_at) for key in differing
        )
    return draft


def discard(draft: Draft) -> None:
    """Throw a draft away with all its changes; nothing that is in force changes.

    Raises:
        Closed: the draft is published.
    """
    with transaction.atomic():
        _open(draft)
        draft.delete()


def change(draft: Draft, kind: str, raw: Mapping[str, Any] | None, key: str = "") -> str:
    """Add or change a definition (`raw` as a pack file has it), or take out the one with `key` (`raw` None); gives
    its key.

    Raises:
        Closed: the draft is published.
        ValueError: the data do not fit the kind; the text says where.
    """
    if raw is None:
        text = ""
    else:
        definition = from_json({"kind": kind, "definition": dict(raw)})
        renamed, key = key, key_of(definition)
        text = canonical.dumps(to_json(definition)).decode()
        if renamed and renamed != key:
            _save(draft, renamed, "")
    _save(draft, key, text)
    return key


def take_back(draft: Draft, key: str) -> None:
    """Forget the change of one definition."""
    _open(draft)
    draft.changes.filter(key=key).delete()


def definitions(draft: Draft) -> tuple[Definition, ...]:
    """What the draft would publish."""
    all_of_them = {key_of(each): each for each in catalogue_of(draft.based_on).definitions}
    for changed in draft.changes.all():
        if changed.definition is None:
            all_of_them.pop(changed.key, None)
        else:
            all_of_them[changed.key] = from_json(changed.definition)
    return tuple(all_of_them.values())


def verdict(draft: Draft) -> scenarios.Verdict:
    """What the check says about the draft: problems, and how many stories came out as expected. One state of a draft is checked once per process."""
    state = draft.based_on.content, tuple(sorted(draft.changes.values_list("key", "text")))
    with _lock:
        if state not in _verdicts:
            _verdicts[state] = scenarios.check(definitions(draft))
        _verdicts.move_to_end(state)
        while len(_verdicts) > KEEP:
            _verdicts.popitem(last=False)
        return _verdicts[state]


def problems(draft: Draft) -> Sequence[Any]:
    """What keeps the draft from being published (`core.catalogue.problems.Problem`); empty when nothing does."""
    return verdict(draft).problems


def publish_draft(draft: Draft, by: str) -> Release:
    """Put the draft into force.

    Raises:
        SamePerson: it is the editor's own draft.
        Closed: it is already.
        Stale: another release has come into force since; its changes would be lost.
        Faulty: the check found something.
    """
    if by == draft.by:
        raise SamePerson("编辑和发布要由两个人来做。请另一位有发布岗位的同事来发布。")
    with transaction.atomic():
        _open(draft)
        if current_release().pk != draft.based_on_id:
            raise Stale("在您编辑期间，有人发布了新版本。请新建一份草稿，把您的改动再做一遍。")
        release = put_into_force(verdict(draft), by, draft.title)
        Draft.objects.filter(pk=draft.pk).update(release=release if release.pk != draft.based_on_id else None)
    return release


def renew(draft: Draft, by: str) -> tuple[Draft, list[str]]:
    """A new draft on top of the release in force with the changes of an overtaken one; and the keys that somebody else has changed since, which are left out.

    Raises:
        Closed: the draft is published.
    """
    _open(draft)
    before = {key_of(each): each for each in catalogue_of(draft.based_on).definitions}
    now_in_force = {key_of(each): each for each in catalogue_of(current_release()).definitions}
    fresh, left_out = open_draft(by, draft.title), []
    for changed in draft.changes.order_by("pk"):
        if before.get(changed.key) == now_in_force.get(changed.key):
            _save(fresh, changed.key, changed.text)
        else:
            left_out.append(changed.key)
    return fresh, left_out


def _save(draft: Draft, key: str, text: str) -> None:
    _open(draft)
    DraftChange.objects.update_or_create(draft=draft, key=key, defaults={"text": text, "saved_at": now.business()})
    Draft.objects.filter(pk=draft.pk).update(saved_at=now.business())


def _open(draft: Draft) -> None:
    if Draft.objects.filter(pk=draft.pk, release__isnull=False).exists():
        raise Closed("这份草稿已经发布，不能再改。请新建一份草稿。")
