"""What a report about a partner says, to the partner's own officers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from ideas.models import Application, Idea
from meetings.models import FollowUp, Invitation, Meeting, PastAnswer
from overview.reports import idea_part
from overview.reports.content import Asked, Number, Section, Table
from overview.reports.municipality import follow_up_section
from partnership.common import norwegian
from partnership.partners.models import FundingCall, FundingScheme


def sections(asked: Asked) -> Iterator[Section]:
    yield _meetings(asked)
    whose = _("Made in, or standing on, meetings the partner has or has together with others.")
    own = Meeting.objects.visible_to(asked.person).hosted_by(asked.about).values("pk")
    rows = FollowUp.objects.filter(Q(meeting__in=own) | Q(first_meeting__in=own)).visible_to(asked.person)
    yield follow_up_section(rows, asked, whose)
    yield _schemes(asked)
    seen = Idea.objects.visible_to(asked.person).values("pk")
    sent = Application.objects.filter(call__scheme__owner_partner=asked.about, idea__in=seen)
    yield idea_part.applications(sent, asked, _("Applications to the partner's schemes"))


def _meetings(asked: Asked) -> Section:
    held = Meeting.objects.visible_to(asked.person).hosted_by(asked.about).not_cancelled().past()
    held = held.exclude(state="draft").filter(**asked.within("start"))
    places = Invitation.objects.active().arrived().filter(meeting__in=held.values("pk"))
    sums = places.order_by().aggregate(
        invited=Count("pk"),
        came=Count("pk", filter=Q(reply="comes", waiting_since=None) & ~Q(attendance__in=["notice", "absent"])),
        noted=Count("pk", filter=Q(attendance="present")),
        silent=Count("pk", filter=Q(reply="")),
    )
    past = PastAnswer.objects.filter(meeting__in=held.values("pk"), reply="comes").count()
    numbers = [
        Number(
            _("Meetings held"),
            held.count(),
            _("Begun in the period and over, not cancelled; the partner has them, or has them with others."),
        ),
        Number(_("Invitations"), sums["invited"], _("To persons; those taken back are left out.")),
        Number(_("Said they would come"), sums["came"], _("And had a place, and were not noted as absent.")),
        Number(_("Noted as there"), sums["noted"], _("Only where attendance was noted.")),
        Number(_("Did not answer"), sums["silent"], _("Neither yes, perhaps nor no.")),
        Number(
            _("Municipalities that came, before the portal"),
            past,
            _("From imported lists: one for each municipality and meeting."),
        ),
    ]

    def rows() -> Iterator[list[Any]]:
        counted = held.with_reply_counts("comes", "invited").order_by("start", "pk")
        for one in counted.iterator(chunk_size=500):
            yield [norwegian.local(one.start).date(), one.title, one.get_kind_display(), one.invited, one.comes]

    header = [_("Day"), _("Title"), _("Kind"), _("Invitations"), _("Said yes")]
    return Section(_("Meetings"), numbers, [Table(_("Meetings"), header, rows)])


def _schemes(asked: Asked) -> Section:
    schemes = FundingScheme.objects.shown().filter(owner_partner=asked.about)
    calls = FundingCall.objects.shown().filter(scheme__owner_partner=asked.about)
    numbers = [
        Number(_("Funding schemes"), schemes.count(), _("Shown in the portal on the day of the report.")),
        Number(_("Calls that opened"), calls.filter(**asked.on_days("opens")).count(), _("By the day they opened.")),
        Number(_("Calls that closed"), calls.filter(**asked.within("closes")).count(), _("By the deadline.")),
    ]

    def rows() -> Iterator[list[Any]]:
        touched = calls.filter(Q(**asked.on_days("opens")) | Q(**asked.within("closes")))
        for call in touched.select_related("scheme").order_by("closes", "pk"):
            yield [call.scheme.name, call.title, call.opens, call.closes]

    header = [_("Scheme"), _("Call"), _("Opens"), _("Closes")]
    return Section(_("Schemes and calls"), numbers, [Table(_("Calls"), header, rows)])
