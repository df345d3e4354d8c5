"""Who sees an idea, in plain words for whoever sent it."""

from __future__ import annotations

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from ideas.models import Idea, Visibility
from ideas.whose import holders


def words(idea: Idea, *, has_contact: bool) -> str:
    """«FoUI-kontakten, vara, Berit Foss og meglerne i området»."""
    if idea.visibility == Visibility.PUBLIC:
        return str(Visibility.PUBLIC.label)
    inside = [_("the FoUI contact"), _("the deputy")] if has_contact else []
    if idea.lies_with_postmottak:
        inside.append(holders.postmottak(idea.municipality))
    for access in idea.accesses.current().select_related("person", "seat").order_by("since", "pk"):
        inside.append(access.person.name if access.person else access.seat.title if access.seat else "")
    wider = {
        Visibility.AREA: [_("the brokers of the area")],
        Visibility.PARTNERSHIP: [str(Visibility.PARTNERSHIP.label)],
    }
    found = [*inside, *wider.get(Visibility(idea.visibility), [])]
    return get_text_list(found, _("and")) if found else _("nobody")
