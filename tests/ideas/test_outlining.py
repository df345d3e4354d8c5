"""Writing a project outline: several at once, nobody overwritten, nothing lost."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from brokers.models import Broker
from ideas.models import BrokerRequest, Idea, IdeaAccess, OutlineSection, ProjectOutline
from ideas.money import outlining
from ideas.money.outline_headings import CRITERIA, GROUPS, HEADINGS
from municipalities.models import FouiContact
from partnership.common import norwegian
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def kari():
    return factories.contact("Kari Vik", factories.MunicipalityFactory(name="Frosta", slug="frosta"))


@pytest.fixture
def idea(kari):
    place = FouiContact.objects.get(terms__person=kari).municipality
    return factories.idea(place, proposal="Prøve sensorer.", affected="Elleve brukere")


@pytest.fixture
def outline(idea, kari):
    return outlining.start(idea=idea, by=kari)


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def section(outline: ProjectOutline, heading: str) -> OutlineSection:
    return outline.sections.get(heading=heading)


def address(outline: ProjectOutline, path: str) -> str:
    return reverse("ideas:outline_section", args=[outline.idea_id, path])


def test_no_page_asks_for_more_than_six_headings_and_none_stands_twice():
    assert [len(group.headings) <= 6 for group in GROUPS] == [True] * 3
    assert len({one.key for one in HEADINGS}) == len({one.path for one in HEADINGS}) == 15
    assert len({one.path for one in CRITERIA}) == 7


def test_an_outline_begins_with_what_the_idea_says(idea, kari):
    outline = outlining.start(idea=idea, by=kari)

    written = {one.heading: one.text for one in outline.sections.exclude(text="")}
    assert written == {
        "title": "Felles nattilsyn med sensorer",
        "problem": f"{idea.problem}\n\nDet gjelder: Elleve brukere",
        "activities": "Prøve sensorer.",
    }
    assert outline.sections.count() == 15


def test_starting_twice_gives_the_same_outline(idea, kari, outline):
    assert outlining.start(idea=idea, by=kari) == outline
    assert idea.events.filter(kind="outline").count() == 1


def test_a_closed_idea_gets_no_outline(idea, kari):
    idea.stage = "ended"
    idea.save()

    with pytest.raises(ValidationError, match="avsluttet"):
        outlining.start(idea=idea, by=kari)
    assert not ProjectOutline.objects.exists()


def test_two_who_write_different_sections_do_not_meet(outline, kari):
    per = factories.person("Per Aune")
    IdeaAccess.objects.create(idea=outline.idea, person=per, why="named")

    client_of(kari).post(address(outline, "mal"), {"text": "Trygge netter", "version": 1})
    client_of(per).post(address(outline, "tid"), {"text": "Ett år", "version": 1})

    assert section(outline, "goals").text == "Trygge netter"
    assert section(outline, "time").text == "Ett år"
    assert section(outline, "time").edited_by == per


def test_two_who_write_the_same_section_see_both_texts_and_lose_none(outline, kari):
    outlining.write(section=section(outline, "goals"), text="Pers mål", by=factories.person("Per Aune"))

    refused = client_of(kari).post(address(outline, "mal"), {"text": "Karis mål", "version": 1})

    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Pers mål" in page
    assert "Karis mål" in page
    assert section(outline, "goals").text == "Pers mål"
    client_of(kari).post(address(outline, "mal"), {"text": "Begges mål", "version": 2})
    goals = section(outline, "goals")
    assert goals.text == "Begges mål"
    assert [one.text for one in goals.replaced.all()] == ["Pers mål"]


def test_what_was_replaced_can_be_brought_back_and_replaces_nothing_for_good(outline, kari):
    outlining.write(section=section(outline, "goals"), text="Først", by=kari)
    outlining.write(section=section(outline, "goals"), text="Så", by=kari)
    earlier = section(outline, "goals").replaced.get()
    page = reverse("ideas:outline_earlier", args=[outline.idea_id, "mal"])

    assert "Først" in client_of(kari).get(page).content.decode()
    client_of(kari).post(page, {"tekst": earlier.pk})

    goals = section(outline, "goals")
    assert goals.text == "Først"
    assert {one.text for one in goals.replaced.all()} == {"Først", "Så"}


@pytest.mark.parametrize("number", ["", "abc", "9" * 40, "0"])
def test_an_earlier_text_that_is_none_is_not_found(outline, kari, number):
    page = reverse("ideas:outline_earlier", args=[outline.idea_id, "mal"])

    assert client_of(kari).post(page, {"tekst": number}).status_code == 404


def test_the_same_text_once_more_is_no_change(outline, kari):
    before = section(outline, "problem")

    outlining.write(section=before, text=before.text, by=kari)

    after = section(outline, "problem")
    assert (after.version, after.edited_by) == (1, None)


def test_other_line_ends_are_no_change(outline, kari):
    text = section(outline, "problem").text.replace("\n", "\r\n")

    client_of(kari).post(address(outline, "problem"), {"text": text, "version": 1})

    assert section(outline, "problem").version == 1


def test_saving_can_lead_to_the_next_heading(outline, kari):
    response = client_of(kari).post(address(outline, "mal"), {"text": "Mål", "version": 1, "valg": "neste"})

    assert response["Location"].startswith(address(outline, "nyhet"))


def test_a_text_that_is_too_long_is_refused_in_words_and_stays_in_the_field(outline, kari):
    response = client_of(kari).post(address(outline, "mal"), {"text": "langt " * 4000, "version": 1})

    assert response.status_code == 422
    assert "langt langt" in response.content.decode()
    assert section(outline, "goals").text == ""


def test_a_heading_that_is_none_is_not_found(outline, kari):
    assert client_of(kari).get(address(outline, "finnes-ikke")).status_code == 404


def test_who_wrote_last_and_when_stands_there(outline, kari):
    with freeze_time(norwegian.at(norwegian.today(), dt.time(14, 32))):
        outlining.write(section=section(outline, "goals"), text="Mål", by=kari)
        said = section(outline, "goals").last_written

    assert said == "Sist skrevet av Kari Vik kl. 14.32"
    OutlineSection.objects.update(edited_at=timezone.now() - dt.timedelta(days=3))
    assert norwegian.format_day(norwegian.today() - dt.timedelta(days=3)) in section(outline, "goals").last_written


def test_progress_is_said_in_words():
    assert outlining.progress(0) == "Ingenting er skrevet ennå"
    assert outlining.progress(8) == "Åtte av femten er skrevet"
    assert outlining.progress(14) == "Fjorten av femten er skrevet"
    assert outlining.progress(15) == "Alt er skrevet"


def test_the_broker_who_has_the_case_writes_and_one_who_does_not_may_not(outline):
    moen = factories.broker("Ola Moen")
    broker = Broker.objects.get(terms__person=moen)
    IdeaAccess.objects.create(idea=outline.idea, seat=broker, why="broker")
    asked = BrokerRequest.objects.create(idea=outline.idea, broker=broker, answer_by=norwegian.today())

    assert client_of(moen).get(address(outline, "mal")).status_code == 403

    asked.answer = "taken"
    asked.save()
    Idea.objects.update(stage="outline")
    assert client_of(moen).get(address(outline, "mal")).status_code == 200
    opening = reverse("ideas:outline_opening", args=[outline.idea_id])
    assert client_of(moen).post(opening, {"apen": "ja"}).status_code == 403


def test_others_who_see_the_idea_read_the_outline_only_when_it_is_open(outline, kari):
    outline.idea.visibility = "partnership"
    outline.idea.save()
    other = client_of(factories.contact())

    assert other.get(outline.get_absolute_url()).status_code == 403

    client_of(kari).post(reverse("ideas:outline_opening", args=[outline.idea_id]), {"apen": "ja"})
    assert other.get(outline.get_absolute_url()).status_code == 200
    assert other.get(address(outline, "mal")).status_code == 403
    assert outlining.set_open(outline=outline, is_open=True, by=kari) is False


def test_a_copy_fills_what_is_empty_and_overwrites_nothing(outline, kari):
    lena = factories.contact("Lena Sand")
    source = outlining.start(idea=factories.idea(title="Annen", visibility="partnership"), by=lena)
    outlining.write(section=section(source, "risk"), text="Personvern avklart", by=lena)
    outlining.set_open(outline=source, is_open=True, by=lena)
    page = reverse("ideas:outline_copying", args=[outline.idea_id])

    client_of(kari).post(page, {"source": source.pk})

    assert section(outline, "risk").text == "Personvern avklart"
    assert section(outline, "title").text == "Felles nattilsyn med sensorer"
    outline.refresh_from_db()
    assert outline.copied_from == source
    assert source.idea.number in client_of(kari).get(outline.get_absolute_url()).content.decode()
    assert outlining.copy(source=source, into=outline, by=kari) == 0


def test_what_is_closed_or_unseen_cannot_be_copied(outline, kari):
    closed = outlining.start(idea=factories.idea(visibility="partnership"), by=kari)
    unseen = outlining.start(idea=factories.idea(visibility="contact"), by=kari)
    outlining.set_open(outline=unseen, is_open=True, by=kari)
    page = reverse("ideas:outline_copying", args=[outline.idea_id])

    for source in (closed, unseen, outline):
        assert client_of(kari).post(page, {"source": source.pk}).status_code == 422
    with pytest.raises(ValidationError):
        outlining.copy(source=closed, into=outline, by=kari)


def test_a_criterion_is_answered_in_words_and_never_by_a_number(outline, kari):
    page = reverse("ideas:criterion", args=[outline.idea_id, "region"])

    client_of(kari).post(page, {"answer": "partly", "why": "Vi har ikke spurt naboene.", "seen": ""})

    outline.refresh_from_db()
    said = outlining.assessed(outline, "region")
    assert (said.words, said.why, said.by) == ("Delvis", "Vi har ikke spurt naboene.", "Kari Vik")
    assert client_of(kari).post(page, {"answer": "7", "seen": said.seen}).status_code == 422


def test_two_who_answer_the_same_criterion_see_both(outline, kari):
    per = factories.person("Per Aune")
    outlining.assess(outline=outline, criterion="region", answer="yes", why="Alle vil", seen="", by=per)
    page = reverse("ideas:criterion", args=[outline.idea_id, "region"])

    refused = client_of(kari).post(page, {"answer": "not_yet", "why": "Ingen vil", "seen": ""})

    assert refused.status_code == 422
    assert "Alle vil" in refused.content.decode()
    outline.refresh_from_db()
    seen = outlining.assessed(outline, "region").seen
    assert f'value="{seen}"' in refused.content.decode()
    client_of(kari).post(page, {"answer": "not_yet", "why": "Ingen vil", "seen": seen})
    outline.refresh_from_db()
    assert outlining.assessed(outline, "region").why == "Ingen vil"


def test_the_page_costs_the_same_however_much_is_written(outline, kari, django_assert_max_num_queries):
    for one in outline.sections.all():
        outlining.write(section=one, text="Skrevet " + one.heading, by=factories.person())
    client = client_of(kari)
    client.get(outline.get_absolute_url())

    with django_assert_max_num_queries(15):
        assert client.get(outline.get_absolute_url()).status_code == 200


def test_the_ideas_page_leads_to_the_outline_when_it_is_more_than_received(idea, kari):
    page = idea.get_absolute_url()
    assert "Start en prosjektskisse" not in client_of(kari).get(page).content.decode()

    type(idea).objects.filter(pk=idea.pk).update(stage="clarifying")

    assert "Start en prosjektskisse" in client_of(kari).get(page).content.decode()
    outlining.start(idea=idea, by=kari)
    assert "Tre av femten er skrevet" in client_of(kari).get(page).content.decode()
