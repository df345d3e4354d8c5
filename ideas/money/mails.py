"""The mail to a leader: number, who asks and a link. What the idea is, stands behind the link."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ideas.models import LeaderRequest
from ideas.money import anchoring
from partnership.mail.kinds import Obsolete, RowMail, Sender
from partnership.mail.models import OutgoingMail


class ToRightLeader(RowMail):
    """«Send til rett leder»; the subject is a LeaderRequest, the version its link's."""

    name = anchoring.TO_LEADER
    label = gettext_lazy("question to a leader about an idea")
    template = "ideas/mails/to_right_leader"

    def subjects(self, pks: list[int]) -> dict[int, LeaderRequest]:
        return LeaderRequest.objects.select_related("idea__municipality", "asked_by").in_bulk(pks)

    def context(self, mail: OutgoingMail, subject: LeaderRequest | None) -> dict[str, Any] | Obsolete:
        if subject is None or subject.link_version != mail.version or not anchoring.is_usable(subject):
            return Obsolete("answered, taken back or replaced")
        return {
            "greeting": subject.name,
            "number": subject.idea.number,
            "place": subject.idea.municipality.name,
            "asked_by": subject.asked_by,
            "url": settings.PORTAL_URL + reverse("idea_links:right_leader", args=[subject.token()]),
            "why": _("You get this because somebody who works on the idea wrote your address. The link is yours."),
        }

    def sender(self, row: OutgoingMail, context: dict[str, Any]) -> Sender:
        """Answers go to whoever asked."""
        by = context.get("asked_by")
        usual = super().sender(row, context)
        return Sender(usual.name, (by.name, by.email)) if by else usual
