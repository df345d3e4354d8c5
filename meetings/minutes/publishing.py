"""Minutes on their way: written, out for remarks until a day, published, corrected.

Verbs lock the row, and raise ``ValidationError`` with a sentence; nothing is then changed. What people read is a
``MinutesVersion``; what is being written is seen by the organisers alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from meetings.day import following
from meetings.mailing import reminding
from meetings.models import Invitation, Meeting, Minutes, MinutesVersion
from partnership.common import norwegian
from partnership.mail import notices, outbox
from partnership.people.models import User

REMARKS = "meetings.remarks"
DAYS_FOR_REMARKS = 7
MOST_DAYS = 90


def locked(meeting: Meeting) -> Minutes:
    """The row, made when there is none: with ``version`` 0 nothing has been saved in it. Call in a transaction."""
    Minutes.objects.get_or_create(meeting=meeting, defaults={"version": 0})
    return Minutes.objects.select_for_update(of=("self",)).get(meeting=meeting)


def newest(minutes: Minutes) -> MinutesVersion | None:
    """What people read: while they are out for remarks what was sent, afterwards what is published."""
    return minutes.versions.select_related("by").order_by("-number").first()


def stands(minutes: Minutes | None) -> str:
    """Where they stand, in a sentence."""
    if minutes is None or not minutes.version:
        return _("The minutes are not written yet.")
    if minutes.published_at is not None:
        day = norwegian.format_day(norwegian.local(minutes.published_at).date())
        return _("The minutes were published %(day)s.") % {"day": day}
    if minutes.state == Minutes.State.DRAFT or minutes.remarks_until is None:
        return _("The minutes are a draft.")
    if minutes.is_overdue(norwegian.today()):
        return _("The days for remarks are over. The minutes can be published.")
    return _("The minutes are out for remarks until %(day)s.") % {"day": norwegian.format_day(minutes.remarks_until)}


def default_day() -> dt.date:
    """A week on, or the working day after."""
    return norwegian.next_working_day(norwegian.today() + dt.timedelta(days=DAYS_FOR_REMARKS - 1))


@transaction.atomic
def send_out(*, meeting: Meeting, until: dt.date, by: User) -> Minutes:
    """To those who were there; once more with a new text or another day. Who signs in finds it under «Dette venter»,
    a guest gets a mail, one for each text."""
    minutes = locked(meeting)
    _check_ready(meeting, minutes)
    if minutes.is_published:
        raise ValidationError(_("The minutes are published. Correct them instead."))
    _check_day(until)
    minutes.state, minutes.remarks_until = Minutes.State.REMARKS, until
    minutes.save(update_fields=["state", "remarks_until"])
    version = _keep(minutes, by=by, is_published=False)
    outbox.enqueue(_draft(one, minutes, version) for one in _guests(meeting))
    return minutes


@transaction.atomic
def publish(*, meeting: Meeting, by: User) -> bool:
    """Whether it was done now: twice is once.

    Those invited, present or not, are told where they are told anyway: in the mail after the meeting when that has
    not gone, else in «Dette venter». Nobody gets a mail for it alone; a guest's link of before opens them.
    """
    minutes = locked(meeting)
    if minutes.is_published:
        return False
    _check_ready(meeting, minutes)
    minutes.state, minutes.published_at = Minutes.State.PUBLISHED, timezone.now()
    minutes.save(update_fields=["state", "published_at"])
    _keep(minutes, by=by, is_published=True)
    if not reminding.will_thank(meeting):
        notices.notify_all(_lines(meeting, by), "minutes", f"minutes-published:{minutes.pk}", _url(meeting))
    following.touch(meeting.pk)
    return True


def _lines(meeting: Meeting, by: User) -> Iterator[tuple[User, str]]:
    """A sentence for each who signs in, but not for whoever pressed."""
    invited = Invitation.objects.active().arrived().filter(meeting=meeting).exclude(person=None)
    for person in User.objects.filter(pk__in=invited.values("person")).exclude(pk=by.pk):
        with translation.override(person.language):
            yield person, _("The minutes of %(meeting)s are published.") % {"meeting": meeting.title}


def _url(meeting: Meeting) -> str:
    return reverse("meetings:minutes", args=[meeting.pk])


@transaction.atomic
def correct(*, minutes: Minutes, why: str, by: User) -> MinutesVersion | None:
    """After the new text is saved: the version people read from now. None when the text is as it was."""
    before = newest(minutes)
    if not minutes.is_published or (before is not None and before.text == minutes.text):
        return None
    if not why.strip():
        raise ValidationError({"why": _("Write what you have corrected. Those who read it see it.")})
    return _keep(minutes, by=by, is_published=True, why=" ".join(why.split())[:300])


def _keep(minutes: Minutes, *, by: User, is_published: bool, why: str = "") -> MinutesVersion:
    """The same text is not sent out twice."""
    before = newest(minutes)
    if before is not None and before.text == minutes.text and before.is_published == is_published:
        return before
    number = before.number + 1 if before else 1
    return MinutesVersion.objects.create(
        minutes=minutes, number=number, is_published=is_published, text=minutes.text, why=why, by=by
    )


def _check_ready(meeting: Meeting, minutes: Minutes) -> None:
    if meeting.is_draft or meeting.is_cancelled:
        raise ValidationError(_("The meeting has not been held."))
    if not meeting.is_over:
        raise ValidationError(_("The meeting is not over yet."))
    if not minutes.text.strip():
        raise ValidationError(_("The minutes are empty. Write and save them first."))


def _check_day(until: dt.date) -> None:
    today = norwegian.today()
    if until < today:
        raise ValidationError({"until": _("Choose a day that has not been.")})
    if until > today + dt.timedelta(days=MOST_DAYS):
        raise ValidationError({"until": _("Choose a day within %(n)s days.") % {"n": MOST_DAYS}})


def _guests(meeting: Meeting) -> list[Invitation]:
    return list(Invitation.objects.active().arrived().to_seat().of_guests().filter(meeting=meeting))


def _draft(invitation: Invitation, minutes: Minutes, version: MinutesVersion) -> outbox.Draft:
    assert minutes.remarks_until is not None
    return outbox.Draft(
        kind=REMARKS,
        subject_id=invitation.pk,
        version=version.pk,
        to_email=invitation.email,
        to_name=invitation.name,
        language=minutes.meeting.language,
        thread=invitation.thread,
        expires_at=norwegian.at(minutes.remarks_until + dt.timedelta(days=1), dt.time()),
    )
