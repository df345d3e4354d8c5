"""«Hva lærte vi?»: writing a lesson, who may read it, and the lesson of the month.

Verbs raise ``ValidationError`` with a sentence; nothing is then changed.
"""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector, TrigramWordSimilarity
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import FloatField, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat, Greatest, Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import events
from ideas.life.choosing import MOVES
from ideas.life.stages import Stage
from ideas.mailing import telling
from ideas.models import EventKind, Idea, IdeaSender, Lesson, Visibility
from ideas.models.results import LEARNED_IN
from ideas.querysets import LessonQuerySet
from municipalities.models import Municipality
from partnership.common import norwegian
from partnership.people.models import User

# From there on two words are taken for the same one, misspelt.
_NEAR = 0.5
# When nothing is found so, each word by itself may be less like.
_FAR, _LONG = 0.35, 5


def is_learned_from(idea: Idea) -> bool:
    """Whether there is something to tell: tried, in use, or ended."""
    return idea.stage in LEARNED_IN


def must_ask_sender(idea: Idea) -> bool:
    """Fewer than everybody see the idea, and somebody sent it who can be asked."""
    return idea.visibility != Visibility.PUBLIC and sender_to_ask(idea) is not None


def must_be_written(idea: Idea, to: str) -> None:
    """Before it is shared, for there is nothing else to share. Raises ValidationError ({field: sentence})."""
    if (idea.stage, to) == (Stage.IN_USE, Stage.SHARED) and not Lesson.objects.filter(idea=idea).exists():
        raise ValidationError({"to": _("Write what you learned first: that is what you share.")})


def sender_to_ask(idea: Idea) -> IdeaSender | None:
    """Who sent it; None for what the municipality wrote in itself, and for who has been forgotten."""
    sender = IdeaSender.objects.filter(idea=idea).first()
    return sender if sender is not None and sender.forgotten_at is None else None


@transaction.atomic
def write(*, lesson: Lesson, for_all: bool, by: User) -> Lesson:
    """Store ``lesson`` as a form has filled it; ``for_all``: everybody is to read it, which the sender may have to
    say yes to first. The sender is told of the first one."""
    idea = Idea.objects.select_for_update(of=("self",)).get(pk=lesson.idea_id)
    is_new = lesson.pk is None
    if is_new and not is_learned_from(idea):
        raise ValidationError(_("Write what you learned when the idea has been tried, is in use or has ended."))
    lesson.by, asks = by, _open_or_ask(lesson, idea, for_all)
    lesson.save()
    if is_new and idea.next_step == str(MOVES[Stage.IN_USE].next_step):  # that step is taken
        idea.next_step = _("Share with others what came of it")
        idea.save(update_fields=["next_step"])
    if is_new or asks:
        told = _("May everybody read what you learned together? Your yes is wanted.") if asks else ""
        telling.of_change(events.record(idea, EventKind.LESSON, by=by, told=told))
    return lesson


def _open_or_ask(lesson: Lesson, idea: Idea, for_all: bool) -> bool:
    """Whether the sender is asked now."""
    if not for_all:
        lesson.is_public, lesson.public_asked_at = False, None
        return False
    if lesson.is_public or not must_ask_sender(idea):
        lesson.is_public = True
        return False
    is_news = lesson.public_asked_at is None
    lesson.public_asked_at = lesson.public_asked_at or timezone.now()
    return is_news


@transaction.atomic
def sender_agrees(*, lesson: Lesson) -> bool:
    """The sender's yes to everybody reading it: False when it is no longer asked for. Twice is once."""
    stored = Lesson.objects.select_for_update(of=("self",)).select_related("idea").get(pk=lesson.pk)
    if not stored.is_asked_of_sender:
        return False
    stored.is_public = True
    stored.save(update_fields=["is_public"])
    events.record(stored.idea, EventKind.LESSON, by=None, is_senders=True, told=_("Everybody may read the lesson."))
    lesson.refresh_from_db()
    return True


@transaction.atomic
def sender_declines(*, lesson: Lesson) -> bool:
    """The lesson stays with those who see the idea; nobody asks why."""
    stored = Lesson.objects.select_for_update(of=("self",)).select_related("idea").get(pk=lesson.pk)
    if not stored.is_asked_of_sender:
        return False
    stored.public_asked_at = None
    stored.save(update_fields=["public_asked_at"])
    told = _("The lesson stays with those who see the idea.")
    events.record(stored.idea, EventKind.LESSON, by=None, is_senders=True, told=told)
    lesson.refresh_from_db()
    return True


def search(lessons: LessonQuerySet, words: str) -> LessonQuerySet:
    """Those that fit ``words`` (inflected, in part, misspelt), the best first; all, the newest first, without."""
    words = " ".join(words.replace("\x00", " ").split())[:200]
    if not words:
        return lessons.newest_first()
    body = ("tried", "learned", "advice")
    title = SearchVector("title", weight="A", config="norwegian")
    vector = title + SearchVector(*body, weight="B", config="norwegian")
    query = SearchQuery(words, config="norwegian", search_type="websearch")
    parts = [part for name in body for part in (Value(" "), name)]
    everything = Concat("title", *parts, output_field=TextField())
    found = lessons.annotate(
        text=vector, rank=SearchRank(vector, query), near=TrigramWordSimilarity(words.lower(), Lower(everything))
    )
    fitting = found.filter(Q(text=query) | Q(near__gte=_NEAR)).order_by("-rank", "-near", "-at", "-pk")
    longest = sorted(words.lower().split(), key=len)[-2:]
    if fitting.exists() or len(longest[-1]) < _LONG:
        return fitting
    likeness = [TrigramWordSimilarity(word, Lower(everything)) for word in longest if len(word) >= _LONG]
    far = lessons.annotate(near=Greatest(*likeness, Value(0.0), output_field=FloatField()))
    return far.filter(near__gte=_FAR).order_by("-near", "-at", "-pk")


def places(lessons: LessonQuerySet) -> QuerySet[Municipality]:
    """Whose the lessons are, in Norwegian order."""
    return Municipality.objects.filter(pk__in=lessons.values("idea__municipality")).order_by("sort_name")


def of_month(day: dt.date | None = None) -> Lesson | None:
    """The lesson of the month ``day`` (Oslo) lies in, when everybody may still read it."""
    first = (day or norwegian.today()).replace(day=1)
    return Lesson.objects.public().of_month(first).with_place().first()


def to_show() -> Lesson | None:
    """For a first page: the lesson of the month, or the newest that everybody may read. One query."""
    first = norwegian.today().replace(day=1)
    return Lesson.objects.public().with_place().that_of_month_first(first).first()


@transaction.atomic
def choose_month(day: dt.date | None = None) -> Lesson | None:
    """Choose the lesson of the month once: what had most applause last month and has never been chosen, the newest
    among equals. None when it is chosen already, or there is none."""
    first = (day or norwegian.today()).replace(day=1)
    if Lesson.objects.of_month(first).exists():
        return None
    since = (first - dt.timedelta(days=1)).replace(day=1)
    begins, ends = norwegian.at(since, dt.time()), norwegian.at(first, dt.time())
    candidates = Lesson.objects.public().never_of_a_month().written_before(ends)
    chosen = candidates.most_applauded(begins, ends).first()
    if chosen is not None:
        Lesson.objects.filter(pk=chosen.pk, month__isnull=True).update(month=first)
        chosen.refresh_from_db()
    return chosen


@transaction.atomic
def make_lesson_of_month(*, lesson: Lesson, by: User) -> None:
    """An officer's choice in place of the rule's; only what everybody may read. Twice is once."""
    first = norwegian.today().replace(day=1)
    stored = Lesson.objects.select_for_update(of=("self",)).select_related("idea").get(pk=lesson.pk)
    if not stored.is_public:
        raise ValidationError(_("Only what everybody may read can be the lesson of the month."))
    if stored.month == first:
        return
    Lesson.objects.of_month(first).update(month=None)
    stored.month = first
    stored.save(update_fields=["month"])
    events.record(
        stored.idea, EventKind.LESSON, by=by, reason=_("Chosen as the lesson of the month."), is_internal=True
    )
    lesson.refresh_from_db()
