"""The mail room's own mail."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnership.common import contributions, once
from partnership.mail import digest, preferences
from partnership.mail.kinds import Obsolete, RowMail
from partnership.mail.models import Digest, Notice, OutgoingMail, Priority


class WaitingDigest(RowMail):
    """«To ting venter på deg – omtrent fem minutter»."""

    name = digest.KIND
    label = gettext_lazy("what waits for you")
    template = "mail/mails/digest"
    priority = Priority.DIGEST
    one_a_day = True

    def subjects(self, pks: list[int]) -> dict[int, Digest]:
        return Digest.objects.select_related("person__mail_preference").in_bulk(pks)

    def contexts(self, rows: list[OutgoingMail]) -> dict[int, dict[str, Any] | Obsolete]:
        if len(rows) == 1:
            return super().contexts(rows)
        with once.for_many():
            return super().contexts(rows)

    def context(self, mail: OutgoingMail, told: Digest | None) -> dict[str, Any] | Obsolete:
        if told is None:
            return Obsolete("taken away")
        if preferences.wants_none(told.person):
            return Obsolete("asked for less meanwhile")
        with translation.override(told.person.language):
            waiting = [item for item in contributions.waiting(told.person, told.day) if item.key in told.keys]
            lines = {item.key for item in waiting}
            notices = list(Notice.objects.filter(person=told.person, key__in=set(told.keys) - lines))
            if not waiting and not notices:
                return Obsolete("nothing waits any longer")
            return {
                "greeting": told.person.first_name,
                "items": [_line(item) for item in waiting],
                "notices": [{"line": one.line, "url": settings.PORTAL_URL + one.url} for one in notices],
                "count": len(waiting),
                "minutes": sum(item.minutes for item in waiting),
                "preferences_url": preferences.url(told.person),
                "why": _("You get this because something waits for you in your role."),
            }

    def headers(self, row: OutgoingMail, context: dict[str, Any]) -> dict[str, str]:
        return {
            "List-Unsubscribe": f"<{context['preferences_url']}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }


def _line(item: contributions.Waiting) -> dict[str, Any]:
    """With what can be pressed in a mail: links, and answers that have a page of their own."""
    url = item.mail_url or settings.PORTAL_URL + item.url
    pressed = [
        {"label": action.label, "url": action.mail_url or settings.PORTAL_URL + action.url}
        for action in item.actions
        if action.mail_url or action.method == "get"
    ]
    opens = {"label": _("Open"), "url": url}
    return {"item": item, "url": url, "actions": pressed or [opens]}
