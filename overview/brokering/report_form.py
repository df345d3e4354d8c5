"""What the report is about: a period by name or from day to day, and one company or all."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from brokers.forms import day_input
from brokers.models import InnovationCompany
from overview.brokering.brokering_report import Period, periods
from partnership.common import norwegian
from partnership.common.worded import Worded

OWN_DAYS = "fra-til"


class ReportForm(Worded, forms.Form):
    """``period`` and ``companies`` can be read whatever was typed: this quarter, and all one may see."""

    periode = forms.ChoiceField(label=_("Period"), required=False)
    fra = forms.DateField(label=_("From"), required=False, widget=day_input())
    til = forms.DateField(label=_("To and including"), required=False, widget=day_input())
    selskap = forms.ChoiceField(label=_("Company"), required=False)

    def __init__(self, *args: Any, companies: list[InnovationCompany], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.all = companies
        self.named = periods(norwegian.today())
        choices = [(word, label) for word, (label, _period) in self.named.items()]
        self.fields["periode"].choices = [*choices, (OWN_DAYS, _now("From day to day"))]  # type: ignore[attr-defined]
        if len(companies) > 1:
            names = [(company.slug, company.name) for company in companies]
            self.fields["selskap"].choices = [("", _now("All companies")), *names]  # type: ignore[attr-defined]
        else:
            del self.fields["selskap"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        since, until = data.get("fra"), data.get("til")
        if data.get("periode") == OWN_DAYS and not self.errors:
            if not (since and until):
                self.add_error("fra", _now("Choose both the first and the last day."))
            elif until < since:
                self.add_error("til", _now("Choose a last day that is not before the first."))
        return data

    @property
    def period(self) -> Period:
        this_quarter = next(iter(self.named.values()))[1]
        if not self.is_valid():
            return this_quarter
        data = self.cleaned_data
        if data["periode"] == OWN_DAYS:
            return Period(data["fra"], data["til"])
        return self.named.get(data["periode"], ("", this_quarter))[1]

    @property
    def companies(self) -> list[InnovationCompany]:
        chosen = self.cleaned_data.get("selskap") if self.is_valid() else ""
        return [company for company in self.all if company.slug == chosen] if chosen else self.all
