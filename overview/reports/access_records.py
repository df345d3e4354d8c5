"""A list of records for a request for access (innsyn): what is asked, of which tables, and how a line is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from municipalities.models import Municipality
from overview.reports import screening
from partnership.common import norwegian
from partnership.partners.models import Partner
from partnership.people.models import User

EXCERPT = 300
CHUNK = 500


@dataclass(frozen=True)
class Record:
    """One line. ``parties`` are roles, never names; ``known``: why the kind itself should be looked at."""

    number: str
    at: dt.datetime | dt.date
    title: str
    parties: str
    text: str
    known: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """``rows``: of the register alone. ``texts``: columns that are searched; ``when``: a moment, or with ``is_day`` a
    day."""

    kind: str
    rows: QuerySet[Any]
    texts: tuple[str, ...]
    when: str
    line: Callable[[Any], Record]
    is_day: bool = False

    def found(self, asked: Asked) -> QuerySet[Any]:
        rows = self.rows
        for word in asked.words.replace("\x00", " ").split()[:8]:
            anywhere = Q()
            for column in self.texts:
                anywhere |= Q(**{f"{column}__icontains": word})
            rows = rows.filter(anywhere)
        if asked.since:
            rows = rows.filter(**{f"{self.when}__gte": asked.since if self.is_day else _start(asked.since)})
        if asked.until:
            after = asked.until + dt.timedelta(days=1)
            rows = rows.filter(**{f"{self.when}__lt": after if self.is_day else _start(after)})
        return rows.order_by(self.when, "pk")


@dataclass(frozen=True)
class Asked:
    register: Municipality | Partner
    words: str
    since: dt.date | None
    until: dt.date | None
    person: User


def header() -> list[str]:
    return [
        _("Number"), _("Date"), _("Kind"), _("Title"), _("Parties, in role"), _("From the text"),
        _("Consider screening"),
    ]  # fmt: skip


def lines(asked: Asked) -> Iterator[list[Any]]:
    """Of all kinds, each kind the oldest first; few rows in memory."""
    from overview.reports import records_of_municipality, records_of_partner

    register = asked.register
    if isinstance(register, Municipality):
        sources = records_of_municipality.sources(register, asked.person)
    else:
        sources = records_of_partner.sources(register, asked.person)
    for source in sources:
        for row in source.found(asked).iterator(chunk_size=CHUNK):
            yield _written(source.kind, source.line(row))


def _written(kind: str, record: Record) -> list[Any]:
    at = record.at
    day = norwegian.local(at).date() if isinstance(at, dt.datetime) else at
    text = " ".join(record.text.split())
    excerpt = text if len(text) <= EXCERPT else text[: EXCERPT - 1].rstrip() + "…"
    # The whole text is looked through, also what the excerpt leaves out.
    why = screening.in_words(screening.reasons(record.title, text, known=record.known))
    return [record.number, day, kind, record.title, record.parties, excerpt, why]


def _start(day: dt.date) -> dt.datetime:
    return norwegian.at(day, dt.time())
