"""The workroom's index: what partners come there for, in the words of tasks, with counts of what lies behind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from brokers.models import Broker, Coverage, InnovationCompany
from meetings.models import Meeting
from municipalities.models import FouiContact, Municipality, RegionalCouncil
from overview.models import ContactEnquiry
from partnership.mail.models import OutgoingMail, Suppression
from partnership.partners.models import (
    FundingCall,
    FundingScheme,
    Partner,
    PartnerOfficer,
    ResearchOrganisation,
    Theme,
)
from partnership.people.models import HandoverProposal, RoleTerm, Seat, User


@dataclass
class Task:
    """``rows`` is what the page behind shows; without it there is no count."""

    label: str
    url: str
    rows: QuerySet[Any] | None = None
    count: int | None = None


@dataclass(frozen=True)
class Group:
    title: str
    tasks: list[Task]
    waits: bool = False


def groups(user: User) -> list[Group]:
    """What waits first, then a group for each kind of work; all counts but one in one query."""
    found = [
        Group(_("Waits"), _waiting(user), waits=True),
        Group(_("People and roles"), _people()),
        Group(_("Meetings"), _meetings(user)),
        Group(_("Municipalities and companies"), _places()),
        Group(_("Partners and funding"), _funding()),
        Group(_("Mail"), _mail()),
        Group(_("In and out, and what was done"), _files()),
    ]
    _count([task for group in found for task in group.tasks])
    return found


def _list(label: str, rows: QuerySet[Any], query: str = "") -> Task:
    opts = rows.model._meta
    return Task(label, reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist") + query, rows)


def _waiting(user: User) -> list[Task]:
    seats, asked = Seat.objects.open(), ContactEnquiry.objects.open()
    return [
        _list(_("Roles nobody has"), seats.vacant(), "?holds=vacant"),
        _list(_("Roles not confirmed for a year"), seats.unconfirmed(), "?holds=unconfirmed"),
        _list(_("Somebody leaves, and nobody follows"), seats.leaving(), "?holds=leaving"),
        _list(_("Proposed hand-overs"), HandoverProposal.objects.open(), "?state=open"),
        _list(_("Answers from postmottak"), asked.answered(), "?state=answered"),
        _list(_("Postmottak that has not answered"), asked.unanswered(), "?state=silent"),
        _list(
            _("Meetings with a change not sent"),
            Meeting.objects.visible_to(user).with_unsent_change(),
            "?when=unsent",
        ),
        _list(_("Mails that did not arrive"), OutgoingMail.objects.undelivered(), "?arrived=no"),
        _list(_("Funding schemes to check"), FundingScheme.objects.to_check(), "?checked=stale"),
        _list(_("Calls to check"), FundingCall.objects.to_check(), "?checked=stale"),
        _list(_("Schemes with a dead link"), FundingScheme.objects.with_broken_link(), "?link=broken"),
        _list(_("Calls with a dead link"), FundingCall.objects.with_broken_link(), "?link=broken"),
    ]


def _people() -> list[Task]:
    return [
        _list(_("Give somebody a role"), Seat.objects.open()),
        _list(_("Find a person"), User.objects.all()),
        _list(_("People without a role"), User.objects.without_current_role(), "?role=none"),
        _list(_("The partners' advisers"), PartnerOfficer.objects.all()),
        _list(_("Who has which role today"), RoleTerm.objects.current(), "?today=yes"),
        Task(_("Ask postmottak who the contact is"), reverse("overview:vacancies")),
    ]


def _meetings(user: User) -> list[Task]:
    seen = Meeting.objects.visible_to(user)
    return [
        Task(_("Plan a meeting"), reverse("meetings:create")),
        _list(_("Drafts"), seen.in_state("draft"), "?when=draft"),
        _list(_("Meetings to come"), seen.open_and_upcoming(), "?when=coming"),
        _list(_("All meetings"), seen),
    ]


def _places() -> list[Task]:
    unsure = Coverage.objects.current().unconfirmed()
    return [
        _list(_("Municipalities"), Municipality.objects.all()),
        _list(_("Roles as FoUI contact"), FouiContact.objects.all()),
        _list(_("Regional councils"), RegionalCouncil.objects.all()),
        _list(_("Innovation companies"), InnovationCompany.objects.all()),
        _list(_("Roles as competence broker"), Broker.objects.all()),
        _list(_("Who covers what"), Coverage.objects.all()),
        _list(_("Coverage no company has confirmed"), unsure, "?covers=unconfirmed"),
    ]


def _funding() -> list[Task]:
    return [
        _list(_("Funding schemes"), FundingScheme.objects.all()),
        _list(_("Calls"), FundingCall.objects.all()),
        _list(_("Partners"), Partner.objects.all()),
        _list(_("Themes"), Theme.objects.all()),
        _list(_("Research organisations"), ResearchOrganisation.objects.all()),
    ]


def _mail() -> list[Task]:
    every = _list(_("Sent mails"), OutgoingMail.objects.all())
    # The one table too long to count exactly.
    every.rows, every.count = None, OutgoingMail.objects.estimated() or None
    return [
        every,
        _list(_("Mails that wait in the portal"), OutgoingMail.objects.waiting(), "?arrived=waiting"),
        _list(_("Mails refused by the receiver"), OutgoingMail.objects.refused(), "?arrived=refused"),
        _list(_("Blocked addresses"), Suppression.objects.all()),
        _list(_("Questions to postmottak"), ContactEnquiry.objects.all()),
    ]


def _files() -> list[Task]:
    return [
        Task(_("Import contacts"), reverse("admin:contact_import")),
        Task(_("An empty file to fill in"), reverse("admin:contact_template", args=["xlsx"])),
        Task(_("Contacts as a spreadsheet"), reverse("admin:contact_export", args=["xlsx"])),
        Task(_("The report on brokering"), reverse("overview:brokering_report")),
        Task(_("What has been changed, by whom and why"), reverse("admin:records")),
    ]


def _count(tasks: Iterable[Task]) -> None:
    """One query: a line of numbers from each list's rows."""
    counted = [task for task in tasks if task.rows is not None]
    lines = [
        task.rows.order_by()
        .annotate(_task=Value(number, IntegerField()))
        .values("_task")
        .annotate(_n=Count("pk", distinct=True))
        .values_list("_task", "_n")
        for number, task in enumerate(counted)
        if task.rows is not None
    ]
    for task in counted:
        task.count = 0
    for number, count in lines[0].union(*lines[1:], all=True):
        counted[number].count = count
