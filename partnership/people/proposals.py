"""A hand-over proposed by the link in a mail, and what an officer does with it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from partnership.common import norwegian
from partnership.common.history import because
from partnership.people import terms
from partnership.people.models import HandoverProposal, RoleTerm, User


@transaction.atomic
def propose(*, term: RoleTerm, on: dt.date, name: str = "", email: str = "", phone: str = "") -> HandoverProposal:
    """Keep what was said; twice keeps the first, since the link closes with it."""
    RoleTerm.objects.select_for_update().get(pk=term.pk)
    made, _new = HandoverProposal.objects.open().get_or_create(
        term=term, defaults={"on": on, "name": name, "email": email, "phone": phone}
    )
    return made


@transaction.atomic
@because(gettext_lazy("Answer to the mail «still you?», accepted"))
def accept(*, proposal: HandoverProposal, by: User) -> list[str]:
    """Hand the role over as proposed, from today when the day has passed; a second press changes nothing.

    Raises ValidationError with a sentence; the proposal then stays open.
    """
    proposal = HandoverProposal.objects.select_for_update(of=("self",)).with_term().get(pk=proposal.pk)
    if proposal.is_closed:
        return []
    told: list[str] = []
    if proposal.term.is_current():
        successor = None
        if proposal.email:
            successor = terms.invite_person(name=proposal.name, email=proposal.email, phone=proposal.phone, by=by)
        on = max(proposal.on, norwegian.today())
        told = terms.hand_over(seat=proposal.term.seat, to=successor, on=on, by=by)
    _close(proposal, by=by, accepted=bool(told))
    return told


@transaction.atomic
def dismiss(*, proposal: HandoverProposal, by: User) -> None:
    proposal = HandoverProposal.objects.select_for_update().get(pk=proposal.pk)
    if not proposal.is_closed:
        _close(proposal, by=by, accepted=False)


def _close(proposal: HandoverProposal, *, by: User, accepted: bool) -> None:
    # The term may have gone with the hand-over, and the proposal with it.
    HandoverProposal.objects.filter(pk=proposal.pk).update(
        closed_at=timezone.now(), closed_by=by, was_accepted=accepted
    )
