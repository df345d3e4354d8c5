"""Mails about strategies."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from municipalities.models import StrategyReader
from municipalities.strategies.readers import KIND
from partnership.mail.kinds import Obsolete, RowMail, Sender
from partnership.mail.models import OutgoingMail, Priority


class ReaderMail(RowMail):
    """The link to somebody who may read a strategy without signing in."""

    name = KIND
    label = gettext_lazy("link to a strategy")
    template = "municipalities/mails/strategy_reader"
    priority = Priority.REMINDER

    def subjects(self, pks: list[int]) -> dict[int, StrategyReader]:
        return StrategyReader.objects.select_related("strategy__municipality", "added_by").in_bulk(pks)

    def sender(self, row: OutgoingMail, context: dict[str, Any]) -> Sender:
        """An answer goes to whoever asked for a reader."""
        usual, by = super().sender(row, context), context["keeper"]
        return Sender(usual.name, (by.name, by.email)) if by else usual

    def context(self, row: OutgoingMail, reader: StrategyReader | None) -> dict[str, Any] | Obsolete:
        if reader is None or reader.ended_at or reader.link_version != row.version:
            return Obsolete("the reader was taken off")
        place = reader.strategy.municipality.name
        return {
            "greeting": reader.name.split()[0],
            "strategy": reader.strategy,
            "place": place,
            "part": reader.part,
            "keeper": reader.added_by,
            "by": reader.added_by.name if reader.added_by else "",
            "url": settings.PORTAL_URL + reverse("overview:strategy_by_link", args=[reader.token()]),
            "why": _("You get this one mail because %(place)s wants you to read the strategy.") % {"place": place},
        }
