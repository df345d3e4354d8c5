"""Who was there: begins as those who said yes, ticked off by hand or from a pasted list of attendance.

A list from Teams is tab-separated, in sections, with a line a person: name, times, e-mail, role (Microsoft's
«attendance report»). Whatever the columns, a person is found by the address on the line, or else by the name in the
first column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from meetings import board
from meetings.day import following
from meetings.day.locking import of_day
from meetings.models import Attendance, Invitation, Meeting, MeetingDay, Reply
from partnership.common import norwegian
from partnership.common.names import validate_name

LONGEST = 200_000
MOST_WALK_INS = 200
# No line about a person is longer: what is, was pasted from elsewhere.
LONGEST_LINE = 500
MOST_UNKNOWN = 50
_SECTION = re.compile(r"^\d\.\s")
# In a plain list that is numbered.
_NUMBER = re.compile(r"^\d{1,4}[.)]\s+")
_NO_NAME = re.compile(r"[/:@\s]+")
_BETWEEN = re.compile(r"[\s,;<>()\"']+")


@dataclass
class Found:
    """What a pasted list says: who was there, of those who were not invited fifty, and how many ``more``. ``shared``:
    those who are invited under a name that stands in the list, and that another has too."""

    present: list[Invitation] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    more: int = 0
    shared: list[Invitation] = field(default_factory=list)

    @property
    def names_shared(self) -> list[str]:
        return list(dict.fromkeys(one.name for one in self.shared))


def suggested(invitation: Invitation) -> str:
    """What stands in the list before anybody has ticked."""
    if invitation.attendance:
        return invitation.attendance
    return Attendance.PRESENT if invitation.has_place else away(invitation)


def away(invitation: Invitation) -> str:
    """How somebody was away: whoever said no, or got no place, was not without a word."""
    has_said = invitation.reply == Reply.DECLINED or invitation.is_waiting
    return Attendance.NOTICE if has_said else Attendance.ABSENT


@transaction.atomic
def note(*, meeting: Meeting, said: Mapping[int, str], known: Mapping[int, str] | None = None) -> int:
    """``said``: by key of the invitation; others are left as they are. How many were changed.

    ``known``: what stood there when it was proposed, of those nobody has touched since. What somebody else has noted
    meanwhile stays: two tick people off at one door.
    """
    if meeting.is_cancelled or meeting.is_draft:
        raise ValidationError(_("The meeting is not held. Nobody can have been there."))
    if norwegian.today() < norwegian.local(meeting.start).date():
        raise ValidationError(_("Who was there is noted on the day itself, or after it."))
    wrong = set(said.values()) - set(Attendance.values)
    if wrong:
        raise ValidationError(_("Choose one of those on the list."))
    rows = Invitation.objects.active().filter(meeting=meeting, pk__in=said)
    then = known or {}
    locked = [
        one for one in rows.select_for_update(of=("self",)) if then.get(one.pk, one.attendance) == one.attendance
    ]
    changed = [row for row in locked if row.attendance != said[row.pk]]
    for row in changed:
        row.attendance = said[row.pk]
    Invitation.objects.bulk_update(changed, ["attendance"], batch_size=1000)
    board.touch(meeting.pk)
    following.touch(meeting.pk)
    return len(changed)


@transaction.atomic
def note_walk_ins(*, meeting: Meeting, names: Iterable[str]) -> int:
    """People who came without being invited, by name, each once; how many are new. Raises ValidationError for what is
    no name, and when there are too many."""
    day = of_day(meeting)
    known = {_spelt(name) for name in day.walk_ins}
    before = len(day.walk_ins)
    for name in (" ".join(one.split()) for one in names):
        if name and _spelt(name) not in known:
            validate_name(name)
            known.add(_spelt(name))
            day.walk_ins.append(name[:120])
    if len(day.walk_ins) > MOST_WALK_INS:
        raise ValidationError(_("At most %(n)s people without an invitation.") % {"n": MOST_WALK_INS})
    day.save(update_fields=["walk_ins"])
    return len(day.walk_ins) - before


@transaction.atomic
def drop_walk_in(*, meeting: Meeting, name: str) -> None:
    day = of_day(meeting)
    day.walk_ins = [one for one in day.walk_ins if one != name]
    day.save(update_fields=["walk_ins"])


def walk_ins(meeting: Meeting) -> list[str]:
    """In the order they were noted. One query."""
    return next(iter(MeetingDay.objects.filter(meeting=meeting).values_list("walk_ins", flat=True)), [])


def read(meeting: Meeting, text: str) -> Found:
    """Whom a pasted list names; changes nothing. Raises ValidationError when it is too long or names nobody."""
    if len(text) > LONGEST:
        raise ValidationError(_("The list is too long. Paste the part with the participants."))
    invitations = list(Invitation.objects.active().filter(meeting=meeting))
    by_address = {one.email.lower(): one for one in invitations}
    by_name = _by_name(invitations)
    noted = {_spelt(name) for name in walk_ins(meeting)}
    present: dict[int, Invitation] = {}
    shared: dict[int, Invitation] = {}
    unknown: dict[str, None] = {}
    for line in _people(text):
        address, name = _address(line), _name(line)
        one, called = by_address.get(address), by_name.get(_spelt(name), [])
        # As it can be noted (``names.validate_name``); of an address what stands before its sign.
        said = _NO_NAME.sub(" ", name or address.partition("@")[0]).strip()
        if one is not None or len(called) == 1:
            found = one or called[0]
            present[found.pk] = found
        elif called:
            shared |= {other.pk: other for other in called}
        elif said and _spelt(said) not in noted:
            unknown[said] = None
    more = max(0, len(unknown) - MOST_UNKNOWN)
    several = [one for pk, one in shared.items() if pk not in present]
    if not present:
        raise ValidationError(_("We found nobody who is invited in the list. Paste it as it is, with names."))
    there = sorted(present.values(), key=lambda one: (one.sort_organisation, one.sort_name))
    return Found(there, list(unknown)[:MOST_UNKNOWN], more, several)


def _people(text: str) -> Iterable[str]:
    """Lines about people: in a report with sections only those of the participants, without its heading; in a plain
    list every line."""
    lines = [line.strip("\ufeff \t\r") for line in text.splitlines()]
    sections = [number for number, line in enumerate(lines) if _begins_section(lines, number)]
    if len(sections) > 1:
        end = sections[2] if len(sections) > 2 else len(lines)
        lines = lines[sections[1] + 2 : end]
    return [line for line in lines if len(line) <= LONGEST_LINE and re.search(r"[^\W\d_]{2}", line)]


def _begins_section(lines: Sequence[str], number: int) -> bool:
    """«2. Deltakere», and below it what is not numbered: in a numbered list of names the next name is."""
    below = next((line for line in lines[number + 1 :] if line), "")
    return bool(_SECTION.match(lines[number]) and below and not _SECTION.match(below))


def _address(line: str) -> str:
    """The first word that looks like one, in small letters; empty where none does."""
    for word in _BETWEEN.split(line.lower()):
        name, _at, host = word.rstrip(".").partition("@")
        if name and "@" not in host and "." in host.strip("."):
            return f"{name}@{host}"
    return ""


def _name(line: str) -> str:
    first = re.split(r"[\t;<(\d]", _NUMBER.sub("", line))[0].strip(" \"',")
    if "@" in first:
        return ""
    # «Vik, Kari» as directories write it.
    parts = [part.strip() for part in first.split(",")]
    return f"{parts[1]} {parts[0]}" if len(parts) == 2 and all(parts) else first


def _spelt(name: str) -> str:
    return norwegian.sort_key(" ".join(name.split()))


def _by_name(invitations: Iterable[Invitation]) -> dict[str, list[Invitation]]:
    """A name that two share tells nobody which of them it is."""
    found: dict[str, list[Invitation]] = {}
    for one in invitations:
        found.setdefault(_spelt(one.name), []).append(one)
    return found
