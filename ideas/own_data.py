"""Everything ideas hold about one person, for the person's own export (GDPR articles 15 and 20)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet

from ideas.models import (
    Anchoring,
    Applause,
    Application,
    Attachment,
    BrokerRequest,
    Comment,
    Follow,
    Idea,
    IdeaAccess,
    IdeaEvent,
    IdeaSender,
    Intake,
    LeaderRequest,
    Lesson,
    Message,
    Note,
    OutlineSection,
    PassingOn,
    ProjectOutline,
    ReplacedText,
    SameNeed,
    StandingConsent,
    Support,
)
from ideas.querysets import IdeaQuerySet
from partnership.people.models import User


@dataclass(frozen=True)
class Act:
    """Something a person did: the column that says who, the one that says when, and what the person wrote there.

    ``about``: the path from the row to its idea, or to the municipality where it is about no one idea.
    """

    model: type[Model]
    who: str
    when: str
    texts: tuple[str, ...] = ()
    about: str = "idea"

    @property
    def column(self) -> str:
        """«PassingOn.asked_by»."""
        return f"{self.model.__name__}.{self.who}"


ACTS = (
    Act(Message, "by", "at", ("text",)),
    Act(Note, "by", "at", ("text",)),
    Act(Comment, "by", "at", ("text",)),
    Act(Attachment, "by", "at", ("name",)),
    Act(Anchoring, "by", "at", ("who", "case_number")),
    Act(LeaderRequest, "asked_by", "asked_at", ("name", "email", "summary")),
    Act(Application, "chosen_by", "chosen_at", ("chosen_why",)),
    Act(BrokerRequest, "asked_by", "asked_at", ("note",)),
    Act(BrokerRequest, "answered_by", "answered_at", ("text",)),
    Act(PassingOn, "asked_by", "asked_at", ("reason",)),
    Act(PassingOn, "answered_by", "answered_at", ("answer",)),
    Act(IdeaAccess, "given_by", "since"),
    Act(ProjectOutline, "started_by", "started_at"),
    Act(OutlineSection, "edited_by", "edited_at", ("heading", "text"), "outline__idea"),
    Act(ReplacedText, "edited_by", "edited_at", ("text",), "section__outline__idea"),
    Act(Lesson, "by", "at", ("title", "tried", "learned", "advice")),
    Act(Lesson, "thanks_asked_by", "thanks_asked_at"),
    Act(Applause, "person", "at", (), "lesson__idea"),
    Act(SameNeed, "proposed_by", "proposed_at", (), "first"),
    Act(SameNeed, "first_yes_by", "first_yes_at", (), "first"),
    Act(SameNeed, "second_yes_by", "second_yes_at", (), "second"),
    Act(StandingConsent, "given_by", "given_at", (), "municipality"),
)
# Told under a heading of their own in ``person_data``.
OTHERS = {
    "Idea.holder_person",
    "IdeaAccess.person",
    "IdeaEvent.by",
    "IdeaEvent.holder_person",
    "Support.person",
    "Follow.person",
}


def person_data(user: User) -> dict[str, list[dict[str, Any]]]:
    """Also what was sent in from the person's address, or was asked of the person as a leader."""
    email = user.email.lower()
    supported = Support.objects.filter(Q(person=user) | Q(email=email))
    named = IdeaAccess.objects.current().of_person(user)
    return {
        "ideas_sent": list(_sent(email)),
        "ideas_that_lie_with_you": _numbers(Idea.objects.filter(holder_person=user)),
        "ideas_you_are_named_on": _numbers(Idea.objects.filter(pk__in=named.values("idea"))),
        "what_you_did_with_ideas": [
            {"number": one.idea.number, "what": one.kind, "when": one.at, "why": one.reason, "told": one.told}
            for one in IdeaEvent.objects.filter(by=user).select_related("idea")
        ],
        "what_you_wrote_about_ideas": [row for act in ACTS for row in _done(act, user)],
        "ideas_you_support": list(_supported(user, supported)),
        "municipalities_you_follow": [
            {"municipality": one.municipality.name, "since": one.since}
            for one in Follow.objects.filter(person=user).select_related("municipality")
        ],
        "you_as_leader": [*_asked_as_leader(email), *_leader_of(email)],
        "your_words_in_self_assessments": list(_assessed(user)),
        "where_your_name_stands": list(_named(user)),
    }


def _sent(email: str) -> Iterator[dict[str, Any]]:
    for one in IdeaSender.objects.filter(email=email, forgotten_at__isnull=True).select_related("idea"):
        yield {
            "number": one.idea.number,
            "title": one.idea.title,
            "problem": one.idea.problem,
            "proposal": one.idea.proposal,
            "workplace": one.idea.workplace,
            "name": one.name,
            "talked_with_leader": one.talked_with_leader,
            "received": one.idea.received_at,
        }


def _numbers(ideas: IdeaQuerySet) -> list[dict[str, Any]]:
    return [{"number": idea.number, "title": idea.title} for idea in ideas.order_by("pk")]


def _supported(user: User, supports: QuerySet[Support]) -> Iterator[dict[str, Any]]:
    """That one supported it stays one's own; its title only while one sees it: it may have been narrowed since."""
    seen = set(Idea.objects.visible_to(user).filter(supports__in=supports).values_list("pk", flat=True))
    for idea in Idea.objects.filter(supports__in=supports).distinct().order_by("pk"):
        yield {"number": idea.number} | ({"title": idea.title} if idea.pk in seen else {})


def _done(act: Act, user: User) -> Iterator[dict[str, Any]]:
    rows = act.model._default_manager.filter(**{act.who: user}).select_related(act.about).order_by("pk")
    for row in rows:
        about: Any = row
        for step in act.about.split("__"):
            about = getattr(about, step)
        told: dict[str, Any] = {"about": str(about), "as": act.model._meta.model_name, "what": act.who}
        yield told | {"when": getattr(row, act.when)} | {name: getattr(row, name) for name in act.texts}


def _asked_as_leader(email: str) -> Iterator[dict[str, Any]]:
    for one in LeaderRequest.objects.to_address(email).select_related("idea"):
        yield {
            "number": one.idea.number,
            "name": one.name,
            "phone": one.phone,
            "asked": one.asked_at,
            "answer": one.answer,
        }


def _leader_of(email: str) -> Iterator[dict[str, Any]]:
    for one in Intake.objects.filter(leader_email__iexact=email).select_related("municipality"):
        yield {"municipality": one.municipality.name, "name": one.leader_name}


def _assessed(user: User) -> Iterator[dict[str, Any]]:
    for outline in ProjectOutline.objects.assessed_by(user.name).select_related("idea"):
        for criterion, said in outline.assessment.items():
            if said.get("by") == user.name:
                yield {"number": outline.idea.number, "about": criterion} | said


def _named(user: User) -> Iterator[dict[str, Any]]:
    """By name alone: who stands behind an idea, and who thanked for it."""
    for one in Anchoring.objects.filter(who__icontains=user.name).select_related("idea"):
        yield {"number": one.idea.number, "as": "anchoring", "who": one.who, "since": one.on}
    for thanks in Lesson.objects.filter(thanks_from__icontains=user.name).select_related("idea"):
        words = {"who": thanks.thanks_from, "text": thanks.thanks, "when": thanks.thanked_at}
        yield {"number": thanks.idea.number, "as": "thanks"} | words
