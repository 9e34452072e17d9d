"""`bancheng verify-licence FILE`: is a licence file genuine? Checked here, without asking anybody.

With `--key` nothing but the two files is needed: the keys are what the issuing city publishes at `/verify/keys`. Without
it the keys of this installation are used. The exit code says what was found: 0 genuine, 1 forged or not a licence file,
3 the signature fits but nobody has said whose key that is.
"""
from __future__ import annotations

import argparse
import json
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from bancheng.cli import Problem
from bancheng.cli._screen import library_silence
from bancheng.core.licence import Licence, Verdict, check, digest

HELP = "check a .licence.json file offline: 0 genuine, 1 forged or unreadable, 3 key not known"
CODES = {"genuine": 0, "forged": 1, "unreadable": 1, "unknown_key": 3}
_MARKS = {"genuine": "✔", "forged": "✘", "unreadable": "✘", "unknown_key": "?"}
_HEX_KEY = re.compile(r"04[0-9a-fA-F]{128}")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the licence file, as downloaded")
    parser.add_argument("--key", type=Path, help="published keys (the JSON of /verify/keys) or one key in hexadecimal")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="language of the answer (default: zh)")


def run(args: argparse.Namespace) -> int:
    from bancheng.apps.keys.contrib.software import Provider

    data = _read(args.file)
    known = _keys_of(args.key) if args.key else _own_keys()
    with library_silence():
        verdict = check(data, Provider(Path()).verify, known)
    print("\n".join(_answer(verdict, args.lang == "en")))
    return CODES[verdict.kind]


def _answer(verdict: Verdict, english: bool) -> list[str]:
    lines = [f"{_MARKS[verdict.kind]} {verdict.message_en if english else verdict.message}"]
    if verdict.signed is not None and verdict.kind in ("genuine", "unknown_key"):
        lines += ["", *_rows(verdict.signed.licence, english)]
    return lines


def _rows(licence: Licence, english: bool) -> list[str]:
    until = licence.valid_to.isoformat() if licence.valid_to else ("no fixed end" if english else "长期")
    rows = [
        ("证照", "licence", licence.name),
        ("编号", "number", licence.number),
        ("证照标识", "identifier", licence.identifier),
        ("颁发机构", "issuer", f"{licence.issuer_name} {licence.issuer_code}"),
        ("持有者", "holder", f"{licence.holder_name} {licence.holder_code}"),
        ("有效期", "validity", f"{licence.valid_from.isoformat()} – {until}"),
        ("版本", "version", str(licence.version)),
        *(("登记内容", "content", f"{field.name} {field.value}") for field in licence.fields),
        *(("说明", "note", note) for note in licence.notes),
        ("摘要 SM3", "digest SM3", digest(licence)),
    ]
    return [f"{row[1] if english else row[0]}: {row[2]}" if english else f"{row[0]}：{row[2]}" for row in rows]


class _Anybody(Mapping[str, Collection[str]]):
    """One key that is believed for every issuer, because the person at the terminal says so."""

    def __init__(self, key: str) -> None:
        self.key = key

    def __getitem__(self, issuer: str) -> Collection[str]:
        return (self.key,)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise Problem(f"there is no file {path}: give the .licence.json file as it was downloaded") from None
    except OSError as error:
        raise Problem(f"{path} cannot be read: {error.strerror}") from None


def _keys_of(path: Path) -> Mapping[str, Collection[str]]:
    """Keys from a file: the JSON of /verify/keys, or one hexadecimal key, which is then believed for any issuer."""
    text = _read(path).decode("utf-8", "replace").strip()
    if _HEX_KEY.fullmatch(text):
        return _Anybody(text.lower())
    try:
        rows = json.loads(text)["keys"]
        found: dict[str, set[str]] = {}
        for row in rows:
            found.setdefault(row["code"], set()).add(row["key"].lower())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Problem(f"{path} holds no keys: save the page /verify/keys, or write one key of 130 hexadecimal digits") from None
    return found


def _own_keys() -> Mapping[str, Collection[str]] | None:
    """The keys of this installation; None if it has published nothing."""
    from bancheng.config import django

    django.start()
    from django.db import DatabaseError

    from bancheng.apps.catalogue.queries import NoRelease
    from bancheng.apps.licences.queries import known_keys

    try:
        return known_keys() or None
    except (NoRelease, DatabaseError):
        return None
