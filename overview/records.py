"""The newest changes of everything that is kept in the workroom: what, when, by whom and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from brokers.models import Broker, Coverage, InnovationCompany
from meetings.models import Meeting
from municipalities.models import CouncilMembership, FouiContact, Municipality, RegionalCouncil
from partnership.partners.models import (
    FundingCall,
    FundingScheme,
    Partner,
    PartnerOfficer,
    ResearchOrganisation,
    Theme,
)
from partnership.people.models import RoleTerm, User

NEWEST = 100
DONE = {"+": _("added"), "~": _("changed"), "-": _("removed")}
_BETWEEN = Value(": ")
# What each row is called: an expression over its history.
NAMES: dict[type[Any], Any] = {
    User: F("name"),
    RoleTerm: Concat(F("seat__place"), _BETWEEN, F("person__name")),
    Municipality: F("name"),
    RegionalCouncil: F("name"),
    CouncilMembership: Concat(F("council__name"), _BETWEEN, F("municipality__name")),
    FouiContact: F("place"),
    InnovationCompany: F("name"),
    Broker: F("place"),
    Coverage: Concat(F("company__name"), _BETWEEN, F("municipality__name")),
    Partner: F("name"),
    PartnerOfficer: Concat(F("place"), _BETWEEN, F("task")),
    Theme: F("name"),
    ResearchOrganisation: F("name"),
    FundingScheme: F("name"),
    FundingCall: F("title"),
    Meeting: F("title"),
}
KINDS: dict[str, type[Any]] = {str(model._meta.model_name): model for model in NAMES}


@dataclass(frozen=True)
class Record:
    """``what`` is a key of ``DONE``; ``by`` is None when the portal itself did it."""

    kind: str
    key: int
    name: str
    at: dt.datetime
    what: str
    by: str | None
    why: str | None

    @property
    def model(self) -> type[Any]:
        return KINDS[self.kind]

    @property
    def url_name(self) -> str:
        return f"admin:{self.model._meta.app_label}_{self.kind}_history"


def newest(*, user: User, kind: str = "", words: str = "") -> list[Record]:
    """At most a hundred, of one kind or of all; ``words``: part of who did it, or of why. One query."""
    models = [KINDS[kind]] if kind in KINDS else list(NAMES)
    lines = [_of(model, user, words) for model in models]
    found = lines[0] if len(lines) == 1 else lines[0].union(*lines[1:], all=True).order_by("-_at")[:NEWEST]
    return [Record(**{name.removeprefix("_"): value for name, value in row.items()}) for row in found]


def _of(model: type[Any], user: User, words: str) -> QuerySet[Any, Any]:
    rows = model.history.all()
    if model is Meeting:
        rows = rows.filter(id__in=Meeting.objects.visible_to(user).values("pk"))
    words = words.replace("\x00", " ").strip()[:100]
    if words:
        rows = rows.filter(history_user__name__icontains=words) | rows.filter(history_change_reason__icontains=words)
    # Underscores, since a model may have a column of the same name.
    found: QuerySet[Any, Any] = rows.order_by("-history_date").values(
        _kind=Value(str(model._meta.model_name)),
        _key=F(model._meta.pk.attname),
        _name=Cast(NAMES[model], CharField()),
        _at=F("history_date"),
        _what=F("history_type"),
        _by=F("history_user__name"),
        _why=F("history_change_reason"),
    )[:NEWEST]
    return found
