"""How a person is taken out of what meetings hold: that somebody answered remains, not who.

What was written for the meeting (notes, agreements, minutes) is the meeting's and stays, by a «former participant»:
the sign-in row it points at is emptied (``people.privacy``). ``own_data`` gives it all out.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from meetings.models import (
    Answer,
    AudienceGuest,
    BroughtCase,
    Feedback,
    FollowUp,
    IdeaProposal,
    Invitation,
    JoinRequest,
    Meeting,
    MeetingDay,
    NoteField,
    NoteVersion,
    PracticalNeed,
    Remark,
)
from partnership.common import norwegian
from partnership.people.models import User


def erase(person: User, addresses: set[str]) -> None:
    """``addresses`` in lower case: the person may also have been a guest."""
    _blank_invitations(Invitation.objects.of_person_or_address(person, addresses))
    for address in addresses:
        _blank_requests(JoinRequest.objects.filter(email__iexact=address))
        AudienceGuest.objects.filter(email__iexact=address).delete()
    _unname_notes(NoteVersion.objects.filter(by=person))
    IdeaProposal.objects.filter(by=person).update(by_name="")
    # What is left to do falls to the host: nobody else would see it.
    host = Meeting.objects.filter(pk=OuterRef("meeting")).values("host")
    FollowUp.objects.filter(person=person).open().update(person=Subquery(host))
    Meeting.objects.filter(host=person).update(host_phone="")
    Meeting.history.filter(host_id=person.pk).update(host_phone="")


def forget(before: dt.date) -> None:
    """Guests of meetings that were over before the day, and what was written there without a name."""
    over = Meeting.objects.over_before(norwegian.at(before, dt.time())).values("pk")
    _blank_invitations(Invitation.objects.of_guests().filter(meeting__in=over))
    _blank_requests(JoinRequest.objects.filter(meeting__in=over).exclude(email__endswith=_NOBODY))
    AudienceGuest.objects.filter(meeting__in=over).delete()
    Feedback.objects.of_meetings(over).update(differently="")
    MeetingDay.objects.filter(meeting__in=over).update(walk_ins=[])


_NOBODY = "@portal.invalid"


def _nobody() -> Concat:
    """One an invitation: addresses are told apart within a meeting."""
    return Concat(Value("slettet-"), Cast("pk", CharField()), Value(_NOBODY))


def _blank_invitations(rows: QuerySet[Invitation]) -> None:
    name = _("Former participant")
    rows = Invitation.objects.filter(pk__in=list(rows.values_list("pk", flat=True)))
    Answer.objects.filter(invitation__in=rows).update(comment="")
    _unname_notes(NoteVersion.objects.filter(by_invitation__in=rows))
    BroughtCase.objects.filter(invitation__in=rows).delete()
    PracticalNeed.objects.filter(invitation__in=rows).delete()
    IdeaProposal.objects.filter(invitation__in=rows).update(by_name="")
    # That there was a remark, and what it was answered, belongs to the minutes.
    Remark.objects.filter(invitation__in=rows).update(text="")
    rows.update(
        name=name, sort_name=norwegian.sort_key(name), email=_nobody(), phone="", comment="", withdrawn_reason="",
        feedback_on=None, link_version=F("link_version") + 1,
    )  # fmt: skip


def _unname_notes(versions: QuerySet[NoteVersion]) -> None:
    """Also under the field itself, where the last one to write is named."""
    pks = list(versions.values_list("pk", flat=True))
    for name in NoteVersion.objects.filter(pk__in=pks).values_list("by_name", flat=True).distinct():
        NoteField.objects.filter(versions__in=pks, changed_by=name).update(changed_by="")
    NoteVersion.objects.filter(pk__in=pks).update(by_name="")


def _blank_requests(rows: QuerySet[JoinRequest]) -> None:
    rows.update(name=_("Former participant"), email=_nobody(), organisation="", message="")
