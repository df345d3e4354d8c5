"""The partnership's own records that a partner has: its meetings and what came of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from meetings.models import Agreement, FollowUp, Invitation, Material, Meeting, Minutes
from overview.reports.access_records import Record, Source
from partnership.partners.models import InformationPage, Partner
from partnership.people.models import User


def sources(partner: Partner, person: User) -> Iterator[Source]:
    own = Meeting.objects.visible_to(person).hosted_by(partner)
    yield _meeting(own)
    yield _minutes(own)
    organiser = _("the organiser")
    yield Source(_("agreement"), _of(Agreement, own), ("text",), "at", _plain(organiser))
    yield Source(_("follow-up"), _follow_ups(own), ("text", "done_note"), "at", _follow_up)
    yield Source(_("material"), _of(Material, own), ("title",), "added_at", _material)
    said = _of(Invitation, own).exclude(comment="").exclude(replied_at=None)
    yield Source(_("message to the host"), said, ("comment",), "replied_at", _comment)
    pages = InformationPage.objects.filter(partner=partner, published_at__isnull=False)
    yield Source(_("information page"), pages, ("name", "ingress", "text"), "published_at", _page)


def _meeting(own: Any) -> Source:
    def line(row: Meeting) -> Record:
        text = "\n".join(filter(None, [row.purpose, row.challenge, row.agreed]))
        known = (_("a draft"),) if row.is_draft else ()
        return Record(_number(row), row.start, row.title, _("the organiser to those invited"), text, known)

    return Source(_("meeting"), own, ("title", "purpose", "challenge", "agreed"), "start", line)


def _minutes(own: Any) -> Source:
    def line(row: Minutes) -> Record:
        known = () if row.is_published else (_("a draft"),)
        number = row.case_reference or _number(row.meeting)
        return Record(number, row.meeting.start, row.meeting.title, _("the organiser"), row.text, known)

    begun = Minutes.objects.begun().filter(meeting__in=own.values("pk")).select_related("meeting")
    return Source(_("minutes of a meeting"), begun, ("text", "meeting__title"), "meeting__start", line)


def _follow_ups(own: Any) -> Any:
    keys = own.values("pk")
    return FollowUp.objects.filter(Q(meeting__in=keys) | Q(first_meeting__in=keys)).select_related("meeting")


def _follow_up(row: FollowUp) -> Record:
    text = " ".join(filter(None, [row.text, row.done_note]))
    return Record(_number(row.meeting), row.at, row.meeting.title, _("whoever is responsible"), text)


def _material(row: Material) -> Record:
    known = (_("the file itself must be read"),) if row.file else ()
    return Record(_number(row.meeting), row.added_at, row.title, _("the organiser"), row.url, known)


def _comment(row: Invitation) -> Record:
    assert row.replied_at is not None
    known = (_("who wrote it"),)
    return Record(_number(row.meeting), row.replied_at, row.meeting.title, _("invited to host"), row.comment, known)


def _page(row: InformationPage) -> Record:
    assert row.published_at is not None
    return Record(f"S-{row.pk}", row.published_at, row.name, _("for everybody"), row.text)


def _plain(who: str) -> Callable[[Any], Record]:
    def line(row: Any) -> Record:
        return Record(_number(row.meeting), row.at, row.meeting.title, who, row.text)

    return line


def _of(model: Any, own: Any) -> Any:
    return model._default_manager.filter(meeting__in=own.values("pk")).select_related("meeting")


def _number(meeting: Meeting) -> str:
    return f"M-{meeting.pk}"
