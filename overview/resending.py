"""*Send på nytt*: which of the chosen mails go once more, and why the others do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from overview.permissions import can_send_again
from partnership.mail import kinds, outbox
from partnership.mail.models import OutgoingMail, OutgoingMailQuerySet, Suppression
from partnership.people.models import User

WAITING = (OutgoingMail.State.READY, OutgoingMail.State.LEASED)


@dataclass(frozen=True)
class Chosen:
    """``hindrance`` is a sentence; empty when the mail goes."""

    mail: OutgoingMail
    hindrance: str


def look(*, mails: Sequence[OutgoingMail], by: User) -> list[Chosen]:
    addresses = {mail.to_email.lower() for mail in mails}
    blocked = set(Suppression.objects.filter(email__in=addresses).values_list("email", flat=True))
    again = set(_rows(mails).on_their_way_again().values_list("pk", flat=True))
    return [Chosen(mail, _hindrance(mail, by, blocked, again)) for mail in mails]


@transaction.atomic
def send_again(*, mails: Sequence[OutgoingMail], by: User) -> list[Chosen]:
    """Decide once more those that nothing hinders; the others are left as they are. Twice is once until it leaves."""
    list(_rows(mails).order_by("pk").select_for_update().values_list("pk"))
    found = look(mails=mails, by=by)
    for one in found:
        if not one.hindrance:
            outbox.resend(one.mail)
    return found


def _rows(mails: Sequence[OutgoingMail]) -> OutgoingMailQuerySet:
    return OutgoingMail.objects.among(mail.pk for mail in mails)


def _hindrance(mail: OutgoingMail, by: User, blocked: set[str], again: set[int]) -> str:
    kind = kinds.registry().get(mail.kind)
    if kind is not None and kind.is_secret:
        return _("The code is no longer valid.")
    if not can_send_again(by, mail):
        return _("Only those who may see what it says can send it again.")
    if mail.state in WAITING:
        return _("It has not left the portal yet.")
    if mail.pk in again:
        return _("It is on its way again already.")
    if mail.to_email.lower() in blocked:
        return _("The address is blocked. Lift the block first, or correct the address.")
    return ""
