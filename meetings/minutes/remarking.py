"""Remarks on minutes by those who were there, and the organiser's answers.

Verbs raise ``ValidationError`` with a sentence; nothing is then changed.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.minutes import publishing
from meetings.models import Invitation, Meeting, Minutes, Remark
from partnership.common import norwegian

LONGEST = 2000


def is_open(minutes: Minutes) -> bool:
    """Until the day is over."""
    until = minutes.remarks_until
    return minutes.state == Minutes.State.REMARKS and until is not None and norwegian.today() <= until


def was_there(invitation: Invitation) -> bool:
    """Noted as present; where attendance is not noted, said yes."""
    return Invitation.objects.active().arrived().to_seat().filter(pk=invitation.pk).exists()


@transaction.atomic
def remark(*, meeting: Meeting, invitation: Invitation, text: str) -> Remark:
    """The same remark twice is one."""
    minutes = publishing.locked(meeting)
    text = text.replace("\r\n", "\n").replace("\0", "").strip()
    if not text:
        raise ValidationError(_("Write what should be otherwise."))
    if len(text) > LONGEST:
        raise ValidationError(_("Write at most %(n)s characters.") % {"n": LONGEST})
    if not is_open(minutes):
        raise ValidationError(_too_late(minutes))
    if not was_there(invitation):
        raise ValidationError(_("Those who were there can make remarks. Call the host if something is wrong."))
    found, _is_new = Remark.objects.get_or_create(minutes=minutes, invitation=invitation, text=text)
    return found


def _too_late(minutes: Minutes) -> str:
    if minutes.is_published:
        return _("The minutes have been published. Call the host if something is wrong.")
    if minutes.remarks_until is None:
        return _("The minutes are not out for remarks.")
    day = norwegian.format_day(minutes.remarks_until)
    return _("Remarks were taken until %(day)s. Call the host if something is wrong.") % {"day": day}


@transaction.atomic
def answer(*, remark: Remark, text: str) -> Remark:
    """Ticked off, with or without words; again changes the words. None take nobody's away: a colleague may have
    answered while the page was open."""
    stored = Remark.objects.select_for_update(of=("self",)).get(pk=remark.pk)
    stored.answer = " ".join(text.split())[:500] or stored.answer
    stored.answered_at = stored.answered_at or timezone.now()
    stored.save(update_fields=["answer", "answered_at"])
    return stored
