"""The table of marks, the sums of each date, and which of them suits best and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from meetings.models import AskedPerson, DateMark, DatePoll, ProposedDate
from partnership.common.norwegian import number_word

Suits = DateMark.Suits


@dataclass(frozen=True)
class Weighed:
    """A date, and how many of those who have marked say what of it."""

    date: ProposedDate
    yes: int
    if_needed: int
    no: int
    is_best: bool = False

    @property
    def possible(self) -> int:
        return self.yes + self.if_needed


@dataclass(frozen=True)
class Row:
    """``cells``: date and mark, in the order of the dates; the mark is empty where there is none."""

    asked: AskedPerson
    cells: list[tuple[ProposedDate, str]]


@dataclass(frozen=True)
class Table:
    """``why``: in a sentence which date suits best, empty while nobody has marked."""

    dates: list[Weighed]
    rows: list[Row]
    why: str

    @property
    def silent(self) -> list[AskedPerson]:
        return [row.asked for row in self.rows if row.asked.marked_at is None]

    @property
    def marked(self) -> int:
        return len(self.rows) - len(self.silent)


def table(poll: DatePoll) -> Table:
    """Three queries."""
    dates = list(poll.dates.all())
    asked = list(poll.asked.told().select_related("seat"))
    said = {
        (who, date): suits
        for who, date, suits in DateMark.objects.filter(asked__in=[one.pk for one in asked]).values_list(
            "asked", "date", "suits"
        )
    }
    rows = [Row(one, [(date, said.get((one.pk, date.pk), "")) for date in dates]) for one in asked]
    weighed = [_weigh(date, Counter(said.get((one.pk, date.pk), "") for one in asked)) for date in dates]
    best = _best(weighed)
    marked = [Weighed(one.date, one.yes, one.if_needed, one.no, one is best) for one in weighed]
    return Table(marked, rows, _why(best, weighed) if best else "")


def _weigh(date: ProposedDate, counted: Counter[str]) -> Weighed:
    return Weighed(date, counted[Suits.YES], counted[Suits.IF_NEEDED], counted[Suits.NO])


def _rank(one: Weighed) -> tuple[int, int, int]:
    """For whom it is possible counts first, then whom it suits."""
    return one.possible, one.yes, -one.no


def _best(weighed: list[Weighed]) -> Weighed | None:
    """The earliest of the best to come; None when nobody has marked any of them as possible."""
    candidates = [one for one in weighed if one.possible and not one.date.has_been]
    return max(candidates, key=_rank, default=None)


def _why(best: Weighed, weighed: list[Weighed]) -> str:
    same = [one for one in weighed if _rank(one) == _rank(best) and not one.date.has_been]
    when = best.date.when
    if len(same) > 1:
        text = _("%(n)s dates suit equally well. The first of them is %(when)s:")
        first = text % {"n": number_word(len(same)).capitalize(), "when": when}
    else:
        first = _("%(when)s suits best:") % {"when": when[:1].upper() + when[1:]}
    return f"{first} {_sums(best)}"


def _sums(one: Weighed) -> str:
    parts = []
    if one.yes:
        parts.append(_("it suits %(n)s") % {"n": number_word(one.yes)})
    if one.if_needed:
        parts.append(_("%(n)s can if it must be") % {"n": number_word(one.if_needed)})
    if one.no:
        parts.append(_("%(n)s cannot") % {"n": number_word(one.no)})
    else:
        parts.append(_("nobody has said no"))
    return ", ".join(parts) + "."
