"""What came of the brokers' cases in the report, ideas on the travel sheet, and deadlines that cases may meet."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone, translation

from brokers.models import Broker
from ideas.models import Application
from ideas.with_brokers import broker_waiting, brokering
from overview.brokering import brokering_outcomes, brokering_report, travel
from overview.brokering.brokering_report import Period
from partnership.common import norwegian
from partnership.partners.matching import Match, Verdict
from partnership.partners.models import FundingCall, FundingScheme, ResearchOrganisation
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def frosta():
    return factories.MunicipalityFactory(name="Frosta", slug="frosta")


@pytest.fixture
def kari(frosta):
    return factories.contact("Kari Vik", frosta)


@pytest.fixture
def ola(frosta):
    person = factories.broker("Ola Moen")
    factories.covering(person, frosta)
    return person


@pytest.fixture
def seat(ola):
    return Broker.objects.select_related("company").get(terms__person=ola)


@pytest.fixture
def case(frosta, kari, ola, seat):
    idea = factories.idea(frosta)
    brokering.take(request=brokering.ask(idea=idea, broker=seat, by=kari), by=ola)
    idea.refresh_from_db()
    return idea


@pytest.fixture
def call():
    scheme = FundingScheme.objects.create(
        name="DistriktForsk", slug="distriktforsk", owner_partner=factories.PartnerFactory(), facts_year=2026,
        last_checked=TODAY,
    )  # fmt: skip
    closes = timezone.now() + dt.timedelta(days=9)
    return scheme.calls.create(title="Forprosjekt", year=2026, last_checked=TODAY, closes=closes)


def counted(company, since=TODAY, until=TODAY):
    with translation.override("en"):
        return dict(brokering_outcomes.of(since, until, [company.pk]))


def test_cases_applications_and_partnerships_are_counted_for_the_company_that_took_them(case, seat, call):
    nord = ResearchOrganisation.objects.create(name="Nord universitet", slug="nord")
    case.research_organisations.add(nord)
    Application.objects.create(
        idea=case, call=call, sent_on=TODAY, outcome="funded", outcome_on=TODAY, is_forprosjekt=True
    )

    assert counted(seat.company) == {
        "Ideas with a broker": 1,
        "Applications sent": 1,
        "of them: DistriktForsk": 1,
        "Pre-projects funded": 1,
        "New partnerships of municipality and research": 1,
    }


def test_another_company_and_another_period_count_nothing(case, seat, call):
    Application.objects.create(idea=case, call=call, sent_on=TODAY, outcome="sent")
    yesterday = TODAY - dt.timedelta(days=1)

    assert set(counted(factories.CompanyFactory()).values()) == {0}
    assert set(counted(seat.company, yesterday, yesterday).values()) == {0}


def test_a_case_given_back_is_not_counted(case, seat, ola):
    brokering.cannot(request=case.broker_requests.get(), by=ola, reason="full")

    assert counted(seat.company)["Ideas with a broker"] == 0


def test_the_report_and_its_file_hold_them(case, seat):
    period = Period(TODAY, TODAY)
    with translation.override("nb"):
        labels = [one.label for one in brokering_report.figures(period, [seat.company])]
        _header, rows = brokering_report.table(period, [seat.company])

    assert "Ideer med megler" in labels
    assert [row[4] for row in rows if row[3] == "Ideer med megler"] == [1]


def test_the_travel_sheet_shows_the_ideas_one_may_see_by_stage(case, frosta, ola, kari):
    factories.idea(frosta, title="Bare for kontakten")
    factories.idea(frosta, title="Åpen for området", visibility="area", stage="trying")

    def shown(reader):
        return {stage.label: [line.idea.title for line in stage.ideas] for stage in travel._ideas(frosta, reader)}

    with translation.override("en"):
        assert shown(ola) == {
            "tried locally": ["Åpen for området"],
            "with a competence broker": ["Felles nattilsyn med sensorer"],
        }
        assert shown(kari)["received"] == ["Bare for kontakten"]
    client = Client()
    client.force_login(ola)
    page = client.get("/kommuner/frosta/reise/").content.decode()
    assert "Åpen for området" in page
    assert "Bare for kontakten" not in page


def test_a_near_deadline_names_how_many_cases_may_fit(case, call, ola, monkeypatch):
    monkeypatch.setattr(
        "partnership.partners.matching.match_all",
        lambda needs, calls, now: [[Match(one, Verdict.MAY_FIT) for one in calls] for _need in needs],
    )

    with translation.override("nb"):
        (item,) = list(broker_waiting.waiting(ola, norwegian.today()))

    assert item.title == "Frist om ni dager: én sak kan passe"
    assert "Forprosjekt" in item.sentence
    assert case.title not in str(item)


def test_a_case_that_has_been_applied_for_is_not_named_again(case, call, ola, monkeypatch):
    monkeypatch.setattr(
        "partnership.partners.matching.match_all",
        lambda needs, calls, now: [[Match(one, Verdict.MAY_FIT) for one in calls] for _need in needs],
    )
    Application.objects.create(idea=case, call=call)

    assert list(broker_waiting.waiting(ola, norwegian.today())) == []


def test_no_deadline_is_near_when_none_is(case, ola):
    assert FundingCall.objects.count() == 0
    assert list(broker_waiting.waiting(ola, norwegian.today())) == []
