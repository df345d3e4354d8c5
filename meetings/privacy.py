"""What meetings hold about a person, and how it is forgotten: that somebody answered remains, not who."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from meetings.models import (
    Answer,
    AudienceGuest,
    BroughtCase,
    Feedback,
    IdeaProposal,
    Invitation,
    JoinRequest,
    Meeting,
    MeetingDay,
    PracticalNeed,
    Remark,
    Wish,
)
from partnership.common import norwegian
from partnership.people.models import User

REMARK = ("text", "at", "answer")
ANSWER = ("reply", "source", "at", "comment")


def person_data(user: User) -> dict[str, list[dict[str, Any]]]:
    invitations = Invitation.objects.of(user).select_related("meeting", "brought_case", "practical_need")
    wished = Wish.objects.filter(invitation__person=user).values("invitation__meeting__title", "theme__name")
    return {
        "invitations": [
            {
                "meeting": one.meeting.title,
                "start": one.meeting.start,
                "invited": one.invited_at,
                "answer": one.reply,
                "message": one.comment,
                "answered": one.replied_at,
                "attendance": one.attendance,
                "answered_the_questions": one.feedback_on,
                **_said_beside(one),
            }
            for one in invitations
        ],
        "themes_of_interest": [
            {"meeting": row["invitation__meeting__title"], "theme": row["theme__name"]} for row in wished
        ],
        "remarks": [dict(row) for row in Remark.objects.filter(invitation__person=user).values(*REMARK)],
        "answers": [dict(row) for row in Answer.objects.filter(invitation__person=user).values(*ANSWER)],
    }


def _said_beside(invitation: Invitation) -> dict[str, Any]:
    found: dict[str, Any] = {}
    case, need = getattr(invitation, "brought_case", None), getattr(invitation, "practical_need", None)
    if case is not None:
        found["case"] = case.text
    if need is not None:
        found |= {name: getattr(need, name) for name in ("captions", "sign_language", "access", "food")}
    return found


def erase(person: User, addresses: set[str]) -> None:
    """``addresses`` in lower case: the person may also have been a guest."""
    _blank_invitations(Invitation.objects.of_person_or_address(person, addresses))
    for address in addresses:
        _blank_requests(JoinRequest.objects.filter(email__iexact=address))
        AudienceGuest.objects.filter(email__iexact=address).delete()
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
    BroughtCase.objects.filter(invitation__in=rows).delete()
    PracticalNeed.objects.filter(invitation__in=rows).delete()
    IdeaProposal.objects.filter(invitation__in=rows).update(by_name="")
    # That there was a remark, and what it was answered, belongs to the minutes.
    Remark.objects.filter(invitation__in=rows).update(text="")
    rows.update(
        name=name, sort_name=norwegian.sort_key(name), email=_nobody(), phone="", comment="", withdrawn_reason="",
        feedback_on=None, link_version=F("link_version") + 1,
    )  # fmt: skip


def _blank_requests(rows: QuerySet[JoinRequest]) -> None:
    rows.update(name=_("Former participant"), email=_nobody(), organisation="", message="")
