"""An experience goes from draft to everybody, and back when the municipality wants it.

Verbs raise ``ValidationError`` with sentences; nothing is then changed.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from municipalities.experiences import pictures
from municipalities.models import Experience, ExperiencePicture, Municipality
from partnership.common import uploads
from partnership.partners.models import Theme
from partnership.people.models import User

# All that is written of it, in the order it is read.
TEXTS = ("need", "done", "partners", "money", "result", "lesson", "reuse")
# What is written of it in the first step, and its themes.
TYPED_FIRST = ("title", "outcome", "need", "done", "lesson")
# Without these nobody else can use it.
NEEDED = ("need", "done", "lesson")


@transaction.atomic
def begin(*, municipality: Municipality, draft: Experience, themes: Iterable[Theme], by: User) -> Experience:
    """Keep what was written in the first step as the municipality's own draft. Pressed twice in a minute is once."""
    stored, themes = Municipality.objects.select_for_update().get(pk=municipality.pk), set(themes)
    for just in Experience.objects.of(stored).drafts().just_begun(draft, typed=TYPED_FIRST, by=by):
        if set(just.themes.all()) == themes:
            return just
    draft.municipality, draft.created_by = stored, by
    draft.save()
    draft.themes.set(themes)
    return draft


def missing(experience: Experience) -> list[str]:
    """What must be written before others can read it, as words."""
    return [str(Experience._meta.get_field(name).verbose_name) for name in NEEDED if not getattr(experience, name)]  # type: ignore[union-attr]


@transaction.atomic
def publish(*, experience: Experience) -> bool:
    """For everybody, from now; False when it was so already."""
    stored = Experience.objects.select_for_update().get(pk=experience.pk)
    if stored.is_published:
        return False
    if lacks := missing(stored):
        raise ValidationError(_("Write this first: %(what)s.") % {"what": ", ".join(lacks)})
    stored.published_at = timezone.now()
    stored.save(update_fields=["published_at", "changed_at"])
    return True


@transaction.atomic
def take_back(*, experience: Experience) -> None:
    """A draft again: only the municipality sees it. Wishes to try it are kept."""
    stored = Experience.objects.select_for_update().get(pk=experience.pk)
    stored.published_at = None
    stored.save(update_fields=["published_at", "changed_at"])


@transaction.atomic
def delete(*, experience: Experience) -> None:
    """A draft alone; what has been published is taken back first."""
    stored = Experience.objects.select_for_update().filter(pk=experience.pk).first()
    if stored is None:  # pressed twice at once
        return
    if stored.is_published:
        raise ValidationError(_("Take it back first: others may be reading it."))
    for picture in stored.pictures.all():
        uploads.delete_when_done(picture.file)
    stored.delete()


@transaction.atomic
def add_picture(*, experience: Experience, picture: ExperiencePicture) -> None:
    """After the others. Raises ``ValidationError`` when there are ``pictures.MOST``."""
    stored = Experience.objects.select_for_update().get(pk=experience.pk)
    count = stored.pictures.count()
    if count >= pictures.MOST:
        raise ValidationError(_("There are %(n)s pictures already. Take one away first.") % {"n": pictures.MOST})
    picture.experience, picture.order = stored, count
    picture.save()


@transaction.atomic
def take_picture_away(*, picture: ExperiencePicture) -> None:
    picture.delete()
    uploads.delete_when_done(picture.file)
