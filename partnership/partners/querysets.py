"""Chainable adjectives over partners, schemes and calls."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.db.models.functions import JSONObject
from django.utils import timezone

from partnership.common import norwegian
from partnership.partners.conditions import STALE_AFTER
from partnership.people import roles
from partnership.people.models import RoleTerm, Seat, User
from partnership.people.querysets import SeatQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from partnership.partners.models import (  # noqa: F401
        FundingCall,
        FundingScheme,
        InformationPage,
        PageLink,
        Partner,
        PartnerOfficer,
        Theme,
    )


# One failed visit may be a bad moment: broken is what has failed at least twice.
BROKEN_LINK = Q(link_tried=F("link"), link_broken_since__lt=F("link_checked_at"))
WHOLE_LINK_AGAIN = dt.timedelta(days=7)
BROKEN_LINK_AGAIN = dt.timedelta(hours=20)


def link_due(now: dt.datetime) -> Q:
    """Never tried since it was written, or not for a week; a broken one every day."""
    new = Q(link_checked_at=None) | ~Q(link_tried=F("link"))
    whole = Q(link_broken_since=None, link_checked_at__lte=now - WHOLE_LINK_AGAIN)
    broken = Q(link_broken_since__isnull=False, link_checked_at__lte=now - BROKEN_LINK_AGAIN)
    return ~Q(link="") & (new | whole | broken)


class PartnerOfficerQuerySet(SeatQuerySet["PartnerOfficer"]):
    def held_by(self, user: User) -> Self:
        """Roles the person has today, as holder or deputy."""
        return self.filter(pk__in=RoleTerm.objects.current().of(user).values("seat"))

    def held_or_coming_to(self, user: User) -> Self:
        """Roles the person has today or is to have, as holder or deputy."""
        return self.filter(pk__in=RoleTerm.objects.not_ended().of(user).values("seat"))

    def of_partner(self, partner_pk: int | None) -> Self:
        return self.filter(partner=partner_pk)

    def same_partner_as(self, seat: Seat) -> Self:
        return self.filter(partner__officers=seat.pk)


class PartnerQuerySet(models.QuerySet["Partner"]):
    def of_officer(self, user: User) -> Self:
        from partnership.partners.models import PartnerOfficer

        return self.filter(pk__in=PartnerOfficer.objects.held_by(user).values("partner"))

    def with_officers(self) -> Self:
        """Prefetch open officer seats with their current terms (three queries in all)."""
        from partnership.partners.models import PartnerOfficer

        seats = PartnerOfficer.objects.open().with_current_terms().order_by("order", "sort_place", "pk")
        return self.prefetch_related(Prefetch("officers", queryset=seats, to_attr="open_officers"))


class FundingSchemeQuerySet(models.QuerySet["FundingScheme"]):
    def shown(self) -> Self:
        return self.filter(is_active=True)

    def stale(self) -> Self:
        return self.filter(last_checked__lt=norwegian.today() - STALE_AFTER)

    def to_check(self) -> Self:
        """Shown to people, and checked too long ago."""
        return self.shown().stale()

    def for_applicant(self, applicant: str) -> Self:
        """All when ``applicant`` is empty; an unknown word finds nothing."""
        return self.filter(applicants__contains=[applicant]) if applicant else self

    def with_deadline(self, kind: str) -> Self:
        return self.filter(deadline_kind=kind) if kind else self

    def owned_by(self, partner_slug: str) -> Self:
        return self.filter(owner_partner__slug=partner_slug) if partner_slug else self

    def matching(self, words: str) -> Self:
        """Every word is found in the name, short name, owner or purpose, whatever the case."""
        found = self
        for word in words[:200].replace("\x00", " ").split()[:8]:
            found = found.filter(
                Q(name__icontains=word)
                | Q(short_name__icontains=word)
                | Q(owner_name__icontains=word)
                | Q(owner_partner__name__icontains=word)
                | Q(purpose__icontains=word)
            )
        return found

    def with_calls(self) -> Self:
        """Prefetch ``calls`` (the next deadline first) and themes: three queries in all."""
        return self.select_related("owner_partner").prefetch_related("calls", "themes")

    def with_call_terms(self) -> Self:
        """``with_calls``, and what the ``terms`` of each call read: one query more."""
        return self.with_calls().prefetch_related("calls__themes")

    def checked_by_name(self, name: str) -> Self:
        return self.filter(checked_by=name)

    def with_broken_link(self) -> Self:
        return self.shown().filter(BROKEN_LINK)

    def link_to_try(self, now: dt.datetime) -> Self:
        return self.shown().filter(link_due(now))


class FundingCallQuerySet(models.QuerySet["FundingCall"]):
    def shown(self) -> Self:
        return self.filter(scheme__is_active=True)

    def numbered(self, pk: int) -> Self:
        return self.filter(pk=pk)

    def of_scheme(self, slug: str) -> Self:
        return self.filter(scheme__slug=slug)

    def with_terms(self) -> Self:
        """What ``terms`` reads: the scheme, and in ``own_themes`` and ``scheme_themes`` the themes of both. One
        query."""
        from partnership.partners.models import Theme

        named = JSONObject(slug="slug", name="name")
        own, schemes = Theme.objects.filter(calls=OuterRef("pk")), Theme.objects.filter(schemes=OuterRef("scheme"))
        return self.select_related("scheme", "scheme__owner_partner").annotate(
            own_themes=ArraySubquery(own.values(named=named)),
            scheme_themes=ArraySubquery(schemes.values(named=named)),
        )

    def checked_by_name(self, name: str) -> Self:
        return self.filter(checked_by=name)

    def with_broken_link(self) -> Self:
        return self.open().filter(BROKEN_LINK)

    def link_to_try(self, now: dt.datetime) -> Self:
        return self.open().filter(link_due(now))

    def to_check(self) -> Self:
        """Open, and checked too long ago."""
        return self.open().filter(last_checked__lt=norwegian.today() - STALE_AFTER)

    def closing_within(self, days: int) -> Self:
        now = timezone.now()
        return self.filter(closes__gt=now, closes__lte=now + dt.timedelta(days=days))

    def open(self) -> Self:
        """Not closed; without a closing date it counts as open while its scheme is shown."""
        return self.shown().exclude(closes__lte=timezone.now())

    def about(self, theme: Theme) -> Self:
        """As ``terms`` says: a call that names no theme is about those of its scheme."""
        named = self.model.themes.through.objects.filter(fundingcall=OuterRef("pk"))
        return self.filter(
            Q(Exists(named.filter(theme=theme))) | Q(~Exists(named), scheme__in=theme.schemes.all().values("pk"))
        )

    def next_to_close(self) -> Self:
        """Those with a closing date to come, the nearest first."""
        return self.filter(closes__gt=timezone.now()).order_by("closes", "pk")


class InformationPageQuerySet(models.QuerySet["InformationPage"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """What is published, for everybody; drafts for officers."""
        return self if roles.is_officer(user) else self.published()

    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def about(self, theme: Theme) -> Self:
        return self.filter(themes=theme)

    def owned_by(self, partner_slug: str) -> Self:
        """All when ``partner_slug`` is empty."""
        return self.filter(partner__slug=partner_slug) if partner_slug else self

    def written_by(self, user: User | AnonymousUser) -> Self:
        """``permissions.can_write_page`` for many pages at once."""
        if not isinstance(user, User) or not (user.is_superuser or roles.is_officer(user)):
            return self.none()
        if user.is_superuser:
            return self
        from partnership.partners.models import Partner

        return self.filter(Q(partner=None) | Q(partner__in=Partner.objects.of_officer(user)))

    def to_check(self) -> Self:
        """Shown to people, and never checked or too long ago."""
        return self.published().filter(Q(checked_on=None) | Q(checked_on__lt=norwegian.today() - STALE_AFTER))

    def with_broken_link(self) -> Self:
        from partnership.partners.models import PageLink

        return self.filter(pk__in=PageLink.objects.with_broken_link().values("page"))

    def checked_by_person(self, person: User) -> Self:
        return self.filter(checked_by=person)

    def for_list(self) -> Self:
        """By partner, those of all of them first."""
        first = F("partner__order").asc(nulls_first=True)
        return self.select_related("partner", "checked_by").order_by(first, "sort_name")


class PageLinkQuerySet(models.QuerySet["PageLink"]):
    def shown(self) -> Self:
        """In pages that everybody reads."""
        return self.filter(page__published_at__isnull=False)

    def with_broken_link(self) -> Self:
        return self.shown().filter(BROKEN_LINK)

    def link_to_try(self, now: dt.datetime) -> Self:
        return self.shown().filter(link_due(now))
