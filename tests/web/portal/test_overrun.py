"""A promise that was not kept stands on the applicant's page, with the reason once it is published (R-33)."""
from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from bancheng import now
from bancheng.apps.supervision.actions.explain import explain
from bancheng.apps.timers import clock
from tests.apps.cases.conftest import city, file, officer, work  # noqa: F401
from tests.web.portal.test_english_mine import page as english
from tests.web.portal.test_progress import hotel, page, part_of, text_of  # noqa: F401

pytestmark = [pytest.mark.db, pytest.mark.django_db(transaction=True)]
REASON = "现场核查排到了第二周，我们没有安排好。"


def test_r33_the_applicant_reads_that_it_is_late_and_then_why(hotel, client, officer):  # noqa: F811
    part = part_of(hotel)
    assert "没有按承诺" not in page(client, hotel)
    clock.move(timedelta(days=(part.promised_due - now.today()).days + 1))
    work(1)
    text = page(client, hotel)
    day = part.promised_due
    assert f"没有按承诺在 {day.year} 年 {day.month} 月 {day.day} 日" in text and "现在还没有说明" in text
    explain(officer("reviewer", part.organisation), part.number, REASON)
    text = page(client, hotel)
    assert REASON in text and "现在还没有说明" not in text and reverse("overdue") in text
    with override("en"):
        assert "The reason that the office published" in english(client.get(reverse("case", args=[hotel.number])))
    stranger = Client()
    opened = stranger.post(reverse("progress"), {"number": hotel.number, "code": hotel.query_code})
    assert REASON in text_of(stranger.get(opened.url)), "everybody may read it on /overdue, too"
