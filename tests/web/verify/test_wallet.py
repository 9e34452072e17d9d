"""The wallet: one's own licences, as they stand now, to show and to take away; nobody else's."""
from __future__ import annotations

import pytest
from django.test import Client

from bancheng.apps.licences import actions, queries

pytestmark = [pytest.mark.db, pytest.mark.django_db]
NEW = "public-place-hygiene-new"


def test_a_stranger_is_asked_to_sign_in():
    response = Client().get("/wallet")
    assert response.status_code == 302
    assert "sign-in" in response.headers["Location"]


def test_the_company_sees_its_licences_and_the_person_does_not(grant, signed_in):
    licence = grant(NEW)
    page = signed_in(acting=True).get("/wallet").content.decode()
    assert "公共场所卫生许可证" in page
    assert licence.identifier in page
    assert "有效" in page
    assert "还没有证照" in signed_in().get("/wallet").content.decode()


def test_files_are_given_to_the_holder_only(grant, signed_in):
    licence = grant(NEW)
    holder, other = signed_in(acting=True), signed_in()
    pdf = holder.get(f"/wallet/{licence.identifier}/pdf")
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")
    assert holder.get(f"/wallet/{licence.identifier}/file").content == queries.file(licence)
    assert "经营项目" in holder.get(f"/wallet/{licence.identifier}").content.decode()
    for address in ("", "/pdf", "/file"):
        assert other.get(f"/wallet/{licence.identifier}{address}").status_code == 404
        assert Client().get(f"/wallet/{licence.identifier}{address}").status_code == 302


def test_a_revoked_licence_is_shown_as_such(grant, signed_in):
    licence = grant(NEW)
    actions.revoke(licence.identifier, "承诺不实", basis="行政许可法第六十九条", actor="staff:7")
    page = signed_in(acting=True).get("/wallet").content.decode()
    assert "lic--off" in page
    assert "已撤销" in page


def test_a_licence_soon_to_expire_says_so(grant, signed_in, at):
    with at(2026, 3, 2, 9, 30):
        grant(NEW)
    with at(2030, 2, 1, 9, 30):
        assert "还有 28 天到期" in signed_in(acting=True).get("/wallet").content.decode()


def test_an_empty_wallet_says_what_to_do(signed_in):
    page = signed_in().get("/wallet").content.decode()
    assert "还没有证照" in page
    assert "去看看能办什么" in page


def test_in_english(grant, signed_in):
    grant(NEW)
    assert signed_in(acting=True).get("/en/wallet").status_code == 200
