"""Everything meetings hold about one person, for the person's own export (GDPR articles 15 and 20)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q

from meetings.models import (
    Agreement,
    Answer,
    AudienceGuest,
    BroughtCase,
    FollowUp,
    GroupMember,
    IdeaProposal,
    Invitation,
    JoinRequest,
    Material,
    Meeting,
    MeetingMessage,
    Minutes,
    MinutesVersion,
    NoteVersion,
    PastImport,
    PracticalNeed,
    ProgrammeItem,
    Remark,
    SpeakerRequest,
    Wish,
    WorkGroup,
)
from partnership.people.models import User


@dataclass(frozen=True)
class Act:
    """Something of a person's: the column that says whose (a person or an invitation), the one that says when, and
    what stands there. ``about``: the path from the row to what is named."""

    model: type[Model]
    who: str
    when: str = ""
    texts: tuple[str, ...] = ()
    about: str = "meeting"

    @property
    def column(self) -> str:
        """«FollowUp.person»."""
        return f"{self.model.__name__}.{self.who}"


ACTS = (
    Act(Meeting, "created_by", "created_at", about=""),
    Act(Material, "added_by", "added_at", ("title",)),
    Act(MeetingMessage, "by", "at", ("kind", "text")),
    Act(ProgrammeItem, "presenter", "", ("title", "description")),
    Act(SpeakerRequest, "asked_by", "asked_at", ("about",)),
    Act(SpeakerRequest, "answered_by", "answered_at", ("answer",)),
    Act(JoinRequest, "answered_by", "answered_at", ("state",)),
    Act(Answer, "by", "at", ("reply", "attends", "comment"), "invitation__meeting"),
    Act(GroupMember, "invitation", about="group"),
    Act(WorkGroup, "facilitator", about=""),
    Act(WorkGroup, "note_taker", about=""),
    Act(NoteVersion, "by", "at", ("text",), "field"),
    Act(NoteVersion, "by_invitation", "at", ("text",), "field"),
    Act(Agreement, "by", "at", ("text",)),
    Act(FollowUp, "person", "at", ("text", "due", "done_at", "done_note")),
    Act(FollowUp, "by", "at", ("text", "due")),
    Act(FollowUp, "done_by", "done_at", ("text", "done_note")),
    Act(IdeaProposal, "by", "at", ("text", "state")),
    Act(IdeaProposal, "invitation", "at", ("text", "state")),
    Act(IdeaProposal, "answered_by", "answered_at", ("state", "reason")),
    Act(Minutes, "author", "published_at"),
    Act(MinutesVersion, "by", "at", ("number", "why"), "minutes"),
    Act(PastImport, "by", "at", about="partner"),
)
# Told under a heading of their own in ``person_data``.
OTHERS = {
    "Meeting.host",
    "Invitation.person",
    "Answer.invitation",
    "Wish.invitation",
    "BroughtCase.invitation",
    "PracticalNeed.invitation",
    "Remark.invitation",
}
HOSTED = ("title", "start", "host_phone")
CASE = ("text", "wants_idea", "at")
NEED = ("captions", "sign_language", "access", "food")
REMARK = ("text", "at", "answer")
ANSWER = ("reply", "attends", "source", "at", "comment")
GUEST = ("meeting__title", "name", "email", "role", "organisation")


def person_data(user: User) -> dict[str, list[dict[str, Any]]]:
    """Also where the person was a guest, by the address."""
    email = user.email.lower()
    mine = {"invitation__person": user}
    return {
        "meetings_you_host": list(Meeting.objects.filter(host=user).values(*HOSTED)),
        "invitations": [_invited(one) for one in Invitation.objects.of(user).select_related("meeting")],
        "answers": list(Answer.objects.filter(**mine).values(*ANSWER)),
        "themes_of_interest": [
            {"meeting": one.invitation.meeting.title, "theme": one.theme.name}
            for one in Wish.objects.filter(**mine).select_related("invitation__meeting", "theme")
        ],
        "cases_you_brought": list(BroughtCase.objects.filter(**mine).values(*CASE)),
        "practical_needs": list(PracticalNeed.objects.filter(**mine).values(*NEED)),
        "remarks": list(Remark.objects.filter(**mine).values(*REMARK)),
        "what_you_did_with_meetings": [row for act in ACTS for row in _done(act, user)],
        "you_as_guest": [
            *AudienceGuest.objects.filter(email__iexact=email).values(*GUEST),
            *JoinRequest.objects.filter(email__iexact=email).values(*GUEST, "message", "state", "asked_at"),
        ],
    }


def _invited(one: Invitation) -> dict[str, Any]:
    return {
        "meeting": one.meeting.title,
        "start": one.meeting.start,
        "name": one.name,
        "email": one.email,
        "phone": one.phone,
        "organisation": one.organisation,
        "invited": one.invited_at,
        "answer": one.reply,
        "attends": one.attends,
        "message": one.comment,
        "answered": one.replied_at,
        "attendance": one.attendance,
        "answered_the_questions": one.feedback_on,
        "taken_back": one.withdrawn_at,
    }


def _done(act: Act, user: User) -> Iterator[dict[str, Any]]:
    """An answer given for somebody else does not name them."""
    field = act.model._meta.get_field(act.who)
    who = Q(**{f"{act.who}__person" if field.related_model is Invitation else act.who: user})
    rows = act.model._default_manager.filter(who).order_by("pk")
    for row in rows.select_related(act.about) if act.about else rows:
        about: Any = row
        for step in filter(None, act.about.split("__")):
            about = getattr(about, step)
        told: dict[str, Any] = {"about": str(about), "as": act.model._meta.model_name, "what": act.who}
        when = {"when": getattr(row, act.when)} if act.when else {}
        yield told | when | {name: getattr(row, name) for name in act.texts}
