"""What came of meetings, as it waits for a person: follow-ups, ideas offered to the municipality, and minutes."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings import naming
from meetings.after import following_up
from meetings.models import FollowUp, IdeaProposal, Invitation, Meeting, Minutes
from municipalities import places
from partnership.common import norwegian
from partnership.common.contributions import Action, Waiting
from partnership.common.probing import OfRows, Source
from partnership.people.models import User

SOON = dt.timedelta(days=7)


@Source
def waiting(user: User, on: dt.date) -> Iterator[OfRows]:
    to_do = FollowUp.objects.of_acting(user).open().filter(due__lte=on + SOON).for_page().order_by("due", "pk")
    yield OfRows(to_do[:20], partial(_follow_ups, user=user, on=on))
    others = FollowUp.objects.open().organised_by(user).with_whose().order_by("due", "pk")
    yield OfRows(others.needs_organiser(on)[:50], _others_follow_ups, by_role=False)
    if own := places.acting(user):
        asked = IdeaProposal.objects.asked().to_places(own).with_meeting().order_by("at", "pk")
        yield OfRows(asked[:10], partial(_proposals, user=user, own=own))
    yield OfRows(
        Minutes.objects.to_publish(user, on).order_by("remarks_until", "pk")[:10], _to_publish, by_role=False
    )
    present = Invitation.objects.active().arrived().of(user).asked_for_remarks(on, by_others_than=user)
    order = ("meeting__minutes__remarks_until", "meeting__minutes__pk")
    yield OfRows(present.select_related("meeting__minutes").order_by(*order)[:10], _to_read)
    yield OfRows(Minutes.objects.with_unanswered(user)[:10], _new_remarks, by_role=False)


def _follow_ups(rows: Iterable[FollowUp], user: User, on: dt.date) -> Iterator[Waiting]:
    """A week before the day and after it; done by one press, also from the mail."""
    for one in naming.name_meetings(rows, user):
        url = reverse("meetings:follow_up", args=[one.pk])
        mail = settings.PORTAL_URL + reverse("answers:follow_up", args=[one.token(user.pk)])
        is_late = one.due < on
        text = _("From %(meeting)s. Overdue since %(day)s.") if is_late else _("From %(meeting)s. By %(day)s.")
        yield Waiting(
            key=f"follow-up:{one.pk}:{one.due}{':late' if is_late else ''}",
            title=_("A follow-up of yours is overdue") if is_late else _("You have a follow-up"),
            page_title=one.text,
            sentence=text % {"meeting": one.meeting_name, "day": norwegian.format_day(one.due)},
            url=url,
            due=one.due,
            minutes=10,
            actions=(Action(_("Done"), url, "post", mail_url=mail),),
            mail_url=mail,
            seat=one.seat_id,
        )


def _others_follow_ups(rows: Iterable[FollowUp]) -> Iterator[Waiting]:
    """To who organises the meeting: those nobody has, each once, and how many are late, until they are reminded."""
    late: dict[Meeting, list[FollowUp]] = defaultdict(list)
    for one in rows:
        if one.is_vacant:
            yield _vacant(one)
        else:
            late[one.meeting].append(one)
    reminded = following_up.reminded(one for found in late.values() for one in found)
    for meeting, found in late.items():
        if count := sum(one.pk not in reminded for one in found):
            yield _overdue(meeting, count, found[0].due)


def _vacant(one: FollowUp) -> Waiting:
    url = reverse("meetings:follow_up", args=[one.pk])
    return Waiting(
        key=f"follow-up-vacant:{one.pk}",
        title=_("A follow-up without anybody responsible"),
        page_title=_("Follow-up without anybody responsible: %(text)s") % {"text": one.text},
        sentence=_("From %(meeting)s. By %(day)s.")
        % {"meeting": one.meeting.title, "day": norwegian.format_day(one.due)},
        url=url,
        minutes=2,
        weight=26,
        actions=(Action(_("Choose who"), url),),
    )


def _overdue(meeting: Meeting, count: int, first: dt.date) -> Waiting:
    title = ngettext("%(n)s follow-up is overdue", "%(n)s follow-ups are overdue", count)
    title = title % {"n": norwegian.number_word(count)}
    remind = reverse("meetings:follow_up_reminder", args=[meeting.pk])
    return Waiting(
        key=f"follow-ups-overdue:{meeting.pk}:{first}:{count}",
        title=title[:1].upper() + title[1:],
        sentence=_("From %(meeting)s. Overdue since %(day)s.")
        % {"meeting": meeting.title, "day": norwegian.format_day(first)},
        url=reverse("meetings:outcomes", args=[meeting.pk]),
        minutes=1,
        weight=27,
        actions=(Action(_("Remind them of it"), remind, "post"),),
    )


def _proposals(rows: Iterable[IdeaProposal], user: User, own: dict[int, int]) -> Iterator[Waiting]:
    asked = list(rows)
    seen = naming.seen([one.meeting for one in asked], user)
    for one in asked:
        url = reverse("meetings:proposal", args=[one.pk])
        yield Waiting(
            key=f"idea-proposal:{one.pk}",
            title=_("Should this be an idea in your municipality?"),
            sentence=_("It came up at %(meeting)s.") % {"meeting": naming.name(one.meeting, seen)},
            url=url,
            minutes=2,
            weight=32,
            actions=(Action(_("Read and answer"), url),),
            seat=own[one.municipality_id],
        )


def _to_publish(rows: Iterable[Minutes]) -> Iterator[Waiting]:
    """To the host, when the days for remarks are over."""
    return (_publish(one) for one in rows)


def _to_read(invitations: Iterable[Invitation]) -> Iterator[Waiting]:
    """Out for remarks, to those who were there and did not write them."""
    return (_remark(one.meeting.minutes, one) for one in invitations)


def _new_remarks(rows: Iterable[Minutes]) -> Iterator[Waiting]:
    """To whoever wrote the minutes, while somebody's remark is not answered."""
    for one in rows:
        url, count = reverse("meetings:minutes", args=[one.meeting_id]) + "#merknader", one.unanswered
        title = ngettext(
            "%(n)s remark on the minutes of %(meeting)s",
            "%(n)s remarks on the minutes of %(meeting)s",
            count,
        )
        title = title % {"n": norwegian.number_word(count), "meeting": one.meeting.title}
        yield Waiting(
            key=f"minutes-remarks:{one.pk}:{count}",
            title=title[:1].upper() + title[1:],
            sentence=_("Answer them, or tick them off."),
            url=url,
            minutes=5,
            weight=39,
            actions=(Action(_("Read the remarks"), url),),
        )


def _publish(minutes: Minutes) -> Waiting:
    url = reverse("meetings:minutes", args=[minutes.meeting_id])
    return Waiting(
        key=f"minutes-publish:{minutes.pk}:{minutes.remarks_until}",
        title=_("Publish the minutes of %(meeting)s") % {"meeting": minutes.meeting.title},
        sentence=_("The days for remarks are over."),
        url=url,
        minutes=5,
        weight=40,
        actions=(Action(_("Look over and publish"), url),),
    )


def _remark(minutes: Minutes, invitation: Invitation) -> Waiting:
    """Until one has made a remark."""
    assert minutes.remarks_until is not None
    url = reverse("meetings:minutes", args=[minutes.meeting_id])
    return Waiting(
        key=f"minutes:{minutes.pk}:{minutes.remarks_until}",
        title=_("Minutes of %(meeting)s: is anything wrong?") % {"meeting": minutes.meeting.title},
        sentence=_("Say so until %(day)s. If nothing is wrong, you need not do anything.")
        % {"day": norwegian.format_day(minutes.remarks_until)},
        url=url,
        due=minutes.remarks_until,
        minutes=5,
        weight=60,
        actions=(Action(_("Read the minutes"), url),),
        mail_url=settings.PORTAL_URL + reverse("answers:minutes", args=[invitation.token()]),
        seat=invitation.seat_id,
    )
