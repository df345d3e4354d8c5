"""What can be done with an idea where it is now: one thing first, one beside it, the rest as links.

What is allowed at all is ``ideas.life.stages``; here is what is natural, in the words of the buttons.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ideas.life import stages
from ideas.life.stages import Stage
from ideas.models import Idea, Lesson

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

S = Stage


@dataclass(frozen=True)
class Words:
    """Of a move to a stage: its piece of address, its button, what happens, the step that follows, and in how many
    answering days one is usually through with that."""

    slug: str
    button: _StrPromise
    happens: _StrPromise
    next_step: _StrPromise
    days: int = 10


MOVES: dict[Stage, Words] = {
    S.CLARIFYING: Words(
        "se-naermere", _("Look into it"), _("You talk with the sender and those it concerns."), _("Clarify the idea")
    ),
    S.TRYING: Words(
        "prov-lokalt",
        _("Try it locally"),
        _("Somebody tries it on a small scale, until a day you set."),
        _("See how the trial went"),
        30,
    ),
    S.IN_LINE: Words(
        "i-linja",
        _("Take it in the line"),
        _("The service itself does it, without a project of its own."),
        _("Hear how it goes"),
        20,
    ),
    S.BROKERING: Words(
        "hos-megler",
        _("It is with the broker"),
        _("A competence broker works on it with you."),
        _("Talk with the broker"),
    ),
    S.OUTLINE: Words(
        "skisse",
        _("Write an outline"),
        _("You write what you want to find out, and how."),
        _("Finish the outline"),
        20,
    ),
    S.APPLIED: Words(
        "soknad-sendt", _("The application is sent"), _("You wait for an answer."), _("Wait for the answer"), 60
    ),
    S.FUNDED: Words("fikk-midler", _("It got money"), _("The idea becomes a project."), _("Begin the project"), 20),
    S.REJECTED: Words(
        "avslag", _("It was rejected"), _("You choose what to do without the money."), _("Choose another road")
    ),
    S.UNDER_WAY: Words(
        "i-gang", _("It is under way"), _("The project has begun."), _("See how the project goes"), 60
    ),
    S.IN_USE: Words(
        "i-bruk",
        _("Take it into use"),
        _("It is how you work from now on. Then you tell what you learned."),
        _("Note what you learned"),
        20,
    ),
    S.SHARED: Words(
        "del", _("Share it with others"), _("The work is done, and others may learn from it."), _("Done")
    ),
}
BY_SLUG = {words.slug: stage for stage, words in MOVES.items()}
# The stage to offer first, and the one beside it.
_FIRST: dict[Stage, tuple[Stage, ...]] = {
    S.RECEIVED: (S.CLARIFYING, S.TRYING, S.IN_LINE),
    S.CLARIFYING: (S.TRYING, S.IN_LINE),
    S.TRYING: (S.IN_USE, S.IN_LINE),
    S.IN_LINE: (S.IN_USE, S.TRYING),
    S.BROKERING: (S.OUTLINE, S.TRYING),
    S.OUTLINE: (S.APPLIED,),
    S.APPLIED: (S.FUNDED, S.REJECTED),
    S.FUNDED: (S.UNDER_WAY,),
    S.REJECTED: (S.TRYING, S.IN_LINE),
    S.UNDER_WAY: (S.IN_USE,),
    S.IN_USE: (S.SHARED,),
}
_MAY_ASK_BROKER = {S.RECEIVED, S.CLARIFYING, S.TRYING, S.IN_LINE, S.REJECTED}


@dataclass(frozen=True)
class Choice:
    label: str
    url: str
    happens: str = ""


@dataclass(frozen=True)
class Card:
    first: Choice | None
    second: Choice | None
    rarer: list[Choice]


def card(idea: Idea) -> Card:
    """For one who may move it."""
    main = _money(idea) or [_move(idea, to) for to in _FIRST.get(Stage(idea.stage), ())]
    if idea.stage == S.PAUSED:
        main = [_resumed(idea)]
    if idea.stage == S.ENDED:
        main = [_at(idea, "reopening", _now("Take it up again"), _now("It is clarified once more, with a reason."))]
    lesson = _lesson(idea)
    if lesson is not None:
        main.insert(0, lesson)
    broker = _broker(idea)
    if broker is not None:
        main.insert(1, broker)
    if idea.is_open and idea.seen_at is None:
        main.insert(2, _at(idea, "seen", _now("Seen – answer by …")))
    return Card(
        first=main[0] if main else None,
        second=main[1] if len(main) > 1 else None,
        rarer=main[2:] + (_rarer(idea) if idea.is_open else []),
    )


def usual_words(to: str) -> Words:
    return MOVES[Stage(to)]


def next_words(idea: Idea) -> list[str]:
    """What may come after the stage it is in, for the road drawn on its page."""
    roads = {
        S.RECEIVED: [_now("Look into the idea"), _now("Try locally, or apply with a broker")],
        S.CLARIFYING: [_now("Try locally, or apply with a broker")],
        S.BROKERING: [_now("Outline and application, or a trial without money")],
        S.OUTLINE: [_now("Application")],
        S.APPLIED: [_now("Answer to the application")],
        S.FUNDED: [_now("The project begins")],
    }
    found = roads.get(Stage(idea.stage), [])
    last = _now("Take it into use and share what you learned")
    return [*found, last] if idea.is_open and idea.stage != S.IN_USE else found


def _move(idea: Idea, to: Stage) -> Choice:
    words = MOVES[to]
    url = reverse("ideas:step", args=[idea.pk, words.slug])
    return Choice(str(words.button), url, str(words.happens))


def _resumed(idea: Idea) -> Choice:
    stage = Stage(idea.paused_in)
    if stage not in MOVES:  # paused before anybody had looked at it
        return _at(idea, "move", _now("Take it up again"), _now("It goes on where it was."))
    url = reverse("ideas:step", args=[idea.pk, MOVES[stage].slug])
    return Choice(_now("Take it up again"), url, _now("It goes on where it was."))


def _at(idea: Idea, name: str, label: str, happens: str = "") -> Choice:
    return Choice(label, reverse(f"ideas:{name}", args=[idea.pk]), happens)


def link(name: str, *args: object) -> str:
    """The path of a page of another room; empty where there is none."""
    try:
        return reverse(f"ideas:{name}", args=args)
    except NoReverseMatch:
        return ""


def _money(idea: Idea) -> list[Choice]:
    """An application is sent and answered on its own page, which asks who stands behind it and moves the idea."""
    if idea.stage not in (S.OUTLINE, S.APPLIED):
        return []
    was_sent = idea.stage == S.APPLIED
    rows = idea.applications.order_by("pk")
    found = next((one for one in rows if one.is_sent == was_sent and not one.is_answered), None)
    if found is None and not was_sent and not any(one.is_sent for one in rows):
        happens = _now("Then you write who stands behind it, and note that the application is sent.")
        outline = Choice(_now("Read and write the outline"), link("outline", idea.pk))
        return [_at(idea, "applications", _now("Choose what you apply for"), happens), outline]
    if found is None:
        return []
    if was_sent:
        return [Choice(_now("The answer has come"), link("application_answer", idea.pk, found.pk))]
    sent = Choice(_now("We have sent the application"), link("application", idea.pk, found.pk))
    return [sent, Choice(_now("Read and write the outline"), link("outline", idea.pk))]


def _lesson(idea: Idea) -> Choice | None:
    """«Hva lærte dere?», of a result that has not told it yet."""
    url = link("lesson_form", idea.pk) if idea.is_result else ""
    if not url or Lesson.objects.filter(idea=idea).exists():
        return None
    return Choice(_now("Write what you learned"), url, _now("A lesson is a result too, also when it did not work."))


def _broker(idea: Idea) -> Choice | None:
    """The page where a broker is asked."""
    url = link("ask_broker", idea.pk) if idea.stage in _MAY_ASK_BROKER else ""
    if not url:
        return None
    return Choice(_now("Ask the broker for help"), url, _now("The broker answers within five working days."))


def _rarer(idea: Idea) -> list[Choice]:
    found = [
        _at(idea, "hand_on", _now("Give it on to a colleague")),
        _at(idea, "more_time", _now("I need more time")),
    ]
    if (Stage(idea.stage), S.PAUSED) in stages.TABLE:
        found.append(_at(idea, "pause", _now("Put it on hold")))
    return [*found, _at(idea, "not_now", _now("Not now, because …")), _at(idea, "move", _now("Move it elsewhere"))]
