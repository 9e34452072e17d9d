"""`bancheng due`: the date, how it was counted, and clear words about what was typed wrong."""
import pytest

from bancheng.cli import main

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def test_over_spring_festival(capsys):
    """2026-02-14 is a working Saturday, 15 to 23 February are off (handbook, 3.1)."""
    assert main(["due", "2026-02-12", "5工作日"]) == 0
    assert "2026 年 2 月 26 日" in capsys.readouterr().out


def test_in_english(capsys):
    assert main(["due", "2026-02-12", "5", "working", "days", "--lang", "en"]) == 0
    assert "26 February 2026" in capsys.readouterr().out


@pytest.mark.parametrize(("typed", "word"), [(("12.2.2026", "5工作日"), "2026-02-12"), (("2026-02-12", "bald"), "5工作日"),
                                             (("2026-02-30", "5工作日"), "date")])
def test_what_cannot_be_read_says_how_to_write_it(typed, word, capsys):
    assert main(["due", *typed]) == 1
    assert word in capsys.readouterr().err
