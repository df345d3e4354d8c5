"""Taking an idea in: it gets a number, a holder and a promised day in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import events
from ideas.intake import numbering
from ideas.mailing import telling
from ideas.models import EventKind, Idea, IdeaSender, Intake, Visibility
from ideas.whose import dates, holding
from municipalities.models import Municipality
from partnership.common import norwegian
from partnership.people.models import User


@dataclass(frozen=True)
class From:
    """Who sends it; ``wanted_visibility`` holds from when the address is proved."""

    email: str
    name: str = ""
    talked_with_leader: str = ""
    wanted_visibility: str = Visibility.CONTACT
    language: str = "nb"


@transaction.atomic
def receive(
    *,
    municipality: Municipality,
    problem: str,
    title: str = "",
    affected: str = "",
    workplace: str = "",
    proposal: str = "",
    sender: From | None = None,
    by: User | None = None,
    visibility: str = Visibility.CONTACT,
    is_demo: bool = False,
) -> Idea:
    """``sender`` for what comes in without a sign-in, ``by`` for what a contact writes in for the municipality.

    Raises ValidationError when a stranger sends to an intake that is not open.
    """
    intake = Intake.objects.of(municipality)
    if by is None and not intake.is_open:
        raise ValidationError(_("%(place)s does not take ideas here now.") % {"place": municipality.name})
    year = norwegian.today().year
    promised = dates.answer_by(intake.answer_days)
    idea = Idea(
        year=year,
        serial=numbering.next_serial(year),
        municipality=municipality,
        title=(title.strip() or title_from(problem))[:120],
        problem=problem.strip(),
        affected=affected.strip(),
        workplace=workplace.strip(),
        proposal=proposal.strip(),
        visibility=Visibility.CONTACT if sender else visibility,
        holder_seat=holding.contact_seat(municipality),
        next_step=_("Answer the sender") if sender else _("Clarify the idea"),
        next_date=promised,
        answer_by=promised if sender else None,
        received_at=timezone.now(),
        is_demo=is_demo,
    )
    idea.save()
    events.record(idea, EventKind.RECEIVED, by=by, is_senders=by is None)
    if sender is not None:
        row = IdeaSender.objects.create(
            idea=idea,
            name=" ".join(sender.name.split()),
            email=sender.email,
            talked_with_leader=sender.talked_with_leader,
            wanted_visibility=sender.wanted_visibility,
            language=sender.language,
        )
        telling.receipt(row)
    if idea.lies_with_postmottak:
        telling.to_postmottak(idea)
    return idea


@transaction.atomic
def confirm(*, sender: IdeaSender) -> bool:
    """The link in the receipt has been used: the address is the sender's. Whether it was news; twice is once."""
    stored = IdeaSender.objects.select_for_update(of=("self",)).select_related("idea").get(pk=sender.pk)
    if stored.confirmed_at is not None:
        return False
    stored.confirmed_at = timezone.now()
    stored.save(update_fields=["confirmed_at"])
    idea = Idea.objects.select_for_update().get(pk=stored.idea_id)
    if not idea.sees_at_least(stored.wanted_visibility):
        idea.visibility = stored.wanted_visibility
        idea.save(update_fields=["visibility"])
    events.record(idea, EventKind.CONFIRMED, by=None, is_senders=True)
    if idea.lies_with_postmottak:
        telling.to_postmottak(idea)
    return True


def title_from(problem: str) -> str:
    """The first sentence, or as much of it as a title holds: what an idea is called until somebody names it."""
    first = problem.strip().splitlines()[0] if problem.strip() else ""
    for stop in (". ", "? ", "! "):
        first = first.split(stop)[0]
    first = first.rstrip(".")
    if len(first) <= 80:
        return first
    return first[:80].rsplit(" ", 1)[0] + " …"
