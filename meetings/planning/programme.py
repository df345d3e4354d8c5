"""What happens when: clock times from minutes, order, copies, and the slots partners fill themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.models import Audience, AudienceGuest, Meeting, MeetingDay, MeetingMessage, ProgrammeItem
from partnership.common import norwegian
from partnership.mail import outbox
from partnership.partners.models import PartnerOfficer
from partnership.people.models import RoleTerm, User

SLOT = "meetings.slot"


@dataclass(frozen=True)
class Entry:
    """An item with the instants it begins and ends."""

    item: ProgrammeItem
    start: dt.datetime
    end: dt.datetime

    @property
    def is_now(self) -> bool:
        return self.start <= timezone.now() < self.end

    @property
    def presenter(self) -> str:
        """«Nina Solem, KS»: person, then partner or municipality."""
        item = self.item
        person = item.presenter.name if item.presenter else item.presenter_name
        of = item.partner.short_name if item.partner else item.municipality.name if item.municipality else ""
        return ", ".join(filter(None, (person, of)))


def schedule(meeting: Meeting, items: Iterable[ProgrammeItem] | None = None) -> list[Entry]:
    """Clock times follow from the meeting's start and the minutes before; on the day from when an item really began.
    Instants: right across summer time."""
    if items is None:
        items = meeting.programme.select_related("presenter", "partner", "municipality", "experience")
    found: list[Entry] = []
    moment = meeting.start.astimezone(dt.UTC)  # adding minutes to a local time would ignore summer time
    for item in items:
        if item.begun_at is not None:
            moment = item.begun_at
            found = _give_way(found, moment)
        end = moment + dt.timedelta(minutes=item.minutes + item.extra_minutes)
        found.append(Entry(item, moment, end))
        moment = end
    return found


def _give_way(entries: Sequence[Entry], moment: dt.datetime) -> list[Entry]:
    """What comes before an item that has begun ended then: some may have been skipped, the last may have lasted."""
    before = [replace(one, start=min(one.start, moment), end=min(one.end, moment)) for one in entries]
    return [*before[:-1], replace(before[-1], end=moment)] if before else []


def must_end_the_same_day(meeting: Meeting) -> None:
    """Raises ValidationError, with a sentence, when the last item ends on a later day than the meeting."""
    entries = schedule(meeting)
    if entries and norwegian.local(entries[-1].end).date() > norwegian.local(meeting.end).date():
        raise ValidationError(_("Then the programme would end after midnight. Shorten something instead."))


def balance(meeting: Meeting, entries: Sequence[Entry]) -> str:
    """«Programmet er 10 minutter for langt», or empty when it fits."""
    if not entries:
        return ""
    over = round((entries[-1].end - meeting.end).total_seconds() / 60)
    if over > 0:
        text = ngettext("The programme is %(n)s minute too long.", "The programme is %(n)s minutes too long.", over)
        return text % {"n": over}
    if over < 0:
        text = ngettext(
            "The programme is %(n)s minute shorter than the meeting.",
            "The programme is %(n)s minutes shorter than the meeting.",
            -over,
        )
        return text % {"n": -over}
    return ""


@transaction.atomic
def put_in_order(*, meeting: Meeting, pks: Sequence[int]) -> None:
    """Set the order; items that are not named keep theirs, after the named ones."""
    items = {item.pk: item for item in meeting.programme.select_for_update(of=("self",))}
    named = [items[pk] for pk in dict.fromkeys(pks) if pk in items]
    rest = [item for item in items.values() if item not in named]
    for number, item in enumerate(named + rest):
        item.order = number
    ProgrammeItem.objects.bulk_update(items.values(), ["order"])
    Meeting.objects.filter(pk=meeting.pk).touch()


def move(*, item: ProgrammeItem, by: int) -> None:
    """One up (-1) or down (+1)."""
    pks = list(item.meeting.programme.values_list("pk", flat=True))
    here = pks.index(item.pk)
    there = min(max(here + by, 0), len(pks) - 1)
    pks.insert(there, pks.pop(here))
    put_in_order(meeting=item.meeting, pks=pks)


@transaction.atomic
def copy(*, meeting: Meeting, by: User, start: dt.datetime | None = None) -> Meeting:
    """A new draft like ``meeting`` and as long, with its programme, audience and size of groups; it begins at
    ``start``, or on the same weekday four weeks on. Of no series."""
    items = list(meeting.programme.all())
    old_audience = Audience.objects.filter(meeting=meeting).first()
    new = Meeting.objects.get(pk=meeting.pk)
    start = start or _same_clock_later(meeting)
    new.pk = None
    new._state.adding = True
    for name, value in {
        "start": start,
        "end": start + (meeting.end - meeting.start),
        "rhythm": Meeting.Rhythm.NONE,
        "follows": None,
        "answer_by": None,
        "state": Meeting.State.DRAFT,
        "published_at": None,
        "cancelled_at": None,
        "cancel_reason": "",
        "agreed": "",
        "uid": Meeting._meta.get_field("uid").get_default(),
        "sequence": 0,
        "announced": {},
        "version": 1,
        "created_by": by,
        "host": by,
        "host_phone": by.phone,
        "dtstamp": timezone.now(),
        "created_at": timezone.now(),
        "join_url": "",
        "join_service": "",
        "join_id": "",
        "join_passcode": "",
        "join_phone": "",
        "source": "",
    }.items():
        setattr(new, name, value)
    new.save()
    new.cohosts.set(meeting.cohosts.all())
    for item in items:
        item.pk, item.meeting, item.version = None, new, 1
        item.begun_at, item.extra_minutes = None, 0
        item._state.adding = True
        if item.is_slot:
            item.slot_deadline = item.slot_filled_at = None
        item.save()
    if old_audience:
        _copy_audience(old_audience, new)
    _copy_guests(meeting, new)
    day = MeetingDay.objects.filter(meeting=meeting).first()
    if day is not None:
        MeetingDay.objects.create(meeting=new, size=day.size)
    return new


@transaction.atomic
def fill_slot(*, item: ProgrammeItem) -> None:
    """The partner has said what it will talk about."""
    item.slot_filled_at = timezone.now()
    item.save()


def empty_slots(meeting: Meeting) -> list[ProgrammeItem]:
    return [item for item in meeting.programme.select_related("partner") if item.is_empty_slot]


@transaction.atomic
def remind_slots(*, meeting: Meeting, by: User | None) -> int:
    """*Minn partnerne om innlegget sitt*: to the officers of partners with an empty slot; once a day at most."""
    slots = empty_slots(meeting)
    if not slots:
        return 0
    day = norwegian.today()
    message, is_new = MeetingMessage.objects.get_or_create(
        meeting=meeting, kind=MeetingMessage.Kind.SLOT, key=f"{day:%Y%m%d}", defaults={"by": by}
    )
    if not is_new:
        return 0
    drafts = [_slot_draft(item, term, message) for item in slots for term in _officers(item)]
    message.recipients = outbox.enqueue(drafts)
    message.save(update_fields=["recipients"])
    return message.recipients


def _officers(item: ProgrammeItem) -> list[RoleTerm]:
    seats = PartnerOfficer.objects.open().of_partner(item.partner_id)
    return list(RoleTerm.objects.current().holders().filter(seat__in=seats.values("pk")).select_related("person"))


def _slot_draft(item: ProgrammeItem, term: RoleTerm, message: MeetingMessage) -> outbox.Draft:
    return outbox.to_person(
        term.person,
        kind=SLOT,
        subject_id=item.pk,
        version=message.pk,
        resend=term.person_id % 32_000,
        group=message.group,
        expires_at=item.meeting.start,
    )


def _same_clock_later(meeting: Meeting) -> dt.datetime:
    """The same clock in Oslo, also across a change to or from summer time."""
    start = norwegian.local(meeting.start)
    day = max(start.date(), norwegian.today()) + dt.timedelta(weeks=4)
    day += dt.timedelta(days=(start.weekday() - day.weekday()) % 7)
    return norwegian.at(day, start.time())


def _copy_audience(old: Audience, meeting: Meeting) -> None:
    new = Audience.objects.create(meeting=meeting, kinds=old.kinds)
    new.councils.set(old.councils.all())
    new.municipalities.set(old.municipalities.all())
    new.themes.set(old.themes.all())
    new.persons.set(old.persons.all())


def _copy_guests(old: Meeting, meeting: Meeting) -> None:
    guests = list(old.guests.all())
    for guest in guests:
        guest.pk, guest.meeting = None, meeting
    AudienceGuest.objects.bulk_create(guests)


def describe(entries: Sequence[Entry]) -> str:
    """The programme as plain lines, for calendars and text mails."""
    lines = [f"{norwegian.format_clock(norwegian.local(entry.start))}  {_line(entry)}" for entry in entries]
    return "\n".join(lines) or _("The programme comes later.")


def _line(entry: Entry) -> str:
    presenter = entry.presenter
    return f"{entry.item.title} ({presenter})" if presenter else entry.item.title
