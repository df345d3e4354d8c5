"""Chainable adjectives over questions about who the contact is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models.functions import Lower

from partnership.common import links

if TYPE_CHECKING:
    from municipalities.models import Municipality
    from overview.models import ContactEnquiry  # noqa: F401


class ContactEnquiryQuerySet(models.QuerySet["ContactEnquiry"]):
    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)

    def closed(self) -> Self:
        return self.filter(closed_at__isnull=False)

    def answered(self) -> Self:
        return self.filter(answered_at__isnull=False)

    def unanswered(self) -> Self:
        return self.filter(answered_at__isnull=True)

    def closed_before(self, moment: dt.datetime) -> Self:
        return self.filter(closed_at__lt=moment)

    def naming(self, emails: Iterable[str]) -> Self:
        """Where one of these addresses (lower case) was proposed."""
        return self.alias(lower_email=Lower("email")).filter(lower_email__in=set(emails))

    def about(self, municipality: Municipality) -> Self:
        return self.filter(municipality=municipality)

    def by_link(self, link: links.Link) -> Self:
        """The row a link points at, unless the link is revoked."""
        return self.filter(pk=link.pk, link_version=link.version)
