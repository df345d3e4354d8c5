"""Dead links: found by the beat, told to officers when they have failed twice, and to the public in words."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from overview import waiting
from partnership.common import norwegian
from partnership.partners import link_check
from partnership.partners.models import FundingCall, FundingScheme
from partnership.partners.tasks import check_links
from tests import factories
from tests.partners import money

pytestmark = pytest.mark.django_db

NOW = timezone.now()
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
LINK = "https://fond.example/utlysning"


@pytest.fixture(autouse=True)
def _on(settings):
    settings.CHECK_LINKS = True


class Web:
    """``dead``: addresses that do not answer; ``visited`` in order."""

    def __init__(self, *dead: str) -> None:
        self.dead, self.visited = set(dead), []

    def __call__(self, url: str) -> bool:
        self.visited.append(url)
        return url not in self.dead


def check(web: Web, now: dt.datetime = NOW) -> int:
    return link_check.check_due(now=now, answers=web)


def test_a_link_is_tried_when_it_is_new_then_once_a_week():
    money.call(link=LINK)
    web = Web()

    tried = [check(web, now) for now in (NOW, NOW + HOUR, NOW + 6 * DAY, NOW + 7 * DAY)]

    assert tried == [1, 0, 0, 1]


def test_a_dead_link_is_tried_again_the_next_day_and_broken_when_that_fails_too():
    money.call(link=LINK)
    web = Web(LINK)

    check(web)
    once = FundingCall.objects.with_broken_link().count(), FundingCall.objects.get().link_is_broken
    check(web, NOW + HOUR)
    check(web, NOW + DAY)

    assert once == (0, False)
    assert (FundingCall.objects.with_broken_link().count(), FundingCall.objects.get().link_is_broken) == (1, True)
    assert FundingCall.objects.get().link_broken_since == NOW
    assert web.visited == [LINK, LINK]


def test_a_link_that_answers_again_is_whole():
    money.call(link=LINK)
    for now in (NOW, NOW + DAY):
        check(Web(LINK), now)

    check(Web(), NOW + 2 * DAY)

    call = FundingCall.objects.get()
    assert (call.link_is_broken, call.link_broken_since, call.link_checked_at) == (False, None, NOW + 2 * DAY)


def test_another_address_is_tried_at_once_and_is_not_broken_meanwhile():
    call = money.call(link=LINK)
    for now in (NOW, NOW + DAY):
        check(Web(LINK), now)
    call.refresh_from_db()
    call.link = "https://fond.example/ny"
    call.save()

    assert call.link_is_broken is False
    assert FundingCall.objects.with_broken_link().count() == 0
    assert check(Web(), NOW + DAY + HOUR) == 1


def test_what_is_over_hidden_or_without_a_link_is_left_alone():
    money.call(money.scheme("A"), link="https://a.example/", closes=money.closing(-1))
    money.call(money.scheme("B", is_active=False, link="https://b.example/"), link="https://c.example/")
    money.call(money.scheme("C"))
    web = Web()

    assert (check(web), web.visited) == (0, [])


def test_a_site_is_visited_once_a_run_and_an_address_once_for_all_its_rows():
    scheme = money.scheme(link=LINK)
    money.call(scheme, link=LINK)
    money.call(scheme, title="B", link="https://fond.example/annen")
    money.call(scheme, title="C", link="https://annet.example/")
    web = Web()

    check(web)
    first = sorted(web.visited)
    check(web, NOW + HOUR)

    assert first == ["https://annet.example/", LINK]
    assert web.visited[2:] == ["https://fond.example/annen"]
    assert FundingScheme.objects.get().link_checked_at == NOW


def test_a_run_visits_eight_at_most_and_the_next_takes_the_rest():
    scheme = money.scheme()
    for number in range(10):
        money.call(scheme, title=str(number), link=f"https://side{number}.example/")
    web = Web()

    assert (check(web), check(web, NOW + HOUR)) == (8, 2)
    assert len(set(web.visited)) == 10


def test_two_runs_at_once_count_as_one():
    """The second has read the same rows as the first: what it finds is not a second failure."""
    call = money.call(link=LINK)

    def slow(url: str) -> bool:
        link_check.check_due(now=NOW, answers=Web(LINK))
        return False

    link_check.check_due(now=NOW + HOUR, answers=slow)

    call.refresh_from_db()
    assert (call.link_checked_at, call.link_is_broken) == (NOW, False)


def test_nothing_is_visited_where_it_is_turned_off(settings):
    settings.CHECK_LINKS = False
    money.call(link=LINK)
    web = Web()

    assert (check(web), check_links(), web.visited) == (0, 0, [])


def test_the_real_task_visits_and_notes(settings):
    """An address on this machine is one the portal does not visit, and so does not answer."""
    money.call(link="http://127.0.0.1:9/")

    assert check_links() == 1
    assert FundingCall.objects.get().link_broken_since is not None


def broken(model=money.call, **fields):
    row = model(link=LINK, link_tried=LINK, link_broken_since=NOW - DAY, link_checked_at=NOW, **fields)
    row.save()
    return row


def test_the_public_is_told_in_words(client):
    call = broken()

    assert "Lenken svarer ikke akkurat nå." in client.get(call.get_absolute_url()).content.decode()
    assert "Lenken svarer ikke akkurat nå." in client.get(call.scheme.get_absolute_url()).content.decode()


def test_officers_are_told_of_dead_links_and_of_what_nobody_has_checked_and_others_are_not():
    long_ago = norwegian.today() - dt.timedelta(days=181)
    broken(title="Høst 2026")
    broken(money.scheme, name="DistriktForsk")
    money.call(money.scheme("Stimulab", last_checked=long_ago), last_checked=long_ago)

    def told(who):
        keys = ("schemes", "calls", "links")
        return {
            item.title: item.sentence for item in waiting.waiting(who, norwegian.today()) if item.key.startswith(keys)
        }

    assert told(factories.officer()) == {
        "Lista over støtteordninger må sjekkes": "Én ordning er ikke sjekket på et halvt år.",
        "Åpne utlysninger må sjekkes": (
            "Én åpen utlysning er ikke sjekket på et halvt år, og blir ikke foreslått for noen."
        ),
        "Lenken til en utlysning svarer ikke": "Høst 2026.",
        "Lenken til en støtteordning svarer ikke": "DistriktForsk.",
    }
    assert told(factories.contact()) == {}


def test_officers_are_told_anew_each_month():
    money.call(last_checked=norwegian.today() - dt.timedelta(days=181))
    nina = factories.officer()

    def keys(day):
        return {item.key for item in waiting.waiting(nina, day) if item.key.startswith("calls")}

    assert keys(dt.date(2026, 11, 2)) == keys(dt.date(2026, 11, 30)) != keys(dt.date(2026, 12, 1))
