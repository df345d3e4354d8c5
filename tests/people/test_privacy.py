"""Being forgotten: two years after the last role, and two years after the meeting for guests."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.checks import run_checks
from django.utils import timezone

from meetings.invitations import inviting
from meetings.models import Answer, AudienceGuest, Invitation, JoinRequest
from meetings.planning import audience
from municipalities.models import FouiContact
from overview.models import ContactEnquiry
from partnership.common import norwegian
from partnership.mail import notices
from partnership.mail.models import OutgoingMail, SendAttempt, Suppression
from partnership.partners import checking
from partnership.people import privacy, proposals, tasks, terms
from partnership.people.models import User
from tests import factories
from tests.partners import money

pytestmark = pytest.mark.django_db

NAME, PHONE = "Kari Uvanlig Vik", "400 00 987"


def traces(*words: str) -> list[str]:
    """Every row of every model of the portal in which one of the words still stands."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in {"sessions", "contenttypes"}:
            continue
        for row in model._default_manager.all():
            text = json.dumps(json.loads(serializers.serialize("json", [row])), ensure_ascii=False).lower()
            found += [f"{model._meta.label}: {word}" for word in words if word.lower() in text]
    return found


@pytest.fixture
def kari():
    """With a trace in every place the portal writes a person down."""
    seat = FouiContact.objects.create(municipality=factories.MunicipalityFactory(name="Frosta"))
    person = factories.give(seat, factories.person(NAME, phone=PHONE))
    meeting = factories.meeting()
    chosen = audience.of(meeting)
    chosen.kinds = ["contact"]
    chosen.save()
    inviting.invite(meeting=meeting, by=None)
    Invitation.objects.update(phone=PHONE, comment=f"Hilsen {NAME}", withdrawn_reason=f"{NAME} kommer likevel.")
    Answer.objects.create(invitation=Invitation.objects.get(), reply="comes", comment=f"Hilsen {NAME}", source="link")
    other = factories.meeting(person, host_phone=PHONE)
    Invitation.objects.create(meeting=other, name=NAME, email=person.email, invited_at=timezone.now())
    AudienceGuest.objects.create(meeting=other, name=NAME, email=person.email.upper())
    JoinRequest.objects.create(meeting=other, name=NAME, email=person.email.upper(), message=f"Jeg er {NAME}")
    ContactEnquiry.objects.create(
        municipality=seat.municipality, name=NAME, email=person.email, phone=PHONE, sent_to="post@frosta.example"
    )
    colleague = factories.contact("Per Moen").terms.get()
    proposals.propose(term=colleague, on=norwegian.today(), name=NAME, email=person.email, phone=PHONE)
    notices.notify(person, "test", "en", "/", f"Til {NAME}")
    Suppression.objects.create(email=person.email, reason="550")
    SendAttempt.objects.create(
        mail=OutgoingMail.objects.filter(person=person).first(), outcome="refused", reply=f"550 <{person.email}>"
    )
    OutgoingMail.objects.filter(person=person).update(last_error=f"550 <{person.email}>")
    LogEntry.objects.create(
        user=person, content_type=ContentType.objects.get_for_model(User), object_id=str(person.pk), object_repr=NAME,
        action_flag=CHANGE,
    )  # fmt: skip
    FouiContact.objects.filter(pk=seat.pk).update(role_email=person.email)
    checking.checked(rows=[money.call(money.scheme(), last_checked=dt.date(2026, 1, 1))], by=person)
    terms.be_away(person=person, until=norwegian.today() + dt.timedelta(days=3))
    return person


def test_nothing_says_who_it_was_when_a_person_has_been_erased(kari):
    email = kari.email
    assert len(traces(NAME, email, PHONE)) > 12

    privacy.erase(person=kari)

    assert traces(NAME, email, PHONE) == []
    assert Invitation.objects.filter(person=kari).count() == 1
    assert Answer.objects.get().reply == "comes"
    assert not OutgoingMail.objects.filter(state="ready", person=kari).exists()


def test_the_others_keep_what_is_theirs(kari):
    per = factories.contact("Per Annen")
    meeting = factories.meeting()
    invitation = Invitation.objects.create(meeting=meeting, person=per, name=per.name, email=per.email)

    privacy.erase(person=kari)

    invitation.refresh_from_db()
    assert (invitation.name, invitation.email) == (per.name, per.email)


def test_guests_are_forgotten_two_years_after_the_meeting_by_the_daily_task():
    kept = {}
    for years in (1, 3):
        start = timezone.now() - dt.timedelta(days=365 * years)
        meeting = factories.meeting(start=start, end=start + dt.timedelta(hours=2), state="held")
        who = {"name": f"Gjest {years}", "email": f"gjest{years}@forskning.example"}
        Invitation.objects.create(meeting=meeting, phone=PHONE, reply="comes", **who)
        JoinRequest.objects.create(meeting=meeting, **who)
        AudienceGuest.objects.create(meeting=meeting, **who)
        kept[years] = meeting

    for _again in range(2):
        tasks.daily()

    assert traces("Gjest 3", "gjest3@") == []
    assert kept[3].invitations.get().reply == "comes"
    assert kept[1].invitations.get().name == "Gjest 1"
    assert (kept[1].guests.count(), kept[3].guests.count()) == (1, 0)


def test_mails_and_settled_questions_are_forgotten_after_two_years():
    place = factories.MunicipalityFactory()
    long_ago = timezone.now() - dt.timedelta(days=800)
    factories.contact(NAME)
    terms.appoint(seat=FouiContact.objects.create(municipality=place), person=User.objects.get(name=NAME), by=None)
    OutgoingMail.objects.update(created_at=long_ago, state="sent")
    ContactEnquiry.objects.create(
        municipality=place, name="Gammel Kontakt", email="g@k.example", answered_by="Arkivet Aas",
        sent_to="post@k.example", closed_at=long_ago,
    )  # fmt: skip

    tasks.daily()

    assert OutgoingMail.objects.exclude(to_email="slettet@portal.invalid").count() == 0
    assert traces("Gammel Kontakt", "g@k.example", "Arkivet Aas") == []
    assert User.objects.filter(name=NAME).exists()


@pytest.mark.parametrize("name", ["ERASE", "FORGET"])
def test_a_wrong_path_among_those_that_erase_stops_the_start(settings, name):
    setattr(settings, name, ["meetings.privacy.finnes_ikke"])

    assert [error.id for error in run_checks() if error.id == "common.E001"] == ["common.E001"]
