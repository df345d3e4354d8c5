"""What a report about a municipality says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from brokers.models import BrokeringEntry
from meetings.models import FollowUp, Invitation, Meeting, PastAnswer
from municipalities.models import Experience, FouiContact, Strategy, Trial
from overview.reports import idea_part
from overview.reports.content import Asked, Number, Section, Table
from overview.reports.rights import Level
from partnership.common import norwegian
from partnership.people.models import RoleTerm


def sections(asked: Asked) -> Iterator[Section]:
    own, compares = asked.level == Level.OWN, asked.level in (Level.OWN, Level.COMPARES)
    yield _roles(asked)
    yield idea_part.section(asked)
    if compares:
        yield idea_part.answers(asked)
    yield idea_part.money(asked)
    if own:
        yield _brokering(asked)
    if compares:
        yield _meetings(asked)
    yield _follow_ups(asked)
    yield _experiences(asked)
    yield _strategies(asked)


def _roles(asked: Asked) -> Section:
    seats = FouiContact.objects.in_municipality(asked.about).values("pk")
    day_after = asked.after.date()
    there = RoleTerm.objects.filter(seat__in=seats, since__lt=day_after).filter(
        Q(until__isnull=True) | Q(until__gt=asked.period.since)
    )
    counted = there.aggregate(
        holders=Count("person", distinct=True, filter=Q(capacity="holder")),
        deputies=Count("person", distinct=True, filter=Q(capacity="deputy")),
        begun=Count("pk", filter=Q(**asked.on_days("since"))),
        ended=Count("pk", filter=Q(**asked.on_days("until"))),
    )
    numbers = [
        Number(_("Persons who were FoUI contact"), counted["holders"], _("At least one day of the period.")),
        Number(_("Persons who were deputy"), counted["deputies"], _("At least one day of the period.")),
        Number(_("Parts in a role that began"), counted["begun"], _("By the first day.")),
        Number(_("Parts in a role that ended"), counted["ended"], _("By the first day without it.")),
    ]

    def rows() -> Iterator[list[Any]]:
        for term in there.select_related("person", "seat").order_by("since", "pk"):
            yield [term.seat.title, term.person.name, term.get_capacity_display(), term.since, term.last_day]

    return Section(_("Roles"), numbers, [Table(_("Roles"), _role_header(), rows)])


def _role_header() -> list[str]:
    return [_("Role"), _("Name"), _("As"), _("From"), _("To and including")]


def _brokering(asked: Asked) -> Section:
    """The municipality's own; officers have sums by company, in the report about the company."""
    lines = BrokeringEntry.objects.visible_to(asked.person).about_municipality(asked.about)
    lines = lines.between(asked.period.since, asked.period.until)
    sums = lines.sums()
    how = _("Lines that brokers have noted about the municipality, deleted ones left out.")
    kinds = [
        Number(_("of them: %(kind)s") % {"kind": kind.label}, sums[kind.value], how) for kind in BrokeringEntry.Kind
    ]
    hours = Number(_("Hours noted"), sums["half_hours"] / 2, _("Only where hours were noted."))

    def rows() -> Iterator[list[Any]]:
        for line in lines.for_list().order_by("day", "pk").iterator(chunk_size=500):
            yield [line.day, line.get_kind_display(), line.seat.company.name, line.text]

    table = Table(_("Brokering"), [_("Day"), _("Kind"), _("Company"), _("One line")], rows)
    return Section(_("Brokering"), [Number(_("Brokerings"), sums["entries"], how), *kinds, hours], [table])


def _meetings(asked: Asked) -> Section:
    """Of meetings the person sees: neither a title nor a count of another."""
    held = Meeting.objects.visible_to(asked.person).not_cancelled().past().filter(**asked.within("start"))
    held = held.exclude(state="draft")
    contacts = FouiContact.objects.in_municipality(asked.about).values("pk")
    invitations = Invitation.objects.active().arrived().filter(seat__in=contacts, meeting__in=held.values("pk"))
    past = PastAnswer.objects.filter(municipality=asked.about, meeting__in=held.values("pk"))
    came = set(invitations.to_seat().values_list("meeting", flat=True))
    came |= set(past.filter(reply="comes").values_list("meeting", flat=True))
    asked_to = set(invitations.values_list("meeting", flat=True)) | set(past.values_list("meeting", flat=True))
    answered = set(invitations.exclude(reply="").values_list("meeting", flat=True))
    answered |= set(past.exclude(reply="").values_list("meeting", flat=True))
    numbers = [
        Number(
            _("Meetings the municipality was invited to"),
            len(asked_to),
            _("Meetings held in the period that you may see, where the role as FoUI contact was invited."),
        ),
        Number(
            _("Meetings somebody came to"),
            len(came),
            _("Said yes and had a place, or was noted as there; not those noted as absent."),
        ),
        Number(_("Invitations nobody answered"), len(asked_to - answered), _("Neither yes, perhaps nor no.")),
    ]

    def rows() -> Iterator[list[Any]]:
        for meeting in held.filter(pk__in=asked_to).order_by("start", "pk").iterator(chunk_size=500):
            yield [
                norwegian.local(meeting.start).date(),
                meeting.title,
                _("came") if meeting.pk in came else _("did not come"),
            ]

    table = Table(_("Meetings"), [_("Day"), _("Title"), _("Somebody came")], rows)
    note = _("Seen by the municipality itself and by KS alone.")
    return Section(_("Meetings"), numbers, [table], note)


def _follow_ups(asked: Asked) -> Section:
    contacts = FouiContact.objects.in_municipality(asked.about).values("pk")
    rows = FollowUp.objects.visible_to(asked.person).filter(seat__in=contacts)
    return follow_up_section(rows, asked, _("Follow-ups that lie with the FoUI contact, of those you may see."))


def follow_up_section(rows: Any, asked: Asked, whose: str) -> Section:
    due = Q(**asked.on_days("due"))
    open_, today = Q(done_at__isnull=True), norwegian.today()
    sums = rows.order_by().aggregate(
        total=Count("pk", distinct=True, filter=due),
        done=Count("pk", distinct=True, filter=due & ~open_),
        overdue=Count("pk", distinct=True, filter=due & open_ & Q(due__lt=today)),
    )
    numbers = [
        Number(_("Follow-ups with their day in the period"), sums["total"], whose),
        Number(_("of them: done"), sums["done"], _("Noted as done by the day of the report.")),
        Number(_("of them: overdue"), sums["overdue"], _("Not noted as done, and the day is over.")),
    ]
    return Section(_("Follow-ups"), numbers)


def _experiences(asked: Asked) -> Section:
    shown = Experience.objects.visible_to(asked.person).published().of(asked.about)
    shared = shown.filter(**asked.within("published_at"))
    wished = Trial.objects.filter(experience__in=shown.values("pk"), **asked.within("at"))
    wanted = Trial.objects.filter(municipality=asked.about, **asked.within("at"))
    wanted = wanted.filter(experience__in=Experience.objects.visible_to(asked.person).values("pk"))
    numbers = [
        Number(_("Experiences shared"), shared.count(), _("Shared with everybody in the period, and still so.")),
        Number(
            _("Municipalities that want to try"),
            wished.values("municipality").distinct().count(),
            _("Said so in the period of an experience from here, whenever it was shared."),
        ),
        Number(_("Wishes to try what others did"), wanted.count(), _("Said by this municipality in the period.")),
    ]

    def rows() -> Iterator[list[Any]]:
        for trial in (
            wished.select_related("experience", "municipality").order_by("at", "pk").iterator(chunk_size=500)
        ):
            yield [trial.at, trial.experience.title, trial.municipality.name]

    table = Table(_("Want to try"), [_("Day"), _("Experience"), _("Municipality")], rows)
    return Section(_("Experiences"), numbers, [table])


def _strategies(asked: Asked) -> Section:
    seen = Strategy.objects.visible_to(asked.person).of(asked.about).with_decision()
    lived = seen.filter(begins__lte=asked.period.until).exclude(ended_at__lt=asked.first)
    sums = lived.order_by().aggregate(
        all=Count("pk"),
        begun=Count("pk", filter=Q(**asked.on_days("begins"))),
        treated=Count("pk", filter=Q(**asked.within("decided_at"))),
        adopted=Count("pk", filter=Q(state="adopted")),
    )
    decided = _("By the day that is noted for the decision.")
    numbers = [
        Number(_("Strategies"), sums["all"], _("Begun by the end of the period, and not ended before it.")),
        Number(_("of them: begun"), sums["begun"], _("The work began in the period.")),
        Number(_("of them: with political treatment"), sums["treated"], decided),
        Number(_("of them: adopted"), sums["adopted"], _("On the day of the report.")),
    ]

    def rows() -> Iterator[list[Any]]:
        for one in lived.order_by("begins", "pk"):
            treated = norwegian.local(one.decided_at).date() if one.decided_at else one.treated_on
            yield [one.title, one.get_state_display(), one.begins, one.draft_by, treated]

    header = [_("Title"), _("State"), _("Work begins"), _("Draft is ready"), _("Political treatment")]
    return Section(_("Strategies"), numbers, [Table(_("Strategies"), header, rows)])
