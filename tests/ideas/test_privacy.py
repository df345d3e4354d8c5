"""What ideas hold about people: given out, erased, and forgotten when it is long over."""

from __future__ import annotations

import datetime as dt

import pytest
from django.apps import apps
from django.utils import timezone

from ideas import own_data, privacy
from ideas.life import moving
from ideas.models import (
    Applause,
    EventKind,
    Follow,
    Idea,
    IdeaSender,
    Intake,
    LeaderRequest,
    Lesson,
    Message,
    Note,
    OutlineSection,
    ProjectOutline,
    ReplacedText,
    SameNeed,
    Support,
)
from ideas.money import anchoring
from ideas.together import passing_on
from partnership.common import contributions, norwegian
from partnership.people import privacy as people_privacy
from partnership.people.models import User
from tests import factories
from tests.people.test_privacy import traces

pytestmark = pytest.mark.django_db

EMAIL = "siv.uvanlig@frosta.example"


@pytest.fixture
def place():
    return factories.MunicipalityFactory(name="Frosta", slug="frosta")


def sent(place) -> Idea:
    idea = factories.idea(place, sender=EMAIL, workplace="Uvanlig bosenter")
    IdeaSender.objects.update(name="Siv Uvanlig", talked_with_leader="yes")
    Message.objects.create(idea=idea, text="Hilsen Siv Uvanlig", is_senders=True)
    Support.objects.create(idea=idea, email=EMAIL)
    return idea


def test_an_erased_person_leaves_number_and_history_and_no_trace(place):
    person = factories.contact("Siv Uvanlig", place)
    person.email = EMAIL
    person.save()
    idea = sent(place)
    mine = factories.idea(place, holder_seat=None, holder_person=person)
    Intake.objects.update(leader_name="Siv Uvanlig", leader_email=EMAIL)
    stored = Intake.objects.get()
    stored.save()

    people_privacy.erase(person=person)

    idea.refresh_from_db()
    mine.refresh_from_db()
    assert traces("uvanlig") == []
    assert (idea.number, idea.sender.gets_mail, idea.events.count()) == (idea.number, False, 2)
    assert mine.holder_person is None
    assert Intake.objects.get().leader_email == ""


def test_the_export_tells_what_was_sent_done_and_written(place):
    kari = factories.contact("Kari Vik", place)
    idea = factories.idea(place, sender=kari.email)
    moving.move(idea=idea, to="ended", by=kari, reason="Finnes allerede.")
    Note.objects.create(idea=idea, text="Husk budsjettet", by=kari)

    found = contributions.person_data(kari)

    assert [one["number"] for one in found["ideas_sent"]] == [idea.number]
    assert [one["why"] for one in found["what_you_did_with_ideas"]] == ["Finnes allerede."]
    assert [one["text"] for one in found["what_you_wrote_about_ideas"]] == ["Husk budsjettet"]


def test_senders_of_what_was_over_long_ago_are_forgotten_and_others_are_not(place):
    kari = factories.contact("Kari Vik", place)
    old, open_one = sent(place), factories.idea(place, sender="per@frosta.example")
    moving.move(idea=old, to="ended", by=kari, reason="Finnes allerede.")
    Idea.objects.filter(pk=old.pk).update(stage_since=timezone.now() - dt.timedelta(days=800))
    link = old.sender.link_version

    for _again in range(2):
        privacy.forget(norwegian.today() - dt.timedelta(days=730))

    old.sender.refresh_from_db()
    assert (old.sender.name, old.sender.link_version) == ("", link + 1)
    assert not Support.objects.exists()
    assert IdeaSender.objects.get(idea=open_one).email == "per@frosta.example"


# Columns that say who, and that nobody is given out by: why not.
NOT_GIVEN_OUT = {
    "HistoricalIntake.history_user": "who changed a setting of the municipality; the log of the workroom tells it",
}


def test_every_column_that_names_a_person_is_given_out_or_left_for_a_reason():
    columns = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("ideas").get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model is User
    }
    given_out = {act.column for act in own_data.ACTS} | own_data.OTHERS

    assert len(columns) > 20
    assert columns - given_out == set(NOT_GIVEN_OUT)
    assert given_out <= columns


@pytest.fixture
def busy(place):
    """Kari, with something in every place that says who."""
    kari, other = factories.contact("Kari Uvanlig Vik", place), factories.contact("Per Moen")
    idea, theirs = factories.idea(place), factories.idea()
    moving.move(idea=idea, to="trying", by=kari, next_date=norwegian.add_working_days(norwegian.today(), 5))
    passing_on.ask(idea=idea, to=other.terms.get().seat.fouicontact.municipality, reason="Hører til dere.", by=kari)
    lesson = Lesson.objects.create(
        idea=idea, title="Lært", learned="Mye", by=kari, thanks="Takk.", thanks_from="Kari Uvanlig Vik, direktør"
    )
    Applause.objects.create(lesson=lesson, person=kari)
    Follow.objects.create(municipality=place, person=kari)
    first, second = sorted([idea, theirs], key=lambda one: one.pk)
    SameNeed.objects.create(first=first, second=second, proposed_by=kari, first_yes_by=kari)
    said = {"answer": "yes", "why": "Ja", "by": kari.name, "at": "2027-01-04"}
    outline = ProjectOutline.objects.create(idea=idea, started_by=kari, assessment={"need": said})
    section = OutlineSection.objects.create(outline=outline, heading="need", text="Nytt", edited_by=kari)
    ReplacedText.objects.create(section=section, text="Gammelt", edited_by=kari, edited_at=timezone.now())
    request = anchoring.ask_leader(idea=idea, name=kari.name, email=kari.email, summary="To linjer", by=other)
    anchoring.want_call(request=request, phone="400 00 987")
    anchoring.stand_behind(request=request, name=kari.name)
    return kari


def test_what_somebody_did_wrote_and_was_asked_is_given_out(busy):
    found = contributions.person_data(busy)

    did = {(row["as"], row["what"]) for row in found["what_you_wrote_about_ideas"]}
    assert {
        ("passingon", "asked_by"), ("lesson", "by"), ("applause", "person"), ("sameneed", "proposed_by"),
        ("sameneed", "first_yes_by"), ("outlinesection", "edited_by"), ("replacedtext", "edited_by"),
        ("projectoutline", "started_by"),
    } <= did  # fmt: skip
    assert {"Gammelt", "Nytt"} <= {row.get("text") for row in found["what_you_wrote_about_ideas"]}
    assert [row["phone"] for row in found["you_as_leader"]] == ["400 00 987"]
    assert [row["why"] for row in found["your_words_in_self_assessments"]] == ["Ja"]
    assert {row["as"] for row in found["where_your_name_stands"]} == {"anchoring", "thanks"}
    assert len(found["municipalities_you_follow"]) == 1


def test_erasing_empties_names_addresses_and_telephones_and_keeps_what_was_done(busy):
    address = busy.email
    assert len(traces("uvanlig", "400 00 987")) > 5

    people_privacy.erase(person=busy)

    assert traces("uvanlig", "400 00 987", address) == []
    assert not Applause.objects.exists()
    assert (Lesson.objects.get().learned, SameNeed.objects.count()) == ("Mye", 1)
    assert ProjectOutline.objects.get().assessment["need"]["why"] == "Ja"


def test_a_leader_who_was_asked_about_what_is_long_over_is_forgotten_and_the_link_closes(place):
    kari = factories.contact("Kari Vik", place)
    idea = factories.idea(place)
    for number in (1, 2):
        anchoring.ask_leader(
            idea=idea, name=f"Rita Uvanlig {number}", email=f"rita{number}@frosta.example", summary="To", by=kari
        )
    anchoring.want_call(request=LeaderRequest.objects.get(name="Rita Uvanlig 2"), phone="400 00 987")
    moving.move(idea=idea, to="ended", by=kari, reason="Finnes allerede.")
    Idea.objects.filter(pk=idea.pk).update(stage_since=timezone.now() - dt.timedelta(days=800))

    for _again in range(2):
        privacy.forget(norwegian.today() - dt.timedelta(days=730))

    rows = LeaderRequest.objects.order_by("pk")
    assert [(one.name, one.phone, one.answer, one.link_version) for one in rows] == [
        ("", "", "taken_back", 2), ("", "", "call", 2)
    ]  # fmt: skip
    assert not idea.events.filter(kind=EventKind.ANCHORED, reason__contains="Uvanlig").exists()
