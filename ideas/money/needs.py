"""What an idea needs money for, as the calls are matched against it; and what may suit it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ideas.life import stages
from ideas.models import Idea
from ideas.permissions import can_apply
from ideas.with_brokers import brokering
from partnership.common import norwegian
from partnership.partners import matching
from partnership.partners.conditions import Applicant, Phase
from partnership.partners.matching import Match, Need, Verdict
from partnership.partners.models import FundingCall

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from partnership.people.models import User

SUGGESTED = (Verdict.MAY_FIT, Verdict.HALF_FITS)
AT_MOST = 3


def need_of(idea: Idea) -> Need:
    """The municipality applies. Two queries, themes and research organisations; none for ideas read ``with_need``."""
    read = idea.__dict__
    organisations = read["organisation_pks"] if "organisation_pks" in read else idea.research_organisations.all()
    return Need(
        applicant=Applicant.MUNICIPALITY,
        is_rural=idea.is_rural,
        phase=Phase(idea.phase) if idea.phase in Phase.values else None,
        themes=frozenset(_themes(idea)),
        amount=idea.amount,
        wants_research=idea.wants_research,
        research_organisations=len(organisations),
        had_broker_dialogue=brokering.has_had_dialogue(idea),
    )


def _themes(idea: Idea) -> list[str]:
    read = idea.__dict__
    return read["theme_slugs"] if "theme_slugs" in read else [theme.slug for theme in idea.themes.all()]


def matches(idea: Idea) -> list[Match]:
    """Every open call with its verdict, the best first."""
    return matching.match(need_of(idea), FundingCall.objects.open().with_terms(), timezone.now())


def match_of(idea: Idea, call_pk: int) -> Match | None:
    """The one call against the idea; None when it is not shown."""
    found = matching.match(need_of(idea), FundingCall.objects.shown().with_terms().numbered(call_pk), timezone.now())
    return found[0] if found else None


def why(match: Match) -> str:
    """The reasons as one text, to keep with the choice: calls change, and somebody will ask why."""
    return " ".join(match.fits)[:500]


def is_described(idea: Idea) -> bool:
    """Whether somebody has said anything the calls can be matched against."""
    return bool(idea.phase or idea.amount or idea.wants_research is not None or _themes(idea))


def suggestions(idea: Idea) -> dict[str, Any]:
    """Those that may suit, at most three, and a heading that says how many there are."""
    if "theme_slugs" not in idea.__dict__:
        prefetch_related_objects([idea], "themes", "research_organisations")
    found = [match for match in matches(idea) if match.verdict in SUGGESTED]
    heading = ngettext("%(n)s call may fit", "%(n)s calls may fit", len(found)) % {
        "n": norwegian.number_word(len(found)).capitalize()
    }
    return {
        "matches": found[:AT_MOST],
        "heading": heading if found else _("No call fits now"),
        "is_described": is_described(idea),
        "left": max(0, len(found) - AT_MOST),
    }


def section(user: User | AnonymousUser, idea: Idea) -> dict[str, Any]:
    """What ``ideas/_calls.html`` needs on the idea's page; empty for those who may not apply, and where no
    money is looked for. One query, for ideas read ``with_need``."""
    if idea.stage not in stages.LOOKS_FOR_MONEY or not can_apply(user, idea):
        return {}
    return suggestions(idea)
