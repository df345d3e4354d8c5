"""What one mail to a sender tells: all the news for the address that has not left the house yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ideas.mailing import telling
from ideas.models import EventKind, IdeaEvent, IdeaSender
from partnership.mail.models import OutgoingMail

State = OutgoingMail.State
RELATED = (
    "idea__municipality", "idea__holder_seat", "idea__holder_person", "idea__sender", "holder_seat", "holder_person"
)  # fmt: skip


@dataclass(frozen=True)
class News:
    """``events``: standing ones, oldest first. ``is_overtaken``: a mail that leaves right after tells them too."""

    events: list[IdeaEvent]
    is_overtaken: bool

    @property
    def newest(self) -> IdeaEvent:
        return self.events[-1]

    def by_idea(self) -> list[list[IdeaEvent]]:
        """Every stage, and of the other kinds the last, oldest first; the idea with the newest event first."""
        found: dict[int, dict[tuple[str, str], IdeaEvent]] = defaultdict(dict)
        for event in self.events:
            kinds = found[event.idea_id]
            kind = event.kind, event.new_stage if event.kind == EventKind.MOVED else ""
            kinds.pop(kind, None)
            kinds[kind] = event
        rest = [list(kinds.values()) for pk, kinds in found.items() if pk != self.newest.idea_id]
        return [list(found[self.newest.idea_id].values()), *rest]


def of(rows: Iterable[OutgoingMail]) -> dict[int, News]:
    """By the mail's key; two queries, whatever their number."""
    rows = list(rows)
    same: dict[str, list[OutgoingMail]] = defaultdict(list)
    threads = {row.thread for row in rows}
    for mail in OutgoingMail.objects.of_kind(telling.STATUS).filter(thread__in=threads).order_by("pk"):
        same[mail.thread].append(mail)
    told = {row.pk: [*_held_back(row, same[row.thread]), row] for row in rows}
    after = {row.pk: _after(row, same[row.thread]) for row in rows}
    wanted = {mail.subject_id for found in (told, after) for mails in found.values() for mail in mails}
    events = IdeaEvent.objects.select_related(*RELATED).in_bulk(wanted)
    standing = {pk: event for pk, event in events.items() if is_told(event)}
    return {
        row.pk: News(
            [standing[mail.subject_id] for mail in told[row.pk] if mail.subject_id in standing],
            any(mail.subject_id in standing for mail in after[row.pk]),
        )
        for row in rows
    }


def is_told(event: IdeaEvent) -> bool:
    """Not undone, and somebody wants to hear of it."""
    sender: IdeaSender | None = getattr(event.idea, "sender", None)
    return event.undone_at is None and sender is not None and sender.gets_mail


def _held_back(row: OutgoingMail, mails: list[OutgoingMail]) -> list[OutgoingMail]:
    """Those before ``row`` that left their news to it."""
    earlier = [mail for mail in mails if mail.pk < row.pk]
    gone = max((mail.pk for mail in earlier if _has_begun(mail)), default=0)
    return [mail for mail in earlier if mail.pk > gone and mail.state == State.SUPERSEDED]


def _after(row: OutgoingMail, mails: list[OutgoingMail]) -> list[OutgoingMail]:
    """None when ``row`` has perhaps left: a second copy is equal to the first."""
    if row.state not in (State.READY, State.LEASED) or row.uncertain_count:
        return []
    return [mail for mail in mails if mail.pk > row.pk and mail.state in (State.READY, State.LEASED)]


def _has_begun(mail: OutgoingMail) -> bool:
    return mail.state in (State.SENT, State.LEASED) or mail.uncertain_count > 0
