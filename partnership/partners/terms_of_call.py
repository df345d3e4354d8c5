"""What holds for a call: its own words where it has any, else the scheme's. What neither says stays unknown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from partnership.partners.conditions import Applicant, Phase, said_of_amounts

if TYPE_CHECKING:
    from partnership.partners.models import FundingCall, FundingScheme


@dataclass(frozen=True)
class Terms:
    """Empty sets and None are unknown, never «everybody» or «no». Amounts are kroner, the share per cent of costs.

    ``themes``: slug to name; empty when no theme is named. ``partner_only``: a municipality takes part, but does not
    apply itself. ``only_rural`` is about municipalities.
    """

    applicants: frozenset[str]
    partner_only: bool
    only_rural: bool | None
    needs_research_partner: bool | None
    needs_broker_dialogue: bool | None
    min_amount: int | None
    max_amount: int | None
    max_support_percent: int | None
    phases: tuple[Phase, ...]
    themes: dict[str, str]
    application_system: str
    link: str

    @classmethod
    def of(cls, call: FundingCall) -> Self:
        return cls._of(call.scheme, call, _themes(call))

    @classmethod
    def of_scheme(cls, scheme: FundingScheme) -> Self:
        return cls._of(scheme, scheme, {theme.slug: theme.name for theme in scheme.themes.all()})

    @classmethod
    def _of(cls, scheme: FundingScheme, own: FundingCall | FundingScheme, themes: dict[str, str]) -> Self:
        # A lowest amount under one roof and a highest under the other would make a range nobody has written.
        amounts = own if own.min_amount or own.max_amount else scheme
        named_by_call = own is not scheme and bool(own.applicants)
        return cls(
            applicants=frozenset(own.applicants or scheme.applicants),
            partner_only=not named_by_call and scheme.municipality_role == scheme.MunicipalityRole.PARTNER,
            only_rural=scheme.only_rural,
            needs_research_partner=_said(own.needs_research_partner, scheme.needs_research_partner),
            needs_broker_dialogue=_said(own.needs_broker_dialogue, scheme.needs_broker_dialogue),
            min_amount=amounts.min_amount,
            max_amount=amounts.max_amount,
            max_support_percent=own.max_support_percent or scheme.max_support_percent,
            phases=tuple(phase for phase in Phase if phase in (own.phases or scheme.phases)),
            themes=themes,
            application_system=own.application_system or scheme.application_system,
            link=own.link or scheme.link,
        )

    @property
    def applicant_names(self) -> list[str]:
        return [str(one.label) for one in Applicant if one in self.applicants]

    @property
    def phase_names(self) -> list[str]:
        return [str(phase.label) for phase in self.phases]

    @property
    def amounts(self) -> list[str]:
        return said_of_amounts(self.min_amount, self.max_amount, self.max_support_percent)


def _said(own: bool | None, schemes: bool | None) -> bool | None:
    return schemes if own is None else own


def _themes(call: FundingCall) -> dict[str, str]:
    """The call's own, else the scheme's. No query for calls that were read ``with_terms``."""
    read = call.__dict__
    if "own_themes" in read:
        return {theme["slug"]: theme["name"] for theme in read["own_themes"] or read["scheme_themes"]}
    return {theme.slug: theme.name for theme in list(call.themes.all()) or list(call.scheme.themes.all())}
