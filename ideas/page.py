"""What an idea's page shows whom. The sections of other rooms come with a function of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from ideas import has_any
from ideas.intake import supporting
from ideas.life import choosing, timeline, undoing
from ideas.life.stages import Stage
from ideas.models import Idea, IdeaEvent, IdeaSender
from ideas.money import anchoring, applying, needs, outlining
from ideas.permissions import can_move, can_see_sender, may_write_for_contact, works_on
from ideas.talk import commenting, talking
from ideas.talk.forms import MessageForm, NoteForm
from ideas.together import same_need
from ideas.together import section as together_section
from ideas.whose import whom
from ideas.with_brokers import brokering_section, on_behalf
from partnership.common import contributions
from partnership.people.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

SHOWN = 50


@dataclass(frozen=True)
class Reader:
    """What the one who reads is let into: see ``ideas.permissions``."""

    user: User | AnonymousUser
    sees_sender: bool
    works_on: bool
    can_move: bool
    writes_to_sender: bool

    @classmethod
    def of(cls, user: User | AnonymousUser, idea: Idea) -> Reader:
        works = works_on(user, idea)
        for_contact = not works and may_write_for_contact(user, idea)
        return cls(user, can_see_sender(user, idea), works, works or can_move(user, idea), works or for_contact)


def context(
    user: User | AnonymousUser, idea: Idea, *, message: MessageForm | None = None, note: NoteForm | None = None
) -> dict[str, Any]:
    """``message`` and ``note``: forms that were refused, with what was typed."""
    reader = Reader.of(user, idea)
    events = list(idea.events.standing().with_holder().select_related("by").order_by("at", "pk"))
    found: dict[str, Any] = {
        "idea": idea,
        "reader": reader,
        "holder": whom.one(idea, user, names_persons=reader.can_move),
        "timeline": timeline.of(idea, events, is_worked_on=reader.works_on),
        "answer": _answer(events) if reader.can_move else "",
        "support": supporting.section(user, idea, is_own=reader.works_on),
        "acts": together_section.acts(user, idea),
        "same_need": same_need.section(user, idea),
        "comments": commenting.section(user, idea),
        "broker_section": brokering_section.section(user, idea),
        "outline_section": outlining.section(user, idea),
        "anchoring_section": anchoring.section(user, idea),
        "applications_section": applying.section(user, idea),
        "calls_section": needs.section(user, idea),
        "serves": contributions.served_by_idea(user, idea.pk),
    }
    if reader.can_move:
        found |= {"card": choosing.card(idea), "undoable": undoable(user, events), "paused_why": _paused_why(events)}
    if reader.works_on:
        found |= _rooms(idea, reader, message, note)
    elif reader.writes_to_sender:
        found |= _letters(idea, message)
    return found


def undoable(user: User | AnonymousUser, events: list[IdeaEvent]) -> IdeaEvent | None:
    """The newest event, when the reader made it, or it was made for the reader, and it may still be put back."""
    newest = events[-1] if events else None
    if newest is None or not newest.before or not on_behalf.may_undo(user, newest):
        return None
    return newest if newest.at > timezone.now() - undoing.time_for(newest) else None


def _answer(events: list[IdeaEvent]) -> str:
    """What the sender was last told in words."""
    return next((event.told for event in reversed(events) if event.told), "")


def _paused_why(events: list[IdeaEvent]) -> str:
    moved = [event for event in events if event.new_stage != event.old_stage]
    newest = moved[-1] if moved else None
    return (newest.reason or newest.told) if newest is not None and newest.new_stage == Stage.PAUSED else ""


def _rooms(idea: Idea, reader: Reader, message: MessageForm | None, note: NoteForm | None) -> dict[str, Any]:
    """The talk with the sender and the notes inside, newest last, and what lies beside them."""
    sender: IdeaSender | None = getattr(idea, "sender", None)
    attachments = list(has_any.of(idea, "attachments").kept().select_related("by"))
    said = has_any.of(idea, "messages").select_related("by", "behalf_of").order_by("-at", "-pk")
    messages = list(said[:SHOWN])[::-1]
    unhung = talking.hang(messages, [one for one in attachments if not one.is_internal])
    return {
        "sender": sender,
        "sender_name": _sender_name(sender, reader),
        "messages_said": messages,
        "has_unread": any(one.is_senders and one.read_at is None for one in messages),
        "message_form": message or MessageForm(prefix="message"),
        "notes": list(has_any.of(idea, "notes").select_related("by").order_by("-at", "-pk")[:SHOWN])[::-1],
        "note_form": note or NoteForm(prefix="note"),
        "internal_files": [one for one in attachments if one.is_internal],
        "shared_files": unhung,
        "accesses": list(has_any.of(idea, "accesses").current().select_related("person", "seat")),
    }


def _letters(idea: Idea, message: MessageForm | None) -> dict[str, Any]:
    """For a broker who writes for the contact: what was written to the sender, and nothing the sender wrote."""
    written = has_any.of(idea, "messages").to_sender().select_related("by", "behalf_of").order_by("-at", "-pk")
    return {
        "writes_to": getattr(idea, "sender", None),
        "messages_said": list(written[:SHOWN])[::-1],
        "message_form": message or MessageForm(prefix="message"),
    }


def _sender_name(sender: IdeaSender | None, reader: Reader) -> str:
    """Empty: the reader may not know, or the sender has not said."""
    return sender.name if sender and reader.sees_sender else ""
