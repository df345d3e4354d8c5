"""What meetings hold about a person, and how it is forgotten: that somebody answered remains, not who."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from meetings.models import Answer, AudienceGuest, Invitation, JoinRequest, Meeting
from partnership.common import norwegian
from partnership.people.models import User

ANSWER = ("reply", "source", "at", "comment")


def person_data(user: User) -> dict[str, list[dict[str, Any]]]:
    invitations = Invitation.objects.of(user).select_related("meeting")
    return {
        "invitations": [
            {
                "meeting": one.meeting.title,
                "start": one.meeting.start,
                "invited": one.invited_at,
                "answer": one.reply,
                "message": one.comment,
                "answered": one.replied_at,
            }
            for one in invitations
        ],
        "answers": [dict(row) for row in Answer.objects.filter(invitation__person=user).values(*ANSWER)],
    }


def erase(person: User, addresses: set[str]) -> None:
    """``addresses`` in lower case: the person may also have been a guest."""
    _blank_invitations(Invitation.objects.of_person_or_address(person, addresses))
    for address in addresses:
        _blank_requests(JoinRequest.objects.filter(email__iexact=address))
        AudienceGuest.objects.filter(email__iexact=address).delete()
    Meeting.objects.filter(host=person).update(host_phone="")
    Meeting.history.filter(host_id=person.pk).update(host_phone="")


def forget(before: dt.date) -> None:
    """Guests of meetings that were over before the day."""
    over = Meeting.objects.over_before(norwegian.at(before, dt.time())).values("pk")
    _blank_invitations(Invitation.objects.of_guests().filter(meeting__in=over))
    _blank_requests(JoinRequest.objects.filter(meeting__in=over).exclude(email__endswith=_NOBODY))
    AudienceGuest.objects.filter(meeting__in=over).delete()


_NOBODY = "@portal.invalid"


def _nobody() -> Concat:
    """One an invitation: addresses are told apart within a meeting."""
    return Concat(Value("slettet-"), Cast("pk", CharField()), Value(_NOBODY))


def _blank_invitations(rows: QuerySet[Invitation]) -> None:
    name = _("Former participant")
    rows = Invitation.objects.filter(pk__in=list(rows.values_list("pk", flat=True)))
    Answer.objects.filter(invitation__in=rows).update(comment="")
    rows.update(
        name=name, sort_name=norwegian.sort_key(name), email=_nobody(), phone="", comment="", withdrawn_reason=""
    )


def _blank_requests(rows: QuerySet[JoinRequest]) -> None:
    rows.update(name=_("Former participant"), email=_nobody(), organisation="", message="")
