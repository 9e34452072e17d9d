"""A portal without a release says so and asks to come back, on every page."""
import pytest

pytestmark = [pytest.mark.db, pytest.mark.django_db]


@pytest.mark.parametrize("path", ["/", "/themes", "/en/", "/halls"])
def test_it_is_not_a_fault(client, path):
    answer = client.get(path)
    assert answer.status_code == 503
    assert "Retry-After" in answer.headers
    assert "服务目录正在准备" in answer.content.decode()
