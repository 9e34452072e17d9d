"""The guide from the published release says the same as from the files it was published from."""
from pathlib import Path

import pytest

from bancheng.apps.catalogue.actions import publish_pack
from bancheng.cli import main

pytestmark = [pytest.mark.db, pytest.mark.django_db]
GOOD = Path(__file__).parent.parent / "packs" / "good"


def test_from_the_release_as_from_the_files(capsys):
    call = ["guide", "open-shop", "--as-of", "2026-02-12", "--json"]
    assert main(call) == 1
    assert "--pack" in capsys.readouterr().err
    publish_pack(GOOD, by="system:test", note="a small town")
    assert main(call) == 0
    published = capsys.readouterr().out
    assert main([*call, "--pack", str(GOOD)]) == 0
    assert capsys.readouterr().out == published
