"""What the one search finds of funding, and of what the partners explain."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from partnership.common.searching import Group, Hit, Sought, group, matching
from partnership.partners.models import FundingCall, FundingScheme, InformationPage, Theme

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from partnership.people.models import User


def search(user: User | AnonymousUser, sought: Sought) -> Iterator[Group]:
    if sought.wants("virkemidler"):

        def rows() -> QuerySet[FundingScheme]:
            return FundingScheme.objects.shown().select_related("owner_partner").order_by("sort_name")

        found = matching(FundingScheme, rows, sought, "name", "short_name", "owner_name", "purpose")
        yield group("virkemidler", _("Funding schemes"), found, sought, lambda scheme: _scheme(scheme, sought))
    if sought.wants("utlysninger"):

        def calls() -> QuerySet[FundingCall]:
            return FundingCall.objects.shown().select_related("scheme").order_by("-year", "-pk")

        dated = matching(FundingCall, calls, sought, "title", "scheme__name")
        yield group("utlysninger", _("Calls"), dated, sought, lambda call: _call(call, sought))
    if sought.wants("temaer"):

        def names() -> QuerySet[Theme]:
            return Theme.objects.order_by("sort_name")

        themes = matching(Theme, names, sought, "name", is_name=True)
        yield group("temaer", _("Themes"), themes, sought, lambda theme: _theme(theme, sought))
    if sought.wants("sider"):

        def pages() -> QuerySet[InformationPage]:
            return InformationPage.objects.visible_to(user).select_related("partner").order_by("sort_name")

        read = matching(InformationPage, pages, sought, "name", "ingress", "text")
        yield group("sider", _("Pages"), read, sought, lambda page: _page(page, sought))


def _scheme(scheme: FundingScheme, sought: Sought) -> Hit:
    owner = scheme.owner_partner.name if scheme.owner_partner else scheme.owner_name
    return Hit.of(sought, scheme.name, scheme.get_absolute_url(), owner, [scheme.purpose])


def _call(call: FundingCall, sought: Sought) -> Hit:
    return Hit.of(sought, call.title, call.get_absolute_url(), call.scheme.name)


def _theme(theme: Theme, sought: Sought) -> Hit:
    return Hit.of(sought, theme.name, theme.get_absolute_url())


def _page(page: InformationPage, sought: Sought) -> Hit:
    line = page.partner.name if page.partner else ""
    if not page.is_published:
        line = ", ".join(filter(None, [line, _("draft")]))
    return Hit.of(sought, page.name, page.get_absolute_url(), line, [page.text])
