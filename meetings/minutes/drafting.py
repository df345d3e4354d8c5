"""The first draft of minutes, as Markdown, from what is known of the meeting. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

LONGEST = 100_000
# More names than this are a number: nobody reads them, and they would push out what was said.
MOST_NAMES = 200
_OPENS_A_BLOCK = re.compile(r"^([+=-])")
# What would become emphasis, code, a link, a picture, a tag, a sign by its name, or the end of a heading.
_MARKS = re.compile(r"([\\`*_\[\]<>#|~&])")
_OPENS_A_NUMBER = re.compile(r"^(\d{1,9})([.)])")


@dataclass(frozen=True)
class Task:
    text: str
    who: str
    due: str


@dataclass(frozen=True)
class Item:
    title: str
    presenter: str = ""
    agreed: Sequence[str] = ()
    tasks: Sequence[Task] = ()


@dataclass(frozen=True)
class GroupNotes:
    """``answers``: question and what was written, in order."""

    name: str
    answers: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Facts:
    """``whole``: what was agreed of no item in particular. ``is_noted``: attendance was, else answers are all that is
    known of who was there."""

    when: str
    where: str
    host: str
    present: Sequence[str]
    notice: Sequence[str]
    absent: Sequence[str]
    is_noted: bool
    items: Sequence[Item]
    whole: Item
    groups: Sequence[GroupNotes] = ()


def draft(facts: Facts) -> str:
    """At most ``LONGEST`` characters: what the groups wrote gives way first."""
    head = "\n\n".join(filter(None, [_facts(facts), _attendance(facts), _programme(facts)]))
    groups = _groups(facts.groups)
    if groups and len(head) + len(groups) + 2 > LONGEST:
        groups = _section(_("From the groups"), [_("The notes are too long to stand here. They lie by the meeting.")])
    return "\n\n".join(filter(None, [head, groups]))[:LONGEST]


def _facts(facts: Facts) -> str:
    pairs = [(_("Time"), facts.when), (_("Place"), facts.where), (_("Led by"), facts.host)]
    return "\n".join(f"- **{label}:** {_line(text)}" for label, text in pairs if text)


def _attendance(facts: Facts) -> str:
    lists = [(_("Present"), facts.present), (_("Absent with notice"), facts.notice), (_("Absent"), facts.absent)]
    parts = [f"## {label}\n\n{_names(names)}" for label, names in lists if names]
    if parts and not facts.is_noted:
        parts.insert(1, f"*{_('By what people answered: who was there has not been noted.')}*")
    return "\n\n".join(parts)


def _names(names: Sequence[str]) -> str:
    if len(names) > MOST_NAMES:
        return ngettext("%(n)s person.", "%(n)s people.", len(names)) % {"n": len(names)}
    return _bullets(names)


def _programme(facts: Facts) -> str:
    parts = [_item(item, f"{number}. ") for number, item in enumerate(facts.items, start=1)]
    found = _section(_("What we went through"), parts) if parts else ""
    if facts.whole.agreed or facts.whole.tasks:
        found = "\n\n".join(filter(None, [found, _outcome(facts.whole, f"## {_line(facts.whole.title)}")]))
    return found


def _item(item: Item, number: str) -> str:
    presenter = f" ({_inline(item.presenter)})" if item.presenter else ""
    return _outcome(item, f"### {number}{_inline(item.title)}{presenter}")


def _outcome(item: Item, heading: str) -> str:
    parts = [heading]
    if item.agreed:
        parts += [f"**{_('This is what we agreed')}:**", _bullets(item.agreed)]
    if item.tasks:
        parts += [f"**{_('Follow-ups')}:**", _bullets(_task(one) for one in item.tasks)]
    return "\n\n".join(parts)


def _task(task: Task) -> str:
    said = _("%(text)s. Responsible: %(who)s. By: %(due)s.")
    return said % {"text": task.text.rstrip(" ."), "who": task.who, "due": task.due}


def _groups(groups: Sequence[GroupNotes]) -> str:
    parts = []
    for group in groups:
        parts.append(f"### {_inline(group.name)}")
        for question, text in group.answers:
            parts += [f"#### {_inline(question)}", _bullets(line for line in text.splitlines() if line.strip())]
    return _section(_("From the groups"), parts) if parts else ""


def _section(title: str, parts: Sequence[str]) -> str:
    return "\n\n".join([f"## {title}", *parts])


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {_line(line)}" for line in lines)


def _line(text: str) -> str:
    """One line that begins no heading, list or quotation of its own: it was not written as Markdown."""
    return _OPENS_A_NUMBER.sub(r"\1\\\2", _OPENS_A_BLOCK.sub(r"\\\1", _inline(text)))


def _inline(text: str) -> str:
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
