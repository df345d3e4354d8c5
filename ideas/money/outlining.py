"""Writing a project outline: started from the idea, a section at a time, several people at once.

Verbs raise ``ValidationError`` with a sentence; nothing is then changed. What is replaced is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import events
from ideas.life.stages import Stage
from ideas.models import Anchoring, EventKind, Idea, OutlineSection, ProjectOutline, ReplacedText
from ideas.money.outline_headings import BY_KEY, CRITERIA, CRITERION_BY_KEY, GROUPS, HEADINGS, Criterion, Heading
from ideas.permissions import can_read_outline, can_write_outline
from ideas.whose.holding import lock
from partnership.common import norwegian
from partnership.people.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.utils.functional import _StrPromise

ANSWERS = ("yes", "partly", "not_yet")


@transaction.atomic
def start(*, idea: Idea, by: User) -> ProjectOutline:
    """Filled with what the idea says already. Twice is once."""
    stored = lock(idea)
    found = ProjectOutline.objects.of(stored)
    if found is not None:
        return found
    if not stored.is_open:
        raise ValidationError(_("The idea is closed. Take it up again before you write an outline."))
    outline = ProjectOutline.objects.create(idea=stored, started_by=by)
    texts = _from_idea(stored)
    OutlineSection.objects.bulk_create(
        OutlineSection(outline=outline, heading=heading.key, text=texts.get(heading.key, "")) for heading in HEADINGS
    )
    events.record(stored, EventKind.OUTLINE, by=by, is_internal=True)
    return outline


def _from_idea(idea: Idea) -> dict[str, str]:
    problem = idea.problem
    if idea.affected:
        problem += "\n\n" + _("It concerns: %(whom)s") % {"whom": idea.affected}
    stands = "\n\n".join(_stands(one) for one in idea.anchorings.all())
    return {"title": idea.title, "problem": problem, "activities": idea.proposal, "anchoring": stands}


def _stands(one: Anchoring) -> str:
    words = {"who": one.who, "day": norwegian.format_day(one.on, year=True, weekday=False), "case": one.case_number}
    said = (
        _("%(who)s stands behind it, decided %(day)s, case %(case)s.")
        if one.case_number
        else _("%(who)s stands behind it, decided %(day)s.")
    )
    return said % words


@transaction.atomic
def write(*, section: OutlineSection, text: str, by: User) -> OutlineSection:
    """Replace the section's text; what stood there is kept. The same text once more changes nothing."""
    stored = OutlineSection.objects.select_for_update(of=("self",)).get(pk=section.pk)
    if stored.text == text:
        return stored
    if stored.text.strip():
        ReplacedText.objects.create(
            section=stored, text=stored.text, edited_by_id=stored.edited_by_id, edited_at=stored.edited_at
        )
    stored.text, stored.edited_by, stored.edited_at = text, by, timezone.now()
    stored.version += 1
    stored.save()
    return stored


def bring_back(*, earlier: ReplacedText, by: User) -> OutlineSection:
    """The earlier text again; the one that stood there meanwhile is kept too."""
    return write(section=earlier.section, text=earlier.text, by=by)


@transaction.atomic
def copy(*, source: ProjectOutline, into: ProjectOutline, by: User) -> int:
    """Texts of an open outline into sections that are empty here; returns how many. Nothing is overwritten.

    Raises ValidationError when ``source`` has been closed meanwhile, or is the same.
    """
    source = ProjectOutline.objects.select_for_update(of=("self",)).get(pk=source.pk)
    if not source.is_open or source.pk == into.pk:
        raise ValidationError(_("This outline can no longer be copied. Choose another."))
    theirs = {section.heading: section.text for section in source.sections.all()}
    count = 0
    for section in into.sections.select_for_update(of=("self",)):
        text = theirs.get(section.heading, "")
        if text.strip() and not section.is_written:
            write(section=section, text=text, by=by)
            count += 1
    if count:
        into.copied_from = source
        into.save(update_fields=["copied_from"])
        reason = _("Copied from idea %(number)s") % {"number": source.idea.number}
        events.record(into.idea, EventKind.OUTLINE, by=by, reason=reason, is_internal=True)
    return count


@transaction.atomic
def set_open(*, outline: ProjectOutline, is_open: bool, by: User) -> bool:
    """Let whoever sees the idea read and copy the outline, or no longer. Whether it was news."""
    stored = ProjectOutline.objects.select_for_update(of=("self",)).select_related("idea").get(pk=outline.pk)
    if stored.is_open == is_open:
        return False
    stored.is_open = is_open
    stored.save(update_fields=["is_open"])
    reason = _("The outline may be copied by others") if is_open else _("The outline is closed to others")
    events.record(stored.idea, EventKind.OUTLINE, by=by, reason=reason, is_internal=True)
    return True


class AssessedMeanwhile(Exception):
    """Somebody else has assessed the same criterion since the page was opened."""

    def __init__(self, answer: str, why: str, seen: str) -> None:
        super().__init__(answer)
        self.answer, self.why, self.seen = answer, why, seen


@transaction.atomic
def assess(*, outline: ProjectOutline, criterion: str, answer: str, why: str, seen: str, by: User) -> None:
    """``seen``: the mark of the assessment the page showed (``Assessed.seen``). Raises AssessedMeanwhile."""
    if criterion not in CRITERION_BY_KEY or answer not in ANSWERS:
        raise ValidationError(_("Choose one of those on the list."))
    stored = ProjectOutline.objects.select_for_update(of=("self",)).get(pk=outline.pk)
    now = stored.assessment.get(criterion, {})
    if (now.get("answer", ""), now.get("why", "")) == (answer, why):
        return
    if now.get("at", "") != seen:
        raise AssessedMeanwhile(now.get("answer", ""), now.get("why", ""), now.get("at", ""))
    said = {"answer": answer, "why": why, "by": by.name, "at": timezone.now().isoformat()}
    stored.assessment = stored.assessment | {criterion: said}
    stored.save(update_fields=["assessment"])


@dataclass(frozen=True)
class Assessed:
    """A criterion and what the writers have said of it; ``answer`` is empty until they have."""

    criterion: Criterion
    answer: str = ""
    why: str = ""
    by: str = ""
    seen: str = ""

    @property
    def words(self) -> str:
        return {"yes": _("Yes"), "partly": _("Partly"), "not_yet": _("Not yet")}.get(self.answer, _("Not answered"))


def assessment(outline: ProjectOutline) -> list[Assessed]:
    return [assessed(outline, criterion.key) for criterion in CRITERIA]


def assessed(outline: ProjectOutline, key: str) -> Assessed:
    said = outline.assessment.get(key, {})
    return Assessed(
        CRITERION_BY_KEY[key], said.get("answer", ""), said.get("why", ""), said.get("by", ""), said.get("at", "")
    )


@dataclass(frozen=True)
class Part:
    """A group of headings with their sections."""

    key: str
    title: _StrPromise
    sections: list[OutlineSection]


def parts(outline: ProjectOutline) -> list[Part]:
    """All sections in the order of the headings: one query."""
    by_heading = {section.heading: section for section in outline.sections.with_writer()}
    return [
        Part(group.key, group.title, [by_heading[one.key] for one in group.headings if one.key in by_heading])
        for group in GROUPS
    ]


def progress(written: int) -> str:
    """«Åtte av femten er skrevet»."""
    total = len(HEADINGS)
    if written == 0:
        return _("Nothing is written yet")
    if written == total:
        return _("Everything is written")
    words = _("%(written)s of %(total)s are written") % {"written": _in_words(written), "total": _in_words(total)}
    return words[:1].upper() + words[1:]


def _in_words(count: int) -> str:
    """One step further than ``number_word``, so that both numbers of the sentence are in words."""
    further = {13: _("thirteen"), 14: _("fourteen"), 15: _("fifteen")}
    return further.get(count) or norwegian.number_word(count)


def first_empty(found: list[Part]) -> Heading | None:
    for part in found:
        for section in part.sections:
            if not section.is_written:
                return BY_KEY[section.heading]
    return None


def shown_source(outline: ProjectOutline, user: User | AnonymousUser) -> Idea | None:
    """The idea the texts were copied from, when the reader may see it."""
    if outline.copied_from_id is None:
        return None
    return Idea.objects.visible_to(user).with_holder().filter(outline=outline.copied_from_id).first()


def section(user: User | AnonymousUser, idea: Idea) -> dict[str, Any]:
    """What ``ideas/_outline.html`` needs on the idea's page; empty when there is nothing to show. One query."""
    outline: ProjectOutline | None = getattr(idea, "outline", None)
    writes = can_write_outline(user, idea)
    if outline is None:
        return {"can_start": writes and idea.is_open and idea.stage != Stage.RECEIVED}
    if not (writes or can_read_outline(user, idea, outline)):
        return {}
    written = outline.sections.exclude(text="").count()
    return {"outline": outline, "writes": writes, "progress": progress(written), "can_start": False}
