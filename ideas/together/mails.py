"""Mails of what municipalities do together. They hold numbers, names of office-holders and links, no idea's words."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ideas.lessons import thanking
from ideas.models import Lesson, SameNeed
from ideas.together import same_need
from partnership.mail.kinds import Obsolete, RowMail, Sender
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


class IntroductionMail(RowMail):
    """«Dere har samme behov», the same to both contacts, and to who proposed it."""

    name = same_need.KIND
    label = gettext_lazy("introduction of two contacts")
    template = "ideas/mails/introduction"
    priority = Priority.REMINDER

    def subjects(self, pks: list[int]) -> dict[int, SameNeed]:
        related = ("first_yes_by", "second_yes_by")
        return SameNeed.objects.with_ideas().select_related(*related).in_bulk(pks)

    def context(self, row: OutgoingMail, need: SameNeed | None) -> dict[str, Any] | Obsolete:
        if need is None or need.introduced_at is None:
            return Obsolete("taken away")
        lines = [(side, same_need.contact_of(side)) for side in same_need.sides(need)]
        if any(person is None for _side, person in lines):
            return Obsolete("one of the contacts is gone")
        contacts = [{"person": person, "side": side} for side, person in lines]
        known = {line["person"] for line in contacts}
        text = row.payload.get("text", "")
        return {
            "contacts": contacts,
            "places": [side.idea.municipality.name for side, _person in lines],
            "text": text,
            # Set in, so that nothing written in it can pass for the portal's own lines below.
            "set_in": "\n".join(f"  {line}".rstrip() for line in text.splitlines()),
            "copy_to": need.proposed_by if need.proposed_by not in known else None,
            "by": row.payload.get("by", ""),
            "why": _("You get this because both contacts have said yes to being introduced."),
        }

    def sender(self, row: OutgoingMail, context: dict[str, Any]) -> Sender:
        """An answer goes to the other contact."""
        usual = super().sender(row, context)
        others = [line["person"] for line in context["contacts"] if line["person"].pk != row.person_id]
        return Sender(usual.name, (others[0].name, others[0].email)) if len(others) == 1 else usual
