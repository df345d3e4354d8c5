"""Adjectives over applications and questions to leaders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from partnership.partners.models import FundingCall

if TYPE_CHECKING:
    from ideas.models import Application, LeaderRequest
    from partnership.common.links import Link


class LeaderRequestQuerySet(models.QuerySet["LeaderRequest"]):
    def open(self) -> Self:
        return self.filter(answer="")

    def to_address(self, email: str) -> Self:
        return self.filter(email__iexact=email)

    def behind(self, link: Link) -> LeaderRequest | None:
        """What a link of today's version points at."""
        related = ("idea__municipality", "asked_by", "call__scheme", "anchoring")
        return self.select_related(*related).filter(pk=link.pk, link_version=link.version).first()

    def to_ring(self) -> Self:
        """Leaders who want a call from whoever asked them."""
        wanted = self.filter(answer="call", called_at__isnull=True)
        return wanted.select_related("idea").order_by("answered_at", "pk")


class ApplicationQuerySet(models.QuerySet["Application"]):
    def with_call(self) -> Self:
        return self.select_related("call__scheme__owner_partner", "chosen_by")

    def calls(self) -> models.QuerySet[FundingCall, FundingCall]:
        """The calls that were chosen."""
        return FundingCall.objects.filter(pk__in=self.values("call"))

    def sent(self) -> Self:
        return self.filter(outcome="sent")

    def unsent(self) -> Self:
        return self.filter(sent_on=None)

    def ever_sent(self) -> Self:
        return self.exclude(sent_on=None)

    def funded(self) -> Self:
        return self.filter(outcome="funded")

    def others_than(self, application: Application) -> Self:
        return self.exclude(pk=application.pk)
