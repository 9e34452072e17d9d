"""docs/pack-reference.md says what the models say."""
from pathlib import Path

from bancheng.core.catalogue.definitions import KINDS
from bancheng.packs.reference import reference

PAGE = Path(__file__).parent.parent.parent / "docs" / "pack-reference.md"


def test_the_page_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == reference(), "run: python -m bancheng.packs.reference docs/pack-reference.md"


def test_every_key_of_every_kind_is_there():
    page = reference()
    for model in KINDS.values():
        for name in model.model_fields:
            assert f"| `{name}` |" in page
