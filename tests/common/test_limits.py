"""How often one address, link or person may send a form; whose address it is behind the proxies."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from ideas.intake import postmottak, sending, supporting
from ideas.late import reminding
from ideas.mailing import acting_links
from ideas.models.idea import SENDER
from ideas.models.life import BROKER
from ideas.models.money import LEADER
from ideas.models.results import THANKS
from meetings.invitations import inviting
from meetings.mailing import feeds
from meetings.models import Invitation
from meetings.models.dates import MARKS
from meetings.models.invitation import PURPOSE as INVITATION
from meetings.models.outcomes import FOLLOW_UP
from municipalities.models.strategy import READER
from municipalities.models.survey import SURVEY
from overview.models import PURPOSE as ENQUIRY
from partnership.common import limits, links
from partnership.mail import preferences
from partnership.people import yearly
from tests import factories
from tests.meetings.test_inviting import for_contacts

# What each link that needs no sign-in is for.
PURPOSES = {
    "answers:answer": INVITATION,
    "answers:colleague": INVITATION,
    "answers:companion": INVITATION,
    "answers:material": INVITATION,
    "answers:calendar": INVITATION,
    **dict.fromkeys(["answers:wishes", "answers:day", "answers:day_updates", "answers:sheet"], INVITATION),
    **dict.fromkeys(
        [
            "answers:feedback",
            "answers:minutes",
            "answers:minutes_docx",
            "answers:minutes_pdf",
            "answers:minutes_version",
        ],
        INVITATION,
    ),
    "answers:follow_up": FOLLOW_UP,
    "answers:dates": MARKS,
    "answers:feed": feeds.PURPOSE,
    "mail:preferences_by_link": preferences.PURPOSE,
    "overview:contact_form": ENQUIRY,
    "barometer:answer": SURVEY,
    "people:still_you": yearly.PURPOSE,
    "sending:sent": sending.PURPOSE,
    "idea_links:acting": acting_links.PURPOSE,
    "idea_links:acting_more_time": acting_links.PURPOSE,
    "idea_links:acting_hand_on": acting_links.PURPOSE,
    "idea_links:acting_not_now": acting_links.PURPOSE,
    "idea_links:sender": SENDER,
    "idea_links:attachment": SENDER,
    "idea_links:withdrawal": SENDER,
    "idea_links:visibility": SENDER,
    "idea_links:lesson_consent": SENDER,
    "idea_links:passing_consent": SENDER,
    "idea_links:postmottak": postmottak.PURPOSE,
    "idea_links:support": supporting.PURPOSE,
    "idea_links:leader": reminding.PURPOSE,
    "idea_links:right_leader": LEADER,
    "idea_links:thanks": THANKS,
    "idea_links:broker": BROKER,
    "overview:strategy_by_link": READER,
    "overview:strategy_council_by_link": READER,
    "overview:strategy_document_by_link": READER,
}
# A link of ours that is closed: 404, or, where the page says that it was open once, 410.
GONE = {name for name in PURPOSES if name.startswith("overview:strategy_")}
# Only what a page sends: no link leads to them.
POSTED = {
    "idea_links:confirmation", "idea_links:message", "idea_links:renewal", "idea_links:broker_taking",
}  # fmt: skip


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


def test_who_it_was_cannot_be_guessed_from_what_is_counted(monkeypatch):
    """All network addresses of the fourth version can be tried in minutes by whoever reads the cache."""
    keys: list[str] = []
    monkeypatch.setattr(cache, "add", lambda key, *args: keys.append(key))

    for secret in ("a" * 50, "a" * 50, "b" * 50):
        with override_settings(SECRET_KEY=secret):
            limits.is_too_often("survey", "198.51.100.77", 5)

    assert keys[0] == keys[1] != keys[2]
    assert "198.51.100.77" not in keys[0]


def test_without_the_cache_nothing_is_counted_and_nothing_fails(monkeypatch):
    def gone(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(cache, "add", gone)

    assert [limits.is_too_often("a", "192.0.2.1", 1) for _n in range(3)] == [False] * 3


@pytest.mark.django_db
@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_two_guests_behind_the_same_proxy_do_not_use_up_each_others_tries(client):
    meeting = factories.meeting(state="published", is_public=True)

    def ask(forwarded):
        return client.post(f"/moter/{meeting.pk}/bli-med/", {"name": "Ine"}, headers={"X-Forwarded-For": forwarded})

    statuses = [ask("203.0.113.9").status_code for _n in range(31)]

    assert statuses == [422] * 30 + [429]
    assert ask("198.51.100.7").status_code == 422


@pytest.mark.django_db
def test_too_often_says_so_in_the_portals_words_and_when_to_come_back(client):
    meeting = factories.meeting(state="published", is_public=True)
    for _n in range(31):
        response = client.post(f"/moter/{meeting.pk}/bli-med/", {})

    page = response.content.decode()
    assert response["Retry-After"] == "3600"
    assert "For mange forsøk" in page
    # Not the minute, nor the reason, that hold for signing in.
    assert "i det uendelige" in page
    assert "innlogging" not in page.split("<main")[1].split("</main")[0]


def with_token(patterns, names: tuple[str, ...] = ()):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from with_token(pattern.url_patterns, (*names, pattern.namespace) if pattern.namespace else names)
        elif isinstance(pattern, URLPattern) and "token" in pattern.pattern.converters:
            yield ":".join((*names, pattern.name))


def path(name: str, token: str) -> str:
    of_a_file = (
        "answers:material",
        "answers:minutes_version",
        "idea_links:attachment",
        "overview:strategy_document_by_link",
    )
    return reverse(name, args=[token, 1] if name in of_a_file else [token])


def test_every_link_that_needs_no_sign_in_is_known_here():
    assert set(with_token(get_resolver().url_patterns)) == set(PURPOSES) | POSTED


def test_no_two_rooms_sign_for_the_same_purpose():
    signed = [
        INVITATION, feeds.PURPOSE, preferences.PURPOSE, ENQUIRY, yearly.PURPOSE, sending.PURPOSE,
        acting_links.PURPOSE, SENDER, postmottak.PURPOSE, supporting.PURPOSE, reminding.PURPOSE, LEADER,
        THANKS, BROKER, FOLLOW_UP, MARKS, READER,
    ]  # fmt: skip

    assert len(set(signed)) == len(signed)


@pytest.mark.django_db
@pytest.mark.parametrize("name", PURPOSES)
def test_a_scanner_may_ask_for_the_head_of_every_link(name):
    token = links.make(PURPOSES[name], 999_999, 1)

    assert Client().head(path(name, token)).status_code == (410 if name in GONE else 404)


@pytest.mark.django_db
@pytest.mark.parametrize("name", PURPOSES)
def test_guessing_at_a_link_ends_and_ends_it_for_nobody_who_has_one(monkeypatch, name):
    monkeypatch.setattr(limits, "LINKS_THAT_ARE_NONE", 3)
    guesses = [Client().get(path(name, f"{n}.1.{'x' * 43}")) for n in range(4)]
    ours = Client().get(path(name, links.make(PURPOSES[name], 999_999, 1)))

    assert [guess.status_code for guess in guesses] == [404, 404, 404, 429]
    assert "For mange forsøk" in guesses[-1].content.decode()
    assert "mange lenker som ikke finnes" in guesses[-1].content.decode()
    assert ours.status_code == (410 if name in GONE else 404)


@pytest.mark.django_db
@pytest.mark.parametrize("name", PURPOSES)
def test_one_link_is_not_hammered(monkeypatch, name):
    for name_of_limit in ("USES_OF_A_LINK", "USES_OF_A_SHARED_LINK", "USES_BY_A_PAGE"):
        monkeypatch.setattr(limits, name_of_limit, 3)
    token, other = (links.make(PURPOSES[name], pk, 1) for pk in (999_999, 999_998))
    statuses = [Client().get(path(name, token)).status_code for _n in range(4)]
    elsewhere = Client().get(path(name, token), REMOTE_ADDR="198.51.100.7")

    gone = 410 if name in GONE else 404
    assert statuses == [gone, gone, gone, 429]
    assert (Client().get(path(name, other)).status_code, elsewhere.status_code) == (gone, gone)


@pytest.mark.django_db
def test_a_whole_municipality_behind_one_address_answers_in_the_same_minutes(client):
    made = factories.meeting()
    for_contacts(made)
    people = [factories.contact() for _n in range(40)]
    inviting.invite(meeting=made, by=None)
    urls = [path("answers:answer", one.token()) for one in Invitation.objects.filter(person__in=people)]

    # As forty people's mail scanners, browsers and presses do, ten times over: more than any limit of one address.
    statuses = {client.get(f"{url}?svar=kommer").status_code for url in urls for _n in range(10)}
    answered = [client.post(url, {"svar": "comes"}).status_code for url in urls]

    assert statuses == {200}
    assert answered == [302] * 40
