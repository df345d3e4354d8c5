"""What meetings hold about a person: all of it is given out, and taken away where it says who."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models

from meetings import own_data, privacy
from meetings.after import agreeing, following_up
from meetings.after.following_up import Responsible
from meetings.models import (
    Answer,
    FollowUp,
    GroupMember,
    IdeaProposal,
    Invitation,
    JoinRequest,
    Minutes,
    NoteField,
    NoteVersion,
    PastImport,
    WorkGroup,
)
from partnership.common import contributions, norwegian
from partnership.people import privacy as people_privacy
from partnership.people.models import User
from tests import factories

pytestmark = pytest.mark.django_db
NOT_GIVEN_OUT = {
    "HistoricalMeeting.host": "a copy of Meeting.host",
    "HistoricalMeeting.created_by": "a copy of Meeting.created_by",
    "HistoricalMeeting.history_user": "the log of the case, the partner's own",
    "Audience.persons": "becomes an invitation, which is given out; before that it is a plan",
    "Audience_persons.user": "the same",
    "Invitation.replaces": "of somebody else",
    "Invitation.brought_by": "of somebody else",
    "PracticalNeed.host": "to whom somebody else said it",
    "DatePoll.asked_by": "given out by meetings.dates.privacy",
    "AskedPerson.person": "given out by meetings.dates.privacy",
}
# Text columns that hold who somebody is: what empties them, or why they stay.
NAMES = {
    "HistoricalMeeting.host_phone": "erase",
    "HistoricalMeeting.join_phone": "the meeting's",
    "Meeting.host_phone": "erase",
    "Meeting.join_phone": "the meeting's",
    "AudienceGuest.name": "erase",
    "AskedPerson.name": "meetings.dates.privacy",
    "AskedPerson.sort_name": "meetings.dates.privacy",
    "AskedPerson.email": "meetings.dates.privacy",
    "AudienceGuest.email": "erase",
    "JoinRequest.name": "erase",
    "JoinRequest.email": "erase",
    "Invitation.name": "erase",
    "Invitation.sort_name": "erase",
    "Invitation.email": "erase",
    "Invitation.phone": "erase",
    "Invitation.organizer_email": "the portal's own address",
    "NoteField.changed_by": "erase",
    "NoteVersion.by_name": "erase",
    "IdeaProposal.by_name": "erase",
    "ProgrammeItem.presenter_name": "the programme was published, and says who spoke",
}


def columns():
    for model in apps.get_app_config("meetings").get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if field.concrete:
                yield f"{model.__name__}.{field.name}", field


def test_every_column_that_names_a_person_is_given_out_or_left_for_a_reason():
    found = {name for name, field in columns() if field.related_model in (User, Invitation)}
    given_out = {act.column for act in own_data.ACTS} | own_data.OTHERS

    assert found - given_out == set(NOT_GIVEN_OUT)
    assert given_out <= found


def test_every_column_that_holds_a_name_or_an_address_is_emptied_or_stays_for_a_reason():
    words = ("name", "email", "phone", "changed_by")
    texts = {name for name, field in columns() if isinstance(field, models.CharField)}

    assert {name for name in texts if any(word in name.split(".")[1] for word in words)} == set(NAMES)


@pytest.fixture
def kari():
    return factories.contact("Kari Uvanlig Vik")


@pytest.fixture
def meeting(kari):
    """Where Kari has a part in everything."""
    made = factories.meeting(state="held")
    place = kari.terms.get().seat.fouicontact.municipality
    mine = Invitation.objects.create(meeting=made, person=kari, name=kari.name, email=kari.email, reply="comes")
    guest = Invitation.objects.create(meeting=made, name="Gunn Ness", email="gunn@sintef.example", reply="comes")
    Answer.objects.create(invitation=guest, reply="comes", source="organiser", by=kari)
    group = WorkGroup.objects.create(meeting=made, number=1, facilitator=mine, note_taker=mine)
    GroupMember.objects.create(group=group, invitation=mine)
    note = NoteField.objects.create(group=group, text="Deres ord", version=1, changed_by=kari.name)
    NoteVersion.objects.create(
        field=note, version=1, text="Mine ord i gruppen", by_name=kari.name, by=kari, by_invitation=mine
    )
    NoteVersion.objects.create(field=note, version=2, text="Som arrangør", by_name=kari.name, by=kari)
    agreeing.agree(meeting=made, text="Enige om dette", by=kari)
    task = following_up.add(
        meeting=made, text="Ringe NTNU", to=Responsible(person=kari), due=norwegian.today(), by=kari
    )
    following_up.add(meeting=made, text="Skrive brev", to=Responsible(person=kari), due=norwegian.today(), by=kari)
    following_up.mark_done(follow_up=task, by=kari, note="Ringte mandag")
    IdeaProposal.objects.create(
        meeting=made, municipality=place, text="Nattilsyn", by=kari, by_name=kari.name, invitation=mine,
        answered_by=kari, reason="Ikke nå",
    )  # fmt: skip
    minutes = Minutes.objects.create(meeting=made, author=kari, text="Referat")
    minutes.versions.create(number=1, text="Referat", by=kari)
    made.programme.create(title="Kari forteller", minutes=10, presenter=kari)
    JoinRequest.objects.create(meeting=made, name="Kari", email=kari.email.upper(), message="Får jeg være med?")
    PastImport.objects.create(partner=made.owner_partner, by=kari)
    return made


def test_all_that_somebody_did_is_in_their_own_export(meeting, kari):
    data = own_data.person_data(kari)

    done = {f"{row['as']}.{row['what']}" for row in data["what_you_did_with_meetings"]}
    assert done == {
        "answer.by", "groupmember.invitation", "workgroup.facilitator", "workgroup.note_taker", "noteversion.by",
        "noteversion.by_invitation", "agreement.by", "followup.person", "followup.by", "followup.done_by",
        "ideaproposal.by", "ideaproposal.invitation", "ideaproposal.answered_by", "minutes.author",
        "minutesversion.by", "programmeitem.presenter", "pastimport.by",
    }  # fmt: skip
    said = str(data)
    for words in ("Mine ord i gruppen", "Enige om dette", "Ringte mandag", "Ikke nå", "Får jeg være med?"):
        assert words in said
    assert "Gunn" not in said
    assert data["meetings_you_host"] == []
    assert contributions.person_data(kari)["you_as_guest"] == data["you_as_guest"]


def test_nothing_of_the_meetings_names_who_is_erased(meeting, kari):
    people_privacy.erase(person=kari)

    for model in apps.get_app_config("meetings").get_models():
        for row in model._default_manager.values():
            assert "Uvanlig" not in str(row), model
    assert NoteField.objects.get().text == "Deres ord"


def test_what_is_left_to_do_falls_to_the_host_and_what_is_done_stays(meeting, kari):
    privacy.erase(kari, {kari.email})

    assert set(FollowUp.objects.values_list("text", "person")) == {
        ("Ringe NTNU", kari.pk), ("Skrive brev", meeting.host_id),
    }  # fmt: skip


def test_a_guests_notes_lose_the_name_with_the_guest(meeting, kari):
    guest = meeting.invitations.get(name="Gunn Ness")
    note = NoteField.objects.get()
    NoteVersion.objects.create(field=note, version=3, text="Mer", by_name=guest.name, by_invitation=guest)
    NoteField.objects.update(changed_by=guest.name)

    privacy.erase(factories.person(), {guest.email})

    assert list(NoteVersion.objects.values_list("by_name", flat=True)) == [kari.name, kari.name, ""]
    assert NoteField.objects.get().changed_by == ""
