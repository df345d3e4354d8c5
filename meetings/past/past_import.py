"""Meetings held before the portal was there, from a spreadsheet: a row for each municipality and its answer.

A plan changes nothing. Carrying it out makes a new one from the same rows under a lock, and does all or nothing; the
last one can be taken back for a week.
Such a meeting is told as history: nobody is invited to it, so that no mail, calendar or reminder comes of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext_lazy

from meetings.models import Meeting, PastAnswer, PastImport, Reply
from municipalities.models import Municipality
from partnership.common import imports, norwegian
from partnership.common.history import because
from partnership.partners.models import Partner
from partnership.people.models import User

COLUMNS: imports.Columns = {
    "day": ("dato", "dag"),
    "title": ("tittel", "møte", "navn"),
    "kind": ("type", "slag"),
    "place": ("kommune", "kommunenummer", "kommunenavn"),
    "reply": ("svar", "oppmøte", "deltok"),
}
REQUIRED = ("day", "title", "place", "reply")
HEADING = [titles[0] for titles in COLUMNS.values()]
REPLIES = {
    "kom": Reply.COMES, "kommer": Reply.COMES, "ja": Reply.COMES, "deltok": Reply.COMES, "x": Reply.COMES,
    "kanskje": Reply.MAYBE,
    "nei": Reply.DECLINED, "avbud": Reply.DECLINED, "meldtavbud": Reply.DECLINED, "komikke": Reply.DECLINED,
    "": Reply.SILENT, "ikkesvart": Reply.SILENT, "ubesvart": Reply.SILENT,
}  # fmt: skip
FIRST_YEAR = 1990
UNDONE_WITHIN = dt.timedelta(days=7)
NEW, CHANGED = "new", "changed"
LABELS = {
    NEW: pgettext_lazy("past meeting row", "New answer"),
    CHANGED: pgettext_lazy("past meeting row", "Other answer"),
    imports.SAME: pgettext_lazy("past meeting row", "No change"),
    imports.WRONG: pgettext_lazy("past meeting row", "Wrong"),
}
Key = tuple[dt.date, str]  # the day, and the title in small letters


@dataclass
class Step(imports.Step):
    columns = COLUMNS
    labels = LABELS
    changing = (NEW, CHANGED)

    day: dt.date | None = None
    kind: str = ""
    reply: str = ""
    before: str | None = None  # the answer that stands there now
    municipality: Municipality | None = None

    @property
    def key(self) -> Key:
        assert self.day is not None
        return self.day, self.row.cells["title"].casefold()


@dataclass(frozen=True)
class Plan(imports.Plan[Step]):
    known: dict[Key, Meeting]


def read(content: bytes) -> list[imports.Row]:
    """Raises imports.Unreadable."""
    return imports.read(content, columns=COLUMNS, required=REQUIRED)


def template_rows() -> Iterator[list[str]]:
    """A row for every municipality, to be filled in for one meeting and repeated for the next."""
    with override("nb"):
        kind = str(Meeting.Kind.DIALOGUE.label)
    for place in Municipality.objects.order_by("sort_name"):
        yield ["", "", kind, place.name, ""]


def plan(rows: list[imports.Row], partner: Partner) -> Plan:
    """Three queries, whatever the number of rows."""
    planner = _Planner(partner)
    return Plan([planner.step(row) for row in rows], planner.known)


@transaction.atomic
def carry_out(*, rows: list[imports.Row], partner: Partner, by: User) -> Plan:
    """Do the plan. With an error in any row nothing is done: look at ``errors`` of what is returned."""
    Partner.objects.select_for_update().get(pk=partner.pk)
    found = plan(rows, partner)
    if not found.errors:
        with because(_("Import from a spreadsheet")):
            _do(found, partner, by)
    return found


def last(partner: Partner) -> PastImport | None:
    """What can still be taken back."""
    return PastImport.objects.newest_of(partner, within=UNDONE_WITHIN)


@transaction.atomic
def take_back(*, partner: Partner, pk: int) -> PastImport:
    """*Angre*: answers stand as before, and a meeting it made is gone unless something has been added to it since.
    Raises ValidationError for another than the last one."""
    Partner.objects.select_for_update().get(pk=partner.pk)
    found = last(partner)
    if found is None or found.pk != pk:
        raise ValidationError(_("This import cannot be undone any more."))
    for meeting, place, reply in found.before:
        answers = PastAnswer.objects.filter(meeting=meeting, municipality=place)
        answers.delete() if reply is None else answers.update(reply=reply)
    with because(_("Import undone")):
        for one in Meeting.objects.among(found.made).holding_nothing():
            one.delete()
    found.undone_at = timezone.now()
    found.save(update_fields=["undone_at"])
    return found


def _do(found: Plan, partner: Partner, by: User) -> None:
    answers, before, made = [], [], []
    for step in found.steps:
        if step.changes:
            assert step.municipality is not None
            meeting = found.known.get(step.key)
            if meeting is None:
                meeting = found.known[step.key] = _held(step, partner, by)
                made.append(meeting.pk)
            answers.append(PastAnswer(meeting=meeting, municipality=step.municipality, reply=step.reply))
            before.append([meeting.pk, step.municipality.pk, step.before])
    PastAnswer.objects.bulk_create(
        answers, update_conflicts=True, unique_fields=["meeting", "municipality"], update_fields=["reply"]
    )
    if before:
        PastImport.objects.create(partner=partner, by=by, made=made, before=before)


def _held(step: Step, partner: Partner, by: User) -> Meeting:
    assert step.day is not None
    start = norwegian.at(step.day, dt.time(9))
    return Meeting.objects.create(
        owner_partner=partner, host=by, host_phone=by.phone, created_by=by, title=step.row.cells["title"],
        kind=step.kind, start=start, end=start + dt.timedelta(hours=3), state=Meeting.State.HELD,
        source=_("Imported from a spreadsheet"),
    )  # fmt: skip


class _Planner:
    def __init__(self, partner: Partner) -> None:
        places = list(Municipality.objects.all())
        self.places = {place.number: place for place in places}
        for place in places:
            self.places |= {name.lower(): place for name in place.names}
        with override("nb"):  # as in the file to fill in, whatever language the page is read in
            self.kinds = {imports.letters(str(label)): value for value, label in Meeting.Kind.choices}
            self.usual = imports.letters(str(Meeting.Kind.MEETING.label))
        meetings = Meeting.objects.partner_meetings_sent().past().hosted_by(partner)
        self.known = {(norwegian.local(one.start).date(), one.title.casefold()): one for one in meetings}
        answers = PastAnswer.objects.filter(meeting__in=meetings)
        self.answers = {(one.meeting_id, one.municipality_id): one.reply for one in answers}
        self.seen: dict[tuple[Key, int], int] = {}
        self.kind_of: dict[Key, str] = {key: one.kind for key, one in self.known.items()}

    def step(self, row: imports.Row) -> Step:
        step = Step(row)
        self._check(step)
        if not step.errors:
            self._decide(step)
        return step

    def _check(self, step: Step) -> None:
        cells = step.row.cells
        _check_day(step)
        if not cells["title"]:
            step.wrong("title", _("The title is missing."))
        elif len(cells["title"]) > 160:
            step.wrong("title", _("The title is too long."))
        kind = self.kinds.get(imports.letters(cells.get("kind", "")) or self.usual)
        if kind is None:
            words = {"value": cells["kind"], "kinds": ", ".join(str(label) for label in Meeting.Kind.labels)}
            step.wrong("kind", _("No kind of meeting is called «%(value)s». Write one of: %(kinds)s.") % words)
        step.kind = kind or ""
        place = cells["place"]
        step.municipality = self.places.get(place.zfill(4) if place.isdigit() else place.lower())
        if step.municipality is None:
            step.wrong("place", _("No municipality here is called «%(value)s».") % {"value": place})
        reply = REPLIES.get(imports.letters(cells["reply"]))
        if reply is None:
            text = _("Write «kom», «kanskje», «nei» or nothing, not «%(value)s».")
            step.wrong("reply", text % {"value": cells["reply"]})
        step.reply = reply or ""

    def _decide(self, step: Step) -> None:
        assert step.municipality is not None
        key, place, known = step.key, step.municipality.pk, self.known.get(step.key)
        first = self.seen.setdefault((key, place), step.row.number)
        if known is not None and not known.is_retold:
            step.wrong("title", _("This meeting was held in the portal, and has its own answers."))
        elif self.kind_of.setdefault(key, step.kind) != step.kind:
            step.wrong("kind", _("The same meeting is of another kind in another row, or in the portal."))
        elif first != step.row.number:
            text = _("The municipality stands in row %(n)s already, for the same meeting.")
            step.wrong("place", text % {"n": first})
        else:
            step.before = self.answers.get((known.pk, place)) if known else None
            step.action = NEW if step.before is None else imports.SAME if step.before == step.reply else CHANGED


def _check_day(step: Step) -> None:
    value = step.row.cells["day"]
    step.day = _day(value)
    if step.day is None:
        step.wrong("day", _("Not a date: «%(value)s». Write it as 31.12.2024.") % {"value": value})
    elif step.day >= norwegian.today():
        step.wrong("day", _("The day has not been yet."))
    elif step.day.year < FIRST_YEAR:
        step.wrong("day", _("The year is before %(n)s.") % {"n": FIRST_YEAR})


def _day(value: str) -> dt.date | None:
    """As typed, or as a spreadsheet's own date comes out: «2024-12-31 00:00:00»."""
    for pattern in ("%d.%m.%Y", "%Y-%m-%d", "%Y-%m-%d %H:%M:%S"):
        try:
            return dt.datetime.strptime(value, pattern).date()
        except ValueError:
            continue
    return None
