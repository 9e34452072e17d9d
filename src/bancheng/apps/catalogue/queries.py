"""Which catalogue is in force, and which one a case was pinned to.

The pointer is read on every call, within `steady` once; a catalogue is built once per process and release.
"""
from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from bancheng.apps.catalogue.models import Definition, Draft, PackSource, Release, ReleasePointer
from bancheng.core import canonical
from bancheng.core.catalogue import Catalogue
from bancheng.core.catalogue.definitions import from_json

KEEP = 8  # catalogues remembered per process
_built: OrderedDict[str, Catalogue] = OrderedDict()
_recorded: dict[str, str] = {}  # digest that cases refer to → content
_joined: OrderedDict[tuple[Catalogue, Catalogue], Catalogue] = OrderedDict()
_lock = threading.Lock()
_read: ContextVar[list[Release] | None] = ContextVar("the release that was read in this block", default=None)


class NoRelease(LookupError):
    """There is no such release. `message` says so to a citizen, the text to an operator."""

    message = "服务目录正在准备，请稍后再试。"
    message_en = "The catalogue of services is being prepared. Please try again in a moment."


def current() -> Catalogue:
    """The catalogue in force.

    Raises:
        NoRelease: nothing has been published yet.
    """
    return catalogue_of(current_release())


def current_release() -> Release:
    """The release in force.

    Raises:
        NoRelease: nothing has been published yet.
    """
    kept = _read.get()
    if kept:
        return kept[0]
    pointer = ReleasePointer.objects.select_related("release").defer("release__entries_text").first()
    if pointer is None:
        raise NoRelease("nothing has been published yet: bancheng publish PACK")
    if kept is not None:
        kept.append(pointer.release)
    return pointer.release


@contextmanager
def steady() -> Iterator[None]:
    """Within, one release is in force from beginning to end, whatever others publish meanwhile: a page, or what a timer does. Its pointer is read once."""
    if _read.get() is not None:  # already
        yield
        return
    token = _read.set([])
    try:
        yield
    finally:
        _read.reset(token)


def forget() -> None:
    """Read the pointer again, also within `steady`: for whoever moves it."""
    if kept := _read.get():
        kept.clear()


def release(digest: str) -> Catalogue:
    """The catalogue whose pinned part has this digest (what a case refers to).

    Raises:
        NoRelease: it was never published here.
    """
    with _lock:
        if (content := _recorded.get(digest)) in _built:
            return _built[content]
    found = Release.objects.filter(digest=digest).order_by("-number").first()
    if found is None:
        raise NoRelease(f"no release with the digest {digest} was ever published here")
    return catalogue_of(found)


def pinned(digest: str) -> Catalogue:
    """What a case goes by: the release it refers to, with the regions, organisations, stations and calendar of the one in force. Put together once per process.

    Raises:
        NoRelease: it was never published here, or nothing is in force.
    """
    pair = release(digest), current()
    if pair[0] is pair[1]:
        return pair[0]
    with _lock:
        if pair not in _joined:
            _joined[pair] = pair[0].on(pair[1])
            _joined[pair].digest = digest
        _joined.move_to_end(pair)
        while len(_joined) > KEEP:
            _joined.popitem(last=False)
        return _joined[pair]


def catalogue_of(found: Release) -> Catalogue:
    """The catalogue of a release, built at most once per process."""
    with _lock:
        _recorded[found.digest] = found.content
        if found.content in _built:
            _built.move_to_end(found.content)
            return _built[found.content]
        texts = Definition.objects.filter(digest__in=found.entries).values_list("text", flat=True)
        catalogue = Catalogue.build(from_json(canonical.loads(text)) for text in texts)
        catalogue.digest = found.digest  # as it was published, whatever a later version of the product would count
        _built[found.content] = catalogue
        while len(_built) > KEEP:
            _built.popitem(last=False)
        return catalogue


def releases() -> list[Release]:
    """All releases, newest first."""
    return list(Release.objects.order_by("-number"))


def numbered(number: int) -> Release:
    """The release with a number.

    Raises:
        NoRelease: there is none.
    """
    found = Release.objects.filter(number=number).first()
    if found is None:
        raise NoRelease(f"there is no release {number}")
    return found


def draft(pk: int) -> Draft | None:
    """A draft of the catalogue, whoever's it is."""
    return Draft.objects.select_related("based_on", "release").filter(pk=pk).first()


def open_drafts(most: int) -> list[Draft]:
    """Drafts that are not published, the newest first."""
    return list(Draft.objects.filter(release=None).select_related("based_on").order_by("-saved_at")[:most])


def published(fingerprint: str) -> bool:
    """Has this state of pack files been published before?"""
    return PackSource.objects.filter(fingerprint=fingerprint).exists()


def any_release() -> bool:
    """Has anything been published?"""
    return ReleasePointer.objects.exists()
