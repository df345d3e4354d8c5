"""What the archive holds of a municipality: one part a table, with the columns that go out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from brokers.models import BrokeringEntry
from ideas.models import (
    Anchoring,
    Application,
    Attachment,
    BrokerRequest,
    Comment,
    EventKind,
    Idea,
    IdeaEvent,
    IdeaSender,
    LeaderRequest,
    Lesson,
    Message,
    Note,
    OutlineSection,
    PassingOn,
)
from ideas.money import outline_headings
from meetings.models import FollowUp, Invitation, Meeting, MinutesVersion
from municipalities.barometer import drawing, results
from municipalities.models import Experience, ExperiencePicture, FouiContact, Municipality, Strategy, Survey, Trial
from municipalities.models.strategy import Goal, Measure, Milestone, Phase, StrategyDocument, StrategyReader
from overview.models import GoalTie
from partnership.people.models import RoleTerm, User

_IDEA = ("idea__year", "idea__serial")


@dataclass(frozen=True)
class Part:
    """``file``: the name without ending. ``columns``: paths of fields. ``files``: the column of a stored file, which
    goes along as it is under ``filer/<file>/<key>-<name>``. ``codes``: what a column's values mean, where the field
    itself does not know them."""

    file: str
    title: str
    rows: QuerySet[Any]
    columns: tuple[str, ...]
    files: str = ""
    codes: dict[str, Iterable[tuple[str, Any]]] = field(default_factory=dict)

    @property
    def model(self) -> type[Model]:
        found: type[Model] = self.rows.model
        return found


@dataclass(frozen=True)
class Counted:
    """What is worked out from rows that do not go out. ``columns``: with what each is."""

    file: str
    title: str
    columns: dict[str, str]
    lines: list[tuple[Any, ...]]
    files: str = ""


def parts(place: Municipality, person: User) -> Iterator[Part | Counted]:
    """For the municipality's own contact or deputy. Meetings are those the person sees."""
    ideas = Idea.objects.visible_to(person).of_municipality(place)
    yield from _ideas(ideas)
    yield from _talk(ideas)
    yield from _money(ideas)
    yield from _place(place, person)
    yield from _surveys(place)
    yield from _strategies(place, person)
    yield from _meetings(place, person)


def _ideas(ideas: Any) -> Iterator[Part]:
    yield Part("ideer", _("Project ideas"), ideas, (
        "id", "year", "serial", "title", "problem", "affected", "workplace", "proposal", "visibility", "stage",
        "stage_since", "holder_seat__place", "holder_person__name", "next_step", "next_date", "answer_by",
        "answered_at", "seen_at", "merged_into", "came_from", "phase", "amount", "received_at",
    ))  # fmt: skip
    yield Part("avsendere", _("Who sent the ideas"), _of(IdeaSender, ideas), (
        *_IDEA, "name", "email", "talked_with_leader", "language", "confirmed_at", "refused_at", "forgotten_at",
    ))  # fmt: skip
    yield Part("hendelser", _("What happened to the ideas"), _of(IdeaEvent, ideas), (
        *_IDEA, "kind", "at", "by__name", "is_senders", "old_stage", "new_stage", "reason", "told", "is_internal",
        "next_date", "undone_at",
    ), codes={"kind": EventKind.choices})  # fmt: skip
    yield Part("laerdommer", _("Lessons"), _of(Lesson, ideas), (
        *_IDEA, "title", "tried", "learned", "advice", "is_public", "by__name", "at", "thanks", "thanks_from",
        "thanked_at",
    ))  # fmt: skip
    sections = OutlineSection.objects.filter(outline__idea__in=ideas.values("pk"))
    yield Part("skisser", _("Outlines"), sections, (
        "outline__idea__year", "outline__idea__serial", "heading", "text", "edited_by__name", "edited_at",
    ), codes={"heading": [(one.key, one.title) for one in outline_headings.HEADINGS]})  # fmt: skip


def _talk(ideas: Any) -> Iterator[Part]:
    said = ("text", "by__name", "at")
    yield Part("meldinger", _("Messages"), _of(Message, ideas), (*_IDEA, *said, "is_senders", "read_at"))
    yield Part("notater", _("Internal notes"), _of(Note, ideas), (*_IDEA, *said))
    yield Part("kommentarer", _("Comments"), _of(Comment, ideas), (*_IDEA, *said, "removed_at"))
    yield Part("vedlegg", _("Attachments"), _of(Attachment, ideas).filter(removed_at=None), (
        "id", *_IDEA, "name", "content_type", "size", "is_internal", "by__name", "at",
    ), files="file")  # fmt: skip


def _money(ideas: Any) -> Iterator[Part]:
    yield Part("forankringer", _("Who stands behind the ideas"), _of(Anchoring, ideas), (
        *_IDEA, "who", "on", "case_number", "by__name", "at",
    ))  # fmt: skip
    yield Part("sporsmal-til-ledere", _("Questions to leaders"), _of(LeaderRequest, ideas), (
        *_IDEA, "name", "email", "summary", "asked_by__name", "asked_at", "answer", "answered_at",
    ))  # fmt: skip
    yield Part("soknader", _("Applications"), _of(Application, ideas), (
        *_IDEA, "call__scheme__name", "call__title", "elsewhere", "amount", "chosen_why", "chosen_at", "sent_on",
        "outcome", "outcome_on", "granted", "is_forprosjekt",
    ))  # fmt: skip
    yield Part("sporsmal-til-meglere", _("Requests to brokers"), _of(BrokerRequest, ideas), (
        *_IDEA, "broker__company__name", "asked_by__name", "asked_at", "note", "answer", "reason", "text",
        "answered_at",
    ))  # fmt: skip
    yield Part("sendt-videre", _("Passings on"), _of(PassingOn, ideas), (
        *_IDEA, "to__name", "asked_by__name", "asked_at", "reason", "answered_at", "was_accepted", "answer",
    ))  # fmt: skip


def _place(place: Municipality, person: User) -> Iterator[Part]:
    seats = FouiContact.objects.in_municipality(place).values("pk")
    yield Part("roller", _("Roles"), RoleTerm.objects.filter(seat__in=seats), (
        "seat", "person__name", "capacity", "since", "until",
    ))  # fmt: skip
    logged = BrokeringEntry.objects.visible_to(person).about_municipality(place)
    yield Part("meglerlogg", _("Lines of the brokering log about the municipality"), logged, (
        "day", "kind", "text", "seat__company__name", "written_by__name", "half_hours",
    ))  # fmt: skip
    own = Experience.objects.visible_to(person).of(place)
    yield Part("erfaringer", _("Experiences"), own, (
        "id", "title", "outcome", "need", "done", "partners", "money", "result", "lesson", "reuse", "contact_name",
        "contact_email", "source_name", "source_url", "created_at", "published_at",
    ))  # fmt: skip
    pictures = ExperiencePicture.objects.filter(experience__in=own.values("pk"))
    of_picture = ("id", "experience", "alt", "credit", "width", "height")
    yield Part("erfaringsbilder", _("Pictures of experiences"), pictures, of_picture, files="file")
    yield Part("onsker-om-a-prove", _("Wishes to try"), Trial.objects.filter(municipality=place), (
        "experience__title", "experience__municipality__name", "by__name", "at", "note",
    ))  # fmt: skip
    received = Trial.objects.filter(experience__in=own.values("pk"))
    title = _("Wishes of others to try what the municipality has shared")
    yield Part("mottatte-onsker-om-a-prove", title, received, (
        "experience__title", "municipality__name", "by__name", "at", "note",
    ))  # fmt: skip


def _surveys(place: Municipality) -> Iterator[Counted]:
    """As the contact reads them: those that have ended, few are hidden, and no words of anybody's own."""
    ended = list(Survey.objects.of(place).ended().with_counts())
    about = {"survey": _("the survey's key"), "question": _("the question")}
    yield Counted("undersokelser", _("The municipality's own surveys that are closed"), {
        "id": _("the survey's key"), "opened_on": _("first day, day"), "closes_on": _("last day, day"),
        "n": _("how many answered, whole number"),
    }, [(one.pk, one.opened_on, one.closes_on, one.n) for one in ended])  # fmt: skip
    found = [(pk, one) for pk, came in results.of_many(ended).items() for one in came.answered]
    yield Counted("undersokelsesresultater", _("Results of the surveys"), about | {
        "result": _("share who answered yes, or the mean of 1 to 6; empty where fewer than five knew"),
        "n": _("how many knew, whole number; empty where fewer than five"),
        "unsure": _("how many did not know, whole number; empty as above"),
    }, [
        (pk, one.question, drawing.middle(one), *(("", "") if one.middle is None else (one.n, one.unsure)))
        for pk, one in found
    ])  # fmt: skip
    yield Counted("undersokelsesgrupper", _("Results by where people work, for groups of five or more"), about | {
        "group": _("where they work"), "result": _("as above, of those who knew"),
        "took_part": _("how many of the group took part, whole number"),
    }, [
        (pk, one.question, group.sector, drawing.middle(one, group.middle), group.n)
        for pk, one in found for group in one.groups
    ])  # fmt: skip


def _strategies(place: Municipality, person: User) -> Iterator[Part]:
    own = Strategy.objects.visible_to(person).of(place).values("pk")
    yield Part("strategier", _("Strategies"), Strategy.objects.filter(pk__in=own), (
        "id", "title", "about", "begins", "draft_by", "treated_on", "state", "visibility", "after", "created_at",
        "ended_at",
    ))  # fmt: skip
    yield Part("strategifaser", _("Phases of strategies"), Phase.objects.filter(strategy__in=own), (
        "strategy", "kind", "begins", "due", "note", "done_at", "body", "case_number", "archive_reference",
    ))  # fmt: skip
    yield Part("mal", _("Goals"), Goal.objects.filter(strategy__in=own), ("id", "strategy", "title", "why"))
    measures = Measure.objects.filter(goal__strategy__in=own)
    yield Part("tiltak", _("Measures"), measures, ("id", "goal", "title"))
    yield Part("milepaeler", _("Milestones"), Milestone.objects.filter(measure__in=measures.values("pk")), (
        "measure", "title", "due", "seat__place", "person__name", "named", "done_at", "done_note",
    ))  # fmt: skip
    ties = GoalTie.objects.filter(goal__strategy__in=own).visible_to(person)
    yield Part("malkoblinger", _("Ties to goals"), ties, (
        "goal", *_IDEA, "meeting", "experience", "by__name", "at",
    ))  # fmt: skip
    readers = StrategyReader.objects.filter(strategy__in=own)
    yield Part("strategilesere", _("Readers of strategies by link"), readers, (
        "strategy", "name", "email", "part", "added_by__name", "added_at", "ended_at",
    ))  # fmt: skip
    documents = StrategyDocument.objects.filter(strategy__in=own)
    columns = ("id", "strategy", "title", "content_type", "size", "added_by__name", "added_at")
    yield Part("strategidokumenter", _("Documents of strategies"), documents, columns, files="file")


def _meetings(place: Municipality, person: User) -> Iterator[Part]:
    seats = FouiContact.objects.in_municipality(place).values("pk")
    seen = Meeting.objects.visible_to(person)
    asked = Invitation.objects.active().arrived().filter(seat__in=seats, meeting__in=seen.values("pk"))
    yield Part("moter", _("Meetings the municipality was invited to"), seen.filter(pk__in=asked.values("meeting")), (
        "id", "title", "kind", "purpose", "start", "end", "place", "state",
    ))  # fmt: skip
    yield Part("motesvar", _("The municipality's answers to meetings"), asked, (
        "meeting", "name", "reply", "attends", "replied_at", "attendance",
    ))  # fmt: skip
    read = MinutesVersion.objects.in_force().readable_by(person).filter(minutes__meeting__in=asked.values("meeting"))
    yield Part("referater", _("Published minutes"), read, ("minutes__meeting", "number", "text", "why", "at"))
    mine = FollowUp.objects.visible_to(person).filter(seat__in=seats)
    yield Part("oppfolgingspunkter", _("Follow-ups"), mine, ("meeting", "text", "due", "done_at", "done_note"))


def _of(model: Any, ideas: Any) -> Any:
    return model._default_manager.filter(idea__in=ideas.values("pk"))
