"""What the first page tells besides what waits: own strategies, deadlines, who wants to try, and the latest."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from ideas.models import Lesson
from meetings.models import FollowUp
from municipalities.experiences import trying
from municipalities.models import Experience, Phase
from overview import contact_desk, latest
from overview.waiting import waiting
from partnership.common import contributions, norwegian, probing
from partnership.partners.matching import Match, Verdict
from partnership.partners.models import FundingCall, FundingScheme
from partnership.people.models import User
from tests import factories
from tests.test_query_counts import SIGNED_IN, queries

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def frosta():
    return factories.MunicipalityFactory(name="Frosta", slug="frosta")


@pytest.fixture
def kari(frosta):
    return factories.contact("Kari Vik", frosta)


def first_page(who=None) -> str:
    client = Client()
    if who is not None:
        client.force_login(who)
    return " ".join(client.get("/").content.decode().replace("\xa0", " ").split())


def desk(who) -> contact_desk.Desk:
    return contact_desk.Desk(*probing.read(*contact_desk.parts(who, norwegian.today())))


def shared(place, title: str, *, days_ago: int = 1) -> Experience:
    return Experience.objects.create(
        municipality=place, title=title, lesson="Spør først.", published_at=timezone.now() - days_ago * DAY
    )


def test_a_contact_sees_the_own_strategy_and_what_comes_next(frosta, kari):
    strategy = factories.strategy(frosta, title="Frosta prøver sammen")
    factories.strategy(title="Naboens", visibility="public")
    due = norwegian.today() + 20 * DAY
    Phase.objects.create(strategy=strategy, kind="mandate", due=due - 10 * DAY, done_at=timezone.now())
    Phase.objects.create(strategy=strategy, kind="hearing", due=due + 9 * DAY)
    Phase.objects.create(strategy=strategy, kind="present", due=due)

    page = first_page(kari)

    assert "Frosta prøver sammen" in page
    assert f"Pågår. Neste: nåsituasjon, innen {norwegian.format_day(due)}." in page
    assert "Naboens" not in page


def test_without_phases_the_next_thing_is_one_of_the_strategys_days(frosta, kari):
    begun = factories.strategy(frosta)
    drafted = factories.strategy(frosta, draft_by=norwegian.today() - DAY)
    adopted = factories.strategy(frosta, state="adopted")
    factories.strategy(frosta, state="ended", ended_at=timezone.now())

    plans = {plan.strategy: plan.next for plan in desk(kari).plans}

    assert plans == {
        begun: f"Neste: utkast, innen {norwegian.format_day(begun.draft_by)}",
        drafted: f"Neste: politisk behandling, innen {norwegian.format_day(drafted.treated_on)}",
        adopted: "",
    }


def test_those_who_have_done_it_see_who_wants_to_try(frosta, kari):
    experience = shared(frosta, "Buss på øya")
    for name in ("Hitra", "Orkland"):
        place = factories.MunicipalityFactory(name=name)
        trying.wish(experience=experience, municipality=place, by=factories.contact(place=place))
    late = factories.MunicipalityFactory(name="Leka")
    experience.trials.create(municipality=late, at=timezone.now() - 100 * DAY)

    page = first_page(kari)

    assert "Hitra og Orkland vil prøve det." in page
    assert "Leka" not in page
    assert "vil prøve det." not in first_page(factories.contact())


def test_a_deadline_that_may_fit_names_the_own_ideas_alone(frosta, kari, monkeypatch):
    monkeypatch.setattr(
        "partnership.partners.matching.match_all",
        lambda needs, calls, now: [[Match(one, Verdict.MAY_FIT) for one in calls] for _need in needs],
    )
    factories.idea(frosta, title="Egen idé", stage="clarifying")
    factories.idea(frosta, title="Helt ny idé")
    factories.idea(title="Andres idé", stage="clarifying", visibility="public")
    scheme = FundingScheme.objects.create(
        name="DistriktForsk", owner_name="Fylket", facts_year=2026, last_checked=norwegian.today()
    )
    assert desk(kari).deadlines == []
    FundingCall.objects.create(
        scheme=scheme,
        title="Forprosjekt",
        year=2026,
        last_checked=norwegian.today(),
        closes=norwegian.at(norwegian.today() + 9 * DAY, dt.time(13)),
    )

    (near,) = desk(kari).deadlines

    assert [idea.title for idea in near.ideas] == ["Egen idé"]
    assert "Kan passe for:" in first_page(kari)


def test_others_follow_ups_past_their_day_wait_for_officers_and_the_own_ones_once(kari):
    nina = factories.officer("Nina Solem")
    meeting = factories.meeting(nina, state="published")
    seat = nina.terms.get().seat
    other = kari.terms.get().seat
    for days, whose in ((-3, other), (-2, seat), (2, other)):
        FollowUp.objects.create(
            meeting=meeting, first_meeting=meeting, text="Skriv", seat=whose, due=norwegian.today() + days * DAY
        )

    told = [item.title for item in contributions.waiting(nina, norwegian.today())]

    assert told.count("Ett oppfølgingspunkt er over fristen") == 1
    assert [item for item in waiting(kari, norwegian.today()) if "over fristen" in item.title] == []


def test_strangers_read_the_newest_of_lessons_and_experiences_but_the_months_lesson_first(frosta):
    assert latest.to_show() == latest.Latest()
    idea = factories.idea(frosta, visibility="public", stage="in_use")
    lesson = Lesson.objects.create(
        idea=idea, title="Nøklene", learned="Færre turer.", is_public=True, at=timezone.now() - 3 * DAY
    )
    assert latest.to_show().lesson == lesson
    newer = shared(frosta, "Buss på øya")
    assert latest.to_show() == latest.Latest(experience=newer)
    assert "Siste erfaring" in first_page()
    lesson.month = norwegian.today().replace(day=1)
    lesson.save()

    assert latest.to_show().lesson == lesson
    assert "Månedens lærdom" in first_page()


def test_with_nothing_waiting_one_is_asked_to_read_what_others_learned(frosta):
    shared(factories.MunicipalityFactory(name="Frøya"), "Selvkjørende buss")

    page = first_page(factories.broker("Ola Moen"))

    assert "Alt er gjort" in page
    assert "Vil du lese hva Frøya lærte?" in page


def test_who_is_leaving_reads_until_when_and_who_takes_over(frosta, kari):
    term = kari.terms.get()
    assert "Du har rollen til og med" not in first_page(kari)

    term.until = norwegian.today() + 14 * DAY
    term.save()
    alone = first_page(kari)
    factories.give(term.seat, factories.person("Ida Foss"), days=-14)
    followed = first_page(kari)

    last = norwegian.format_day(norwegian.today() + 13 * DAY)
    assert f"Du har rollen til og med {last}. Ingen skal ta over ennå." in alone.replace("\xa0", " ")
    assert f'href="/roller/{term.seat_id}/overlevering/"' in alone
    assert "Ida Foss tar over" in followed


def test_a_contact_reads_who_is_broker_for_the_municipality_today(frosta, kari):
    ola = factories.broker("Ola Moen")
    factories.covering(ola, frosta)
    factories.covering(factories.broker("Tor Aas"), factories.MunicipalityFactory())
    factories.give(ola.terms.get().seat, factories.person("Ida Foss"), capacity="deputy")

    with_broker = first_page(kari)
    ola.terms.update(until=norwegian.today())
    vacant = first_page(kari)

    assert [name for name in ("Ola Moen", "Tor Aas", "Ida Foss") if name in with_broker] == ["Ola Moen"]
    assert "Vi kjenner ingen kompetansemegler" in vacant


@pytest.mark.usefixtures("_demo")
def test_the_demos_contact_has_a_first_page_of_at_most_fifteen_queries(client):
    client.force_login(User.objects.get(name="Kari Vik"))

    assert queries(client, "/") <= 15 + SIGNED_IN
