"""How often one address, link or person may send a form; whose address it is behind the proxies."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import RequestFactory, override_settings

from partnership.common import limits


def address(remote: str, forwarded: str = "") -> str:
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    return limits.by_address(RequestFactory().post("/", REMOTE_ADDR=remote, **headers))


def test_without_proxies_what_the_sender_claims_is_not_believed():
    assert address("192.0.2.1", "198.51.100.7") == "192.0.2.1"


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_behind_a_proxy_it_is_the_address_the_proxy_saw():
    assert address("10.0.0.1", "203.0.113.9, 198.51.100.7") == "198.51.100.7"


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=2)
def test_a_chain_shorter_than_the_proxies_is_nobody_and_no_fault_of_ours():
    assert address("10.0.0.1", "198.51.100.7") == ""


def test_all_of_an_offices_ipv6_network_counts_together():
    assert address("2001:db8:1:2::1") == address("2001:db8:1:2:ffff::9") == "2001:db8:1:2::/64"
    assert address("2001:db8:1:3::1") != address("2001:db8:1:2::1")


def test_the_one_after_the_last_allowed_is_too_often_and_each_name_counts_for_itself():
    assert [limits.is_too_often("a", "192.0.2.1", 2) for _n in range(3)] == [False, False, True]
    assert not limits.is_too_often("a", "192.0.2.2", 2)
    assert not limits.is_too_often("b", "192.0.2.1", 2)


def test_without_the_cache_nothing_is_counted_and_nothing_fails(monkeypatch):
    def gone(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(cache, "add", gone)

    assert [limits.is_too_often("a", "192.0.2.1", 1) for _n in range(3)] == [False] * 3


@pytest.mark.django_db
@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_two_guests_behind_the_same_proxy_do_not_use_up_each_others_tries(client):
    from tests import factories

    meeting = factories.meeting(state="published", is_public=True)

    def ask(forwarded):
        return client.post(f"/moter/{meeting.pk}/bli-med/", {"name": "Ine"}, headers={"X-Forwarded-For": forwarded})

    statuses = [ask("203.0.113.9").status_code for _n in range(11)]

    assert statuses == [422] * 10 + [429]
    assert ask("198.51.100.7").status_code == 422


@pytest.mark.django_db
def test_too_often_says_so_in_the_portals_words_and_when_to_come_back(client):
    from tests import factories

    meeting = factories.meeting(state="published", is_public=True)
    for _n in range(11):
        response = client.post(f"/moter/{meeting.pk}/bli-med/", {})

    page = response.content.decode()
    assert response["Retry-After"] == "3600"
    assert "For mange forsøk" in page
    # Not the minute, nor the reason, that hold for signing in.
    assert "i det uendelige" in page
    assert "innlogging" not in page.split("<main")[1].split("</main")[0]
