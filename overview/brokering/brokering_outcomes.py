"""What came of the brokers' cases, for the report: ideas, applications, pre-projects, partnerships. Numbers alone."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from django.utils.translation import gettext as _

from ideas.models import Application, BrokerRequest, Idea

Counted = tuple[str, int]
FUNDED = Application.Outcome.FUNDED


def of(since: dt.date, until: dt.date, companies: list[int]) -> list[Counted]:
    """Label and count; ``since`` and ``until`` are Oslo days, both included. Two queries.

    A case belongs to the company whose broker took it. A partnership is a municipality and a research organisation
    that stand together on a case taken in the period; the same two count once.
    """
    cases = BrokerRequest.objects.taken().of_companies(companies)
    taken = cases.answered_between(since, until).values("idea")
    pairs = Idea.objects.filter(pk__in=taken).values_list("pk", "municipality", "research_organisations")
    rows = list(pairs)
    partnerships = {(place, organisation) for _pk, place, organisation in rows if organisation}
    return [
        (_("Ideas with a broker"), len({pk for pk, _place, _organisation in rows})),
        *_applications(since, until, cases.values("idea")),
        (_("New partnerships of municipality and research"), len(partnerships)),
    ]


def _applications(since: dt.date, until: dt.date, ideas: object) -> list[Counted]:
    def within(day: dt.date | None) -> bool:
        return day is not None and since <= day <= until

    rows = list(Application.objects.filter(idea__in=ideas, sent_on__lte=until).select_related("call__scheme"))
    sent = [one for one in rows if within(one.sent_on)]
    funded = [one for one in rows if one.is_forprosjekt and one.outcome == FUNDED and within(one.outcome_on)]
    known = [one.call.scheme for one in sent if one.call]
    by_scheme = Counter((scheme.sort_name, scheme.name) for scheme in known)
    if others := len(sent) - len(known):
        by_scheme["\uffff", _("other calls")] = others
    schemes = [(_("of them: %(kind)s") % {"kind": name}, by_scheme[sort, name]) for sort, name in sorted(by_scheme)]
    return [(_("Applications sent"), len(sent)), *schemes, (_("Pre-projects funded"), len(funded))]
