"""A partner's page goes from draft to everybody and back, and somebody says that it is still right."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnership.common import norwegian
from partnership.partners.models import InformationPage
from partnership.people.models import User


@transaction.atomic
def publish(*, page: InformationPage, by: User) -> bool:
    """For everybody, from now; False when it was so already. Raises ``ValidationError`` without a text.

    Whoever publishes what nobody has checked says that it is right.
    """
    stored = InformationPage.objects.select_for_update().get(pk=page.pk)
    if stored.is_published:
        return False
    if not stored.text.strip():
        raise ValidationError(_("Write the text first: there is nothing to read yet."))
    stored.published_at = timezone.now()
    if stored.checked_on is None:
        stored.checked_on, stored.checked_by = norwegian.today(), by
    _save(stored, _("Published"))
    return True


@transaction.atomic
def take_back(*, page: InformationPage) -> bool:
    """A draft again: only advisers see it."""
    stored = InformationPage.objects.select_for_update().get(pk=page.pk)
    if not stored.is_published:
        return False
    stored.published_at = None
    _save(stored, _("Taken back"))
    return True


@transaction.atomic
def delete(*, page: InformationPage) -> None:
    """A draft alone, for good. Raises ``ValidationError`` for what others may be reading."""
    stored = InformationPage.objects.select_for_update().filter(pk=page.pk).first()
    if stored is None:  # pressed twice at once
        return
    if stored.is_published:
        raise ValidationError(_("Take it back first: others may be reading it."))
    stored._change_reason = _("Deleted")  # type: ignore[attr-defined]
    stored.delete()


@transaction.atomic
def check(*, page: InformationPage, by: User) -> bool:
    """*Jeg har sjekket siden*: ``by`` has read the sources today; False when somebody had already."""
    stored = InformationPage.objects.select_for_update().get(pk=page.pk)
    if stored.checked_on == norwegian.today():
        return False
    stored.checked_on, stored.checked_by = norwegian.today(), by
    _save(stored, _("Checked against the source"))
    return True


def _save(page: InformationPage, why: str) -> None:
    page._change_reason = why  # type: ignore[attr-defined]
    page.save()
