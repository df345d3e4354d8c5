"""What is said about a scene's idea: talk, notes, comments, support, the outline's texts, and what was learned."""

from __future__ import annotations

from typing import Any

from ideas.intake import as_sender, supporting
from ideas.lessons import applauding, learning, thanking
from ideas.models import Applause, Comment, Idea, IdeaSender, Lesson, Message, Note, OutlineSection, SameNeed, Support
from ideas.money import outlining
from ideas.talk import commenting, talking
from ideas.together import same_need
from overview.demo import idea_times, people
from partnership.people.models import User

Scene = dict[str, Any]


def say(idea: Idea, scene: Scene) -> None:
    _talk(idea, scene)
    _support(idea, scene)
    _comments(idea, scene)
    _outline(idea, scene)
    if "lesson" in scene:
        _lesson(idea, scene["lesson"])


def choose_lesson_of_month() -> None:
    """As an adviser would, unless somebody has: the one that was applauded the most."""
    shown = Lesson.objects.filter(idea__is_demo=True, is_public=True)
    best = max(shown, key=lambda lesson: lesson.applause.count(), default=None)
    if best is not None and learning.of_month() is None:
        learning.make_lesson_of_month(lesson=best, by=User.objects.get(name=people.OFFICERS[0][0]))


def see_the_same_need(one: str, other: str) -> None:
    """By the broker, who sees both ideas; neither contact has answered."""
    broker = User.objects.get(name=people.BROKERS[0][0])
    need = same_need.propose(idea=idea_times.of_title(one), other=idea_times.of_title(other), by=broker)
    idea_times.back(SameNeed.objects.filter(pk=need.pk), 0, "proposed_at")


def _talk(idea: Idea, scene: Scene) -> None:
    by, sender = idea_times.contact(idea.municipality), IdeaSender.objects.get(idea=idea)
    for said in scene.get("messages", ()):
        if said.get("sender"):
            message = as_sender.write(sender=sender, text=said["text"])
        else:
            message = talking.write_to_sender(idea=idea, text=said["text"], by=by)
        idea_times.back(Message.objects.filter(pk=message.pk), said["days"])
    for said in scene.get("notes", ()):
        note = talking.note(idea=idea, text=said["text"], by=by)
        idea_times.back(Note.objects.filter(pk=note.pk), said["days"])


def _support(idea: Idea, scene: Scene) -> None:
    """Colleagues, by a link in a mail; and people with a role, who need none."""
    if not idea.is_open:
        return
    for name in scene.get("supported_by", ()):
        email = people.address(name, idea.municipality.slug)
        supporting.ask(idea=idea, email=email)
        supporting.confirm(support=Support.objects.get(idea=idea, email=email))
    for person in _persons(scene.get("supports", 0)):
        supporting.support(idea=idea, by=person)
    idea_times.back(Support.objects.filter(idea=idea), max(0, scene["days"] - 1), "at", "confirmed_at")


def _comments(idea: Idea, scene: Scene) -> None:
    for said in scene.get("comments", ()):
        made = commenting.comment(idea=idea, text=said["text"], by=User.objects.get(name=said["by"]))
        idea_times.back(Comment.objects.filter(pk=made.pk), said["days"])


def _outline(idea: Idea, scene: Scene) -> None:
    """``open``: others may copy it; ``days``: when it was written last."""
    if "outline" not in scene:
        return
    about, by = scene["outline"], idea_times.contact(idea.municipality)
    outline = idea.outline
    known = set(idea.events.values_list("pk", flat=True))
    for heading, text in about["texts"].items():
        outlining.write(section=OutlineSection.objects.get(outline=outline, heading=heading), text=text, by=by)
    outlining.set_open(outline=outline, is_open=about.get("open", False), by=by)
    idea_times.back(outline.sections.exclude(edited_by=None), about["days"], "edited_at")
    idea_times.back(idea.events.exclude(pk__in=known), about["days"])


def _lesson(idea: Idea, about: Scene) -> None:
    by = idea_times.contact(idea.municipality)
    known = set(idea.events.values_list("pk", flat=True))
    texts = {name: about.get(name, "") for name in ("title", "tried", "learned", "advice")}
    lesson = learning.write(lesson=Lesson(idea=idea, **texts), for_all=True, by=by)
    for person in _persons(about.get("applause", 0), but=by):
        applauding.applaud(lesson=lesson, by=person)
    idea_times.back(Applause.objects.filter(lesson=lesson), max(0, about["days"] - 2))
    names = ["at"]
    if "thanks" in about:
        thanking.thank(lesson=lesson, who=about["thanks_from"], words=about["thanks"], by=by)
        names.append("thanked_at")
    idea_times.back(Lesson.objects.filter(pk=lesson.pk), about["days"], *names)
    idea_times.back(idea.events.exclude(pk__in=known), about["days"])


def _persons(count: int, but: User | None = None) -> list[User]:
    """So many of the demo's contacts, in the order of ``people``."""
    found = {person.name: person for person in User.objects.active().filter(name__in=people.CONTACTS)}
    return [found[name] for name in people.CONTACTS if name in found and found[name] != but][:count]
