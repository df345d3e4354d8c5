"""What a hand-over would do and to whom, in sentences, for the page that asks whether it is right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ideas import handover as ideas_handover
from meetings import handover
from municipalities.strategies import handover as milestones
from partnership.common import norwegian
from partnership.people import standing
from partnership.people.models import RoleTerm, Seat, User


@dataclass(frozen=True)
class Preview:
    """``known``: whom the address belongs to already, when that is another name than the one written."""

    sentences: list[str]
    mails: list[str]
    known: User | None


@dataclass(frozen=True)
class Change:
    """``gets`` is the successor's name; empty when nobody takes over. ``around``: the role's terms from today on."""

    seat: Seat
    on: dt.date
    gets: str
    email: str
    around: list[RoleTerm]
    reader: User

    @property
    def is_later(self) -> bool:
        return self.on > norwegian.today()

    @property
    def holder(self) -> RoleTerm | None:
        return next((term for term in self.around if not term.is_deputy and term.is_current()), None)

    @property
    def dropped(self) -> list[RoleTerm]:
        """Who was to take over, and does not."""
        coming = [term for term in self.around if not term.is_deputy and term.since > norwegian.today()]
        return [term for term in coming if term.person.email != self.email]


def preview(*, seat: Seat, on: dt.date, name: str, email: str, reader: User) -> Preview:
    """Without ``email`` nobody takes over. Says of meetings what ``reader`` may know."""
    email = email.lower()
    person = User.objects.with_addresses([email]).first() if email else None
    around = standing.on_seats([seat.pk]).get(seat.pk, [])
    change = Change(seat, on, person.name if person else name, email, around, reader)
    sentences = [*_roles(change), *_moves(change), *_others(change)]
    return Preview(sentences, list(_mails(change)), person if person is not None and person.name != name else None)


def _roles(change: Change) -> Iterator[str]:
    last_day = norwegian.format_day(change.on - dt.timedelta(days=1))
    if change.gets:
        words = {"name": change.gets, "role": change.seat.title, "day": norwegian.format_day(change.on)}
        text = _("%(name)s is %(role)s from %(day)s.") if change.is_later else _("%(name)s is %(role)s at once.")
        yield text % words
    if change.holder is None:
        return
    text = (
        _("%(name)s has the role up to and including %(day)s.")
        if change.is_later
        else _("%(name)s has it no longer.")
    )
    yield text % {"name": change.holder.person.name, "day": last_day}
    if not change.gets:
        yield _("After that nobody has the role, until somebody is given it.")


def _moves(change: Change) -> Iterator[str]:
    """As it is today: more may come before a later day."""
    if change.holder is None:
        return
    found = handover.moving(change.holder, change.reader)
    words = {
        "n": norwegian.number_word(found.invitations),
        "old": change.holder.person.name,
        "new": change.gets,
        "meetings": ", ".join(found.hosted),
    }
    if found.invitations:
        yield _capital(_invitations(found.invitations, moves=bool(change.gets)) % words)
    if found.follow_ups:
        count = {"n": norwegian.number_word(found.follow_ups)}
        yield _capital(_follow_ups(found.follow_ups, moves=bool(change.gets)) % (words | count))
    if found.hosted:
        text = _("%(new)s becomes host of: %(meetings)s") if change.gets else _("Choose a new host for: %(meetings)s")
        yield text % words
    yield from _milestones(milestones.moving(change.holder, change.reader), words, moves=bool(change.gets))
    ideas = ideas_handover.moving(change.holder, change.reader)
    if ideas is None:
        yield _unknown_ideas(moves=bool(change.gets)) % words
    elif ideas:
        yield _capital(_ideas(ideas, moves=bool(change.gets)) % (words | {"n": norwegian.number_word(ideas)}))


def _milestones(found: milestones.Moving, words: dict[str, str], *, moves: bool) -> Iterator[str]:
    if found.with_role:
        count = {"n": norwegian.number_word(found.with_role)}
        text = (
            ngettext(
                "%(n)s milestone in the strategy goes from %(old)s to %(new)s.",
                "%(n)s milestones in the strategy go from %(old)s to %(new)s.",
                found.with_role,
            )
            if moves
            else ngettext(
                "%(n)s milestone in the strategy has nobody responsible, until somebody is given the role.",
                "%(n)s milestones in the strategy have nobody responsible, until somebody is given the role.",
                found.with_role,
            )
        )
        yield _capital(text % (words | count))
    if found.with_person:
        text = ngettext(
            "%(n)s milestone lies with %(old)s in person, and waits for the contact to choose somebody.",
            "%(n)s milestones lie with %(old)s in person, and wait for the contact to choose somebody.",
            found.with_person,
        )
        yield _capital(text % (words | {"n": norwegian.number_word(found.with_person)}))


def _unknown_ideas(*, moves: bool) -> str:
    """To who is not to know how many there are: said also when there are none."""
    if moves:
        return _("Project ideas that lie with the role go to %(new)s.")
    return _(
        "Project ideas that lie with the role stay there: the deputy, another contact or postmottak has them until"
        " somebody is given the role."
    )


def _ideas(count: int, *, moves: bool) -> str:
    if moves:
        return ngettext(
            "%(n)s project idea goes from %(old)s to %(new)s.",
            "%(n)s project ideas go from %(old)s to %(new)s.",
            count,
        )
    return ngettext(
        "%(n)s project idea lies with the role: the deputy, another contact or postmottak has it until somebody is"
        " given the role.",
        "%(n)s project ideas lie with the role: the deputy, another contact or postmottak has them until somebody is"
        " given the role.",
        count,
    )


def _invitations(count: int, *, moves: bool) -> str:
    if moves:
        return ngettext(
            "%(n)s open invitation moves from %(old)s to %(new)s, who gets it by mail.",
            "%(n)s open invitations move from %(old)s to %(new)s, who gets them by mail.",
            count,
        )
    return ngettext(
        "%(n)s open invitation to %(old)s is taken back.", "%(n)s open invitations to %(old)s are taken back.", count
    )


def _follow_ups(count: int, *, moves: bool) -> str:
    if moves:
        return ngettext(
            "%(n)s open follow-up goes from %(old)s to %(new)s.",
            "%(n)s open follow-ups go from %(old)s to %(new)s.",
            count,
        )
    return ngettext(
        "%(n)s open follow-up has nobody responsible, until somebody is given the role.",
        "%(n)s open follow-ups have nobody responsible, until somebody is given the role.",
        count,
    )


def _others(change: Change) -> Iterator[str]:
    for term in change.dropped:
        words = {"name": term.person.name, "day": norwegian.format_day(term.since)}
        yield _("%(name)s does not take over %(day)s, as was planned.") % words
    for term in change.around:
        if term.is_deputy and term.is_current(change.on):
            is_successor = term.person.email == change.email
            text = _("%(name)s stops being deputy.") if is_successor else _("%(name)s goes on as deputy.")
            yield text % {"name": term.person.name}


def _mails(change: Change) -> Iterator[str]:
    """Who, and about what."""
    if change.gets:
        text = _("takes over; and again that day, with what to begin with")
        yield _line(change.gets, change.email, text if change.is_later else _("welcome, with what to begin with"))
    if change.holder is not None:
        yield _line(
            change.holder.person.name,
            change.holder.person.email,
            _("loses the role that day") if change.is_later else _("no longer has the role"),
        )
    for term in change.dropped:
        yield _line(term.person.name, term.person.email, _("does not take over after all"))


def _line(name: str, email: str, about: str) -> str:
    return f"{name} ({email}): {about}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
