"""Mails of what municipalities do together. They hold numbers, names of office-holders and links, no idea's words."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ideas import thanking
from ideas.models import Lesson
from partnership.mail.kinds import Obsolete, RowMail
from partnership.mail.models import OutgoingMail, Priority


class ThanksRequestMail(RowMail):
    """«Vil du takke?», to a municipal director, with a link to the page where the words are written."""

    name = thanking.KIND
    label = gettext_lazy("request for thanks")
    template = "ideas/mails/thanks_request"
    priority = Priority.REMINDER

    def subjects(self, pks: list[int]) -> dict[int, Lesson]:
        return Lesson.objects.with_place().select_related("thanks_asked_by").in_bulk(pks)

    def context(self, row: OutgoingMail, lesson: Lesson | None) -> dict[str, Any] | Obsolete:
        if lesson is None or lesson.is_thanked or lesson.thanks_link_version != row.version:
            return Obsolete("thanked already, or a newer link was sent")
        path = reverse("idea_links:thanks", args=[lesson.thanks_token()])
        return {
            "greeting": row.to_name.split(" ", 1)[0],
            "number": lesson.idea.number,
            "place": lesson.idea.municipality,
            "asked_by": lesson.thanks_asked_by,
            "link": settings.PORTAL_URL + path,
            "host": lesson.thanks_asked_by,
            "why": _("You get this because the FoUI contact in your municipality has written your address."),
        }
