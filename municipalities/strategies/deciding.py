"""A strategy is shown to more or fewer, adopted, or ended; all of it can be undone.

Verbs raise ``ValidationError`` with a sentence.
"""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from municipalities.models import Phase, Strategy
from partnership.common import norwegian, uploads

State = Strategy.State
NOON = dt.time(12)


@transaction.atomic
def show(*, strategy: Strategy, visibility: str) -> None:
    """To whom ``visibility`` says, and to nobody else."""
    stored = Strategy.objects.select_for_update().get(pk=strategy.pk)
    stored.visibility = visibility
    if visibility != Strategy.Visibility.MUNICIPALITY:
        stored.shown_at = stored.shown_at or timezone.now()
    stored.save(update_fields=["visibility", "shown_at", "changed_at"])


@transaction.atomic
def adopt(*, strategy: Strategy, on: dt.date, body: str, case_number: str = "", archive_reference: str = "") -> None:
    """Pressed again it corrects what was written of the decision."""
    stored = Strategy.objects.select_for_update().get(pk=strategy.pk)
    if stored.state == State.ENDED:
        raise ValidationError(_("The strategy is ended. Take it up again first."))
    if on > norwegian.today():
        raise ValidationError({"on": _("Choose a day that has been.")})
    if on < stored.begins:
        day = norwegian.format_day(stored.begins, year=True, weekday=False)
        raise ValidationError({"on": _("The work begins %(day)s. Change that day first.") % {"day": day}})
    phase = stored.phases.filter(kind=Phase.Kind.TREATMENT).first()
    phase = phase or Phase(strategy=stored, kind=Phase.Kind.TREATMENT)
    phase.begins = min(phase.begins, on) if phase.begins else None
    phase.due, phase.done_at = on, norwegian.at(on, NOON)
    phase.body, phase.case_number, phase.archive_reference = body, case_number, archive_reference
    phase.save()
    stored.state, stored.shown_at = State.ADOPTED, stored.shown_at or timezone.now()
    stored.save(update_fields=["state", "shown_at", "changed_at"])


@transaction.atomic
def undo_adoption(*, strategy: Strategy) -> None:
    """What was written of the decision stays in the phase."""
    stored = Strategy.objects.select_for_update().get(pk=strategy.pk)
    if stored.state != State.ADOPTED:
        return
    stored.phases.filter(kind=Phase.Kind.TREATMENT).update(done_at=None)
    stored.state = State.UNDER_WAY
    stored.save(update_fields=["state", "changed_at"])


@transaction.atomic
def end(*, strategy: Strategy) -> None:
    """No longer in force, or given up. Readers keep their link; nothing of it waits for anybody."""
    stored = Strategy.objects.select_for_update().get(pk=strategy.pk)
    if stored.state != State.ENDED:
        stored.state, stored.ended_at = State.ENDED, timezone.now()
        stored.save(update_fields=["state", "ended_at", "changed_at"])


@transaction.atomic
def delete(*, strategy: Strategy) -> None:
    """One begun by mistake, with its files. Raises ValidationError when others have read it, or it was decided on."""
    stored = Strategy.objects.select_for_update().get(pk=strategy.pk)
    if not stored.is_own_draft:
        raise ValidationError(_("Others have seen it, or it has been decided on: end it instead."))
    for document in stored.documents.all():
        uploads.delete_when_done(document.file)
    stored.delete()


@transaction.atomic
def take_up_again(*, strategy: Strategy) -> None:
    """Back to where it was: adopted when the political treatment is done."""
    stored = Strategy.objects.select_for_update().get(pk=strategy.pk)
    if stored.state == State.ENDED:
        adopted = stored.phases.filter(kind=Phase.Kind.TREATMENT, done_at__isnull=False).exists()
        stored.state, stored.ended_at = State.ADOPTED if adopted else State.UNDER_WAY, None
        stored.save(update_fields=["state", "ended_at", "changed_at"])
