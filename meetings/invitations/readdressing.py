"""*Rett adressen*: an invitation that did not arrive goes to another address, in one press.

For somebody with a sign-in this is the address they sign in with, with the rules of ``people.addresses``.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from meetings.invitations import inviting
from meetings.models import AudienceGuest, Invitation, Meeting
from partnership.mail import blocking, reasons
from partnership.mail.models import OutgoingMail
from partnership.people import addresses, roles
from partnership.people.models import User


class CannotCorrect(Exception):
    """Why the address was not taken, in words; ``known`` is the person it belongs to, who may be meant instead."""

    def __init__(self, sentence: str, known: User | None = None) -> None:
        super().__init__(sentence)
        self.known = known


def lost_mail(invitation: Invitation) -> OutgoingMail | None:
    """The latest mail to the person, when it did not arrive."""
    latest = OutgoingMail.objects.of_thread(invitation.thread).first()
    return latest if latest is not None and latest.came_back else None


def belongs_to(email: str) -> User | None:
    return User.objects.active().with_addresses([email.lower()]).first()


@transaction.atomic
def correct(*, invitation: Invitation, email: str, by: User, known: User | None = None) -> int:
    """Correct the address and send the invitation again; returns how many invitations leave.

    The same address is tried once more. Somebody with a sign-in gets all open invitations at the new one. ``known``:
    whom the address belongs to, when ``by`` has agreed to invite that person in the guest's place. Raises
    CannotCorrect; nothing is then changed.
    """
    email = email.strip().lower()
    _lock_all(invitation)
    meeting = inviting.lock(invitation.meeting)
    row = Invitation.objects.select_for_update(of=("self",)).select_related("person").get(pk=invitation.pk)
    mail = lost_mail(row)
    # Whether ``by`` may was asked of the row as it was: a guest's is the organiser's to correct, a person's is not.
    if row.is_withdrawn or mail is None or row.person_id != invitation.person_id:
        raise CannotCorrect(_("Somebody has put this right already."))
    other = Invitation.objects.active().filter(meeting=meeting).with_address(email).exclude(pk=row.pk).first()
    if other is not None:
        text = _(
            "%(who)s is invited with that address already. Is it the same person, take this invitation back below."
        )
        raise CannotCorrect(text % {"who": other})
    blocking.lift(email)
    if row.person is None:
        _correct_guest(row, email, by, known)
        return int(inviting.send_to_new_address(invitation=row, email=email, by=by))
    old, reason = row.email, _("A mail did not arrive. %(why)s") % {"why": reasons.in_words(mail)}
    sent = _correct_person(row.person, email, by, reason)
    row.refresh_from_db()
    if row.email == old:  # the person's own address was right, the invitation's was not; or the same is tried again
        sent += inviting.send_to_new_address(invitation=row, email=email, by=by)
    return sent + follow(row.person, old, by)


def follow(person: User, old: str, by: User) -> int:
    """Open invitations go from the person's old address to the new one, at once: one of ``NEW_ADDRESS``."""
    rows = Invitation.objects.active().still_open().of(person).with_address(old).without_other_at(person.email)
    return sum(
        inviting.send_to_new_address(invitation=one, email=person.email, by=by) for one in rows.order_by("meeting_id")
    )


def _lock_all(invitation: Invitation) -> None:
    """In one order, whatever meeting it is pressed from: two who correct one person do not block each other."""
    rows = Invitation.objects.active().still_open().filter(person=invitation.person_id, person__isnull=False)
    meetings = {invitation.meeting_id, *rows.values_list("meeting", flat=True)}
    list(Meeting.objects.among(meetings).order_by("pk").select_for_update(of=("self",)).values_list("pk"))


def _correct_person(person: User, email: str, by: User, reason: str) -> int:
    holder = User.objects.with_addresses([email]).exclude(pk=person.pk).first()
    if holder is not None:
        text = _(
            "The address belongs to %(name)s. Has %(name)s taken over, hand over the role below; "
            "otherwise write another address."
        )
        raise CannotCorrect(text % {"name": holder.name})
    try:
        return addresses.change(person=person, email=email, by=by, reason=reason)
    except ValidationError as error:
        raise CannotCorrect(" ".join(error.messages)) from None


def _correct_guest(row: Invitation, email: str, by: User, known: User | None) -> None:
    """The guest on the meeting's list too, or the next sending would invite the old address again."""
    holder = belongs_to(email)
    if holder is not None:
        is_told = roles.is_officer(by)  # others do not learn who has a sign-in, nor by what name
        if is_told and holder != known:
            text = _("The address belongs to %(name)s, who signs in here. Invite %(name)s, or write another address.")
            raise CannotCorrect(text % {"name": holder.name}, holder)
        row.person, row.name = holder, holder.name if is_told else row.name
    listed = AudienceGuest.objects.filter(meeting=row.meeting_id)
    old = listed.filter(email__iexact=row.email)
    if listed.filter(email__iexact=email).exclude(pk__in=old.values("pk")).exists():
        old.delete()
    else:
        old.update(email=email)
