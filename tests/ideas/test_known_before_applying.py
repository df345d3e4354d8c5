"""What the portal knows already is asked for, shown as done, and written beforehand."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from ideas.money import anchoring, applying, needs, outlining
from partnership.common import norwegian
from partnership.partners.countback import Step
from partnership.partners.matching import Verdict
from partnership.partners.models import ResearchOrganisation
from tests import factories
from tests.partners import money

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_kari(kari):
    client = Client()
    client.force_login(kari)
    return client


@pytest.fixture
def rural_call():
    return money.call(
        money.scheme(only_rural=True, needs_broker_dialogue=True, needs_research_partner=True),
        closes=money.closing(9),
        applicants=["municipality"],
    )


def at(idea, name: str, *more: object) -> str:
    return reverse(f"ideas:{name}", args=[idea.pk, *more])


def test_what_is_missing_leads_to_where_it_is_answered(as_kari, idea, rural_call):
    page = as_kari.get(at(idea, "applications")).content.decode()
    part = page[page.index("distriktskommune") :]

    assert f'href="{at(idea, "need")}"' in part
    assert "Regnes kommunen som distriktskommune?" in as_kari.get(at(idea, "need")).content.decode()


@pytest.mark.parametrize(
    ("said", "known", "verdict"), [("true", True, Verdict.MAY_FIT), ("false", False, Verdict.NO)]
)
def test_rural_is_said_once_and_proposed_for_the_next_idea(as_kari, idea, frosta, rural_call, said, known, verdict):
    assert as_kari.post(at(idea, "need"), {"is_rural": said, "version": idea.version}).status_code == 302

    idea.refresh_from_db()
    assert needs.need_of(idea).is_rural is known
    assert needs.match_of(idea, rural_call.pk).verdict == verdict
    other = factories.idea(frosta, sender="a@frosta.example")
    assert as_kari.get(at(other, "need")).context["form"]["is_rural"].value() is known
    assert needs.need_of(other).is_rural is None


def test_what_is_in_place_is_done_and_not_asked_for_once_more(as_kari, idea, rural_call, kari, ola_seat):
    made = applying.choose(idea=idea, call=rural_call, why="Passer.", by=kari)

    def steps() -> dict[str, tuple[bool, bool]]:
        rows = as_kari.get(at(idea, "application", made.pk)).context["countback"]
        return {row.step: (row.is_done, row.is_past) for row in rows}

    assert steps()[Step.ANCHORED] == (False, True)
    anchoring.anchor(idea=idea, who="Rådet", on=norwegian.today(), by=kari)
    idea.broker_requests.create(broker=ola_seat, answer="taken", answer_by=norwegian.today())
    idea.stage = "outline"
    idea.save()
    idea.research_organisations.add(ResearchOrganisation.objects.create(name="Nord", slug="nord"))

    found = steps()

    assert {step for step, (is_done, _past) in found.items() if is_done} == {
        Step.BROKER,
        Step.ANCHORED,
        Step.RESEARCH,
    }
    assert not any(is_past for is_done, is_past in found.values() if is_done)
    assert "Gjort" in as_kari.get(at(idea, "application", made.pk)).content.decode()


def test_an_outline_begun_after_the_anchoring_has_it(idea, kari):
    anchoring.anchor(idea=idea, who="Liv Dahl, helsesjef", on=norwegian.today(), case_number="26/114", by=kari)

    text = outlining.start(idea=idea, by=kari).sections.get(heading="anchoring").text

    day = norwegian.format_day(norwegian.today(), year=True, weekday=False)
    assert text == f"Liv Dahl, helsesjef står bak, besluttet {day}, sak 26/114."
