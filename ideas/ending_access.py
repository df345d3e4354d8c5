"""Ending by hand what a named person sees of an idea: after «gi videre», an undone wish, or a job that is done."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ideas import events
from ideas.models import EventKind, IdeaAccess, IdeaEvent
from ideas.whose import holding, keeping
from partnership.mail import notices
from partnership.people.models import User


@transaction.atomic
def end(*, access: IdeaAccess, by: User) -> IdeaEvent | None:
    """What lies with the person goes to the contact's role first. The person is told; twice is once (None)."""
    idea = holding.lock(access.idea)
    stored = IdeaAccess.objects.select_for_update(of=("self",)).get(pk=access.pk)
    person = access.person
    if person is None or stored.until is not None:
        return None
    if idea.is_open and idea.holder_person_id == person.pk:
        keeping.fall_to_contact(idea=idea, by=by, reason=_("%(name)s works on it no longer.") % {"name": person.name})
        idea.refresh_from_db()
    stored.until = timezone.now()
    stored.save(update_fields=["until"])
    with translation.override(person.language):
        line = _("You work on idea %(number)s no longer: %(name)s has ended it. Thank you for your help.")
        said = line % {"number": idea.number, "name": by.name}
        notices.notify(person, "ideas", f"idea-access-ended:{stored.pk}", reverse("home"), said)
    return events.record(idea, EventKind.ACCESS_ENDED, by=by, reason=person.name, is_internal=True)
