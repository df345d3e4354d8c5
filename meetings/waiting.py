"""What meetings make wait for a person: to answer, to mend, to fill in, to approve."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.invitations import requests
from meetings.mailing import announcing
from meetings.models import Invitation, Meeting, ProgrammeItem, SpeakerRequest
from partnership.common import norwegian
from partnership.common.contributions import Action, Waiting
from partnership.common.norwegian import number_word
from partnership.common.probing import OfRows, Source
from partnership.partners import own_roles
from partnership.people import roles
from partnership.people.models import User

QUIET = dt.timedelta(days=2)
# Before that, the silent are not late: a date is held months ahead.
REMIND_WITHIN = dt.timedelta(days=14)
AFTER_A_MONTH = dt.timedelta(days=30)


@Source
def waiting(user: User, on: dt.date) -> Iterator[OfRows]:
    asked = Invitation.objects.active().arrived().silent().of(user).still_open().select_related("meeting")
    yield OfRows(asked.order_by("meeting__start")[:10], _unanswered)
    if roles.is_officer(user):
        partners = [role.partner_id for role in own_roles.of(user)]
        yield OfRows(ProgrammeItem.objects.empty_slots_of(partners).select_related("meeting"), _slots, by_role=False)
        yield OfRows(SpeakerRequest.objects.open().select_related("meeting", "asked_by"), _speakers, by_role=False)
    organised = Meeting.objects.organised_by(user)
    to_plan = organised.to_plan(norwegian.at(on - AFTER_A_MONTH, dt.time())).order_by("start")
    yield OfRows(
        to_plan.with_reply_counts("comes", "silent").with_tasks(),
        partial(_organised, user=user, on=on),
        by_role=False,
    )
    to_come = organised.not_cancelled().upcoming().values("pk")
    refused = Invitation.objects.active().arrived().filter(meeting__in=to_come).with_refused_mail()
    order = ("meeting__start", "meeting_id", "sort_organisation", "sort_name", "pk")
    yield OfRows(refused.select_related("meeting").order_by(*order), _refused, by_role=False)


def _unanswered(rows: Iterable[Invitation]) -> Iterator[Waiting]:
    for invitation in rows:
        meeting = invitation.meeting
        reply = reverse("meetings:reply", args=[meeting.pk])
        deadline = meeting.answer_by and norwegian.format_day(meeting.answer_by)
        sentence = f"{meeting.title}, {meeting.where}."
        mail = settings.PORTAL_URL + reverse("answers:answer", args=[invitation.token()])
        if deadline:
            sentence += " " + _("Answer by %(day)s.") % {"day": deadline}
        yield Waiting(
            key=f"invitation:{invitation.pk}",
            title=_("Do you come %(when)s?") % {"when": meeting.when},
            sentence=sentence,
            url=meeting.get_absolute_url(),
            due=meeting.answer_by,
            minutes=1,
            weight=10,
            actions=tuple(
                Action(label, reply, "post", data={"svar": value}, mail_url=f"{mail}?svar={word}")
                for label, value, word in (
                    (_("Yes"), "comes", "kommer"),
                    (_("Maybe"), "maybe", "kanskje"),
                    (_("No"), "declined", "nei"),
                )
            ),
            mail_url=mail,
            mail_from=mail_from(invitation.invited_at, meeting.answer_by),
            seat=invitation.seat_id,
        )


def mail_from(asked_at: dt.datetime | None, answer_by: dt.date | None) -> dt.date | None:
    """Two days after the question, which is a mail itself; at once where the deadline comes before that."""
    if asked_at is None:
        return None
    day = norwegian.local(asked_at).date() + QUIET
    return None if answer_by and answer_by <= day else day


def _slots(items: Iterable[ProgrammeItem]) -> Iterator[Waiting]:
    for item in items:
        url = reverse("meetings:slot", args=[item.meeting_id, item.pk])
        yield Waiting(
            key=f"slot:{item.pk}",
            title=_("Your talk at %(meeting)s is missing") % {"meeting": item.meeting.title},
            sentence=_("%(n)s minutes, %(when)s.") % {"n": item.minutes, "when": item.meeting.when},
            url=url,
            due=item.slot_deadline,
            minutes=5,
            actions=(Action(_("Write it"), url),),
        )


def _speakers(requested: Iterable[SpeakerRequest]) -> Iterator[Waiting]:
    """Requests for somebody to introduce: any partner may take them."""
    for asked in requested:
        url = reverse("meetings:speaker_answer", args=[asked.pk])
        name = asked.asked_by.name if asked.asked_by else asked.meeting.owner_name
        yield Waiting(
            key=requests.notice_key(asked),
            title=_("%(name)s asks for a speaker") % {"name": name},
            sentence=f"{asked.meeting.title}, {asked.meeting.when}.",
            url=url,
            due=norwegian.local(asked.meeting.start).date(),
            minutes=5,
            weight=24,
            actions=(Action(_("Answer"), url),),
        )


def _last_of_series(meeting: Meeting) -> Waiting:
    """A month after, while nobody has drafted the next one."""
    url = reverse("meetings:next_in_series", args=[meeting.pk])
    title = _("The next meeting in the series is not planned")
    return _line(meeting, "series", title, url, _("Plan it"), weight=60)


def _refused(invitations: Iterable[Invitation]) -> Iterator[Waiting]:
    """Each address once, at the first meeting where it did not work; a single one leads straight to its page."""
    by_meeting: dict[int, dict[str, Invitation]] = {}
    for row in invitations:
        by_meeting.setdefault(row.meeting_id, {})[row.email.lower()] = row
    known: set[str] = set()
    for rows in by_meeting.values():
        lost = [row for email, row in rows.items() if email not in known]
        if lost:
            known |= {row.email.lower() for row in lost}
            yield _lost(lost[0].meeting, lost)


def _lost(meeting: Meeting, rows: list[Invitation]) -> Waiting:
    count = len(rows)
    title = ngettext("One mail came back", "%(n)s mails came back", count) % {"n": number_word(count)}
    if count == 1:
        url, label = reverse("meetings:address", args=[meeting.pk, rows[0].pk]), _("Correct the address")
    else:
        url, label = reverse("meetings:board", args=[meeting.pk]) + "?svar=feil", _("Correct the addresses")
    line = _line(meeting, "refused", title[:1].upper() + title[1:], url, label, weight=23)
    names = " · ".join(str(row) for row in rows[:3])
    more = _(" and %(n)s more") % {"n": count - 3} if count > 3 else ""
    return replace(line, sentence=f"{names}{more}. {line.sentence}")


def _short(meeting: Meeting) -> str:
    """«Dialogmøte onsdag 16. desember»."""
    kind = str(meeting.get_kind_display())
    return f"{kind[:1].upper()}{kind[1:]} {norwegian.format_day(norwegian.local(meeting.start).date())}"


def _organised(meetings: Iterable[Meeting], user: User, on: dt.date) -> Iterator[Waiting]:
    own = {role.partner_id for role in own_roles.of(user)}
    for meeting in meetings:
        if meeting.is_upcoming:
            yield from _to_do(meeting, on)
            yield from _empty_slots(meeting, own)
        else:
            yield _last_of_series(meeting)


def _to_do(meeting: Meeting, on: dt.date) -> Iterator[Waiting]:
    if meeting.asking:
        url = reverse("meetings:board", args=[meeting.pk]) + "#mend"
        title = ngettext("%(n)s asks to join", "%(n)s ask to join", meeting.asking) % {"n": meeting.asking}
        yield replace(_line(meeting, "join", title, url, _("See who"), weight=20), url=url)
    if meeting.is_draft:
        return
    programme = meeting.programme.all()
    if meeting.has_unsent_change and announcing.goes_with_programme(meeting, has_programme=bool(programme)):
        ready = reverse("meetings:programme_ready", args=[meeting.pk])
        yield _line(meeting, "change", _("The change has not been sent"), ready, _("Send the programme"), weight=5)
    elif meeting.has_unsent_change:
        change = reverse("meetings:update", args=[meeting.pk])
        yield _line(meeting, "change", _("The change has not been sent"), change, _("Send the change"), weight=5)
    if meeting.silent and (meeting.answer_by or norwegian.local(meeting.start).date()) <= on + REMIND_WITHIN:
        counts = {"meeting": _short(meeting), "comes": meeting.comes, "silent": meeting.silent}
        title = _("%(meeting)s: %(comes)s come, %(silent)s have not answered") % counts
        remind = reverse("meetings:reminder", args=[meeting.pk])
        yield _line(meeting, f"silent:{meeting.answer_by}", title, remind, _("Remind them"), weight=22)


def _empty_slots(meeting: Meeting, own: set[int]) -> Iterator[Waiting]:
    """Other partners' talks, also while the meeting is a draft; one's ``own`` partner's wait by themselves."""
    items = [item for item in meeting.programme.all() if item.is_empty_slot and item.partner_id not in own]
    if items:
        names = ", ".join(dict.fromkeys(item.partner.short_name for item in items if item.partner))
        remind = reverse("meetings:slot_reminder", args=[meeting.pk])
        title = _("%(partners)s lacks a talk") % {"partners": names}
        yield _line(meeting, "slots", title, remind, _("Remind them of it"), method="post", weight=25)


def _line(
    meeting: Meeting, what: str, title: str, url: str, label: str, *, weight: int, method: str = "get"
) -> Waiting:
    return Waiting(
        key=f"meeting:{meeting.pk}:{what}",
        title=title,
        sentence=f"{meeting.title}, {meeting.when}.",
        url=meeting.get_absolute_url(),
        minutes=2,
        weight=weight,
        actions=(Action(label, url, method),),
    )
