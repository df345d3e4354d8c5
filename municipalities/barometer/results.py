"""What came of a survey, and what of it may be read.

Everything is read once, when the survey has ended: nobody sees a result before and after one more answer. While it is
open only how many have answered is said, in steps of ``FEWEST``. A group of fewer than ``FEWEST`` is shown to nobody,
and neither are groups from which one such could be got by subtraction (``shown_groups``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from municipalities.models import QUESTIONS, Sector, Survey, SurveyAnswer, SurveyText
from municipalities.models.survey import ENDS, SCALE, SCALES
from partnership.common import norwegian

FEWEST = 5
# A mean of 1–6 from which nothing is weak.
HIGH = 4.5
# Those with a closed answer, as the form asks them.
ASKED = ("innovated", *SCALES)


@dataclass(frozen=True)
class Group:
    """One that may be shown. ``middle`` is the share of yes in percent, or the mean of 1–6, of those who knew.

    ``n`` is how many of the group took part, the same at every question: how many of so few did not know is not said.
    """

    sector: str
    middle: float
    n: int


@dataclass(frozen=True)
class Answered:
    """One question. ``n`` answered it, ``unsure`` did not know; ``middle`` None and no rows when ``n`` is too few."""

    name: str
    question: str
    n: int
    unsure: int
    middle: float | None
    rows: list[tuple[str, int]]
    groups: list[Group]

    @property
    def is_share(self) -> bool:
        return self.name not in SCALES


@dataclass(frozen=True)
class Results:
    """``answered`` is empty when fewer than ``FEWEST`` have answered, or the survey is open."""

    n: int
    answered: list[Answered]

    @property
    def is_shown(self) -> bool:
        return bool(self.answered)

    @property
    def weakest(self) -> Answered | None:
        """Of the questions with a scale, the one with the lowest mean; None when all are high, or two are lowest."""
        by_mean = sorted(self._means(), key=lambda found: found[0])
        if len(by_mean) < 2 or self.is_high or by_mean[0][0] == by_mean[1][0]:
            return None
        return by_mean[0][1]

    @property
    def is_even(self) -> bool:
        """There are questions with a scale to set beside one another, and none is the weakest."""
        return len(self._means()) > 1 and self.weakest is None

    @property
    def is_high(self) -> bool:
        return all(mean >= HIGH for mean, _one in self._means())

    def _means(self) -> list[tuple[float, Answered]]:
        """As they are shown: what is read as the same is the same."""
        return [(rounded(one.middle, 1), one) for one in self.answered if one.middle is not None and not one.is_share]


def rounded(value: float, places: int = 0) -> float:
    """As people round: 62.5 is 63, where Python's own says 62."""
    return float(Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def in_steps(n: int) -> int:
    """How many have answered, as it is said while the survey is open."""
    return n - n % FEWEST


def shown_groups(counts: Mapping[str, int], among: Container[str] = Sector.values) -> frozenset[str]:
    """Of groups that together are all, those ``among`` which may be shown.

    Each has at least ``FEWEST``, and so have those that are not shown, taken together, unless there are none.
    """
    large = (name for name, n in counts.items() if name in among and n >= FEWEST)
    shown = sorted(large, key=lambda name: (counts[name], name))
    rest = sum(counts.values()) - sum(counts[name] for name in shown)
    while shown and 0 < rest < FEWEST:
        rest += counts[shown.pop(0)]
    return frozenset(shown)


def results(survey: Survey) -> Results:
    return of_many([survey])[survey.pk]


def of_many(surveys: Iterable[Survey]) -> dict[int, Results]:
    """By the survey's key. One query."""
    chosen = list(surveys)
    given: dict[int, list[SurveyAnswer]] = {survey.pk: [] for survey in chosen}
    for row in SurveyAnswer.objects.of_surveys(chosen):
        given[row.survey_id].append(row)
    return {survey.pk: _results(survey, given[survey.pk]) for survey in chosen}


def texts(survey: Survey) -> list[str]:
    """For the municipality's contact alone: in the order of the alphabet, none before the end or under ``FEWEST``."""
    if survey.is_open or SurveyAnswer.objects.of(survey).count() < FEWEST:
        return []
    return sorted((one.text for one in SurveyText.objects.of(survey)), key=norwegian.sort_key)


def _results(survey: Survey, rows: list[SurveyAnswer]) -> Results:
    if survey.is_open or len(rows) < FEWEST:
        return Results(len(rows), [])
    return Results(len(rows), [_answered(name, rows) for name in ASKED])


def _answered(name: str, rows: list[SurveyAnswer]) -> Answered:
    given = [(row.sector, int(value)) for row in rows if (value := getattr(row, name)) is not None]
    n, question = len(given), str(QUESTIONS[name])
    if n < FEWEST:
        return Answered(name, question, n, len(rows) - n, None, [], [])
    values = [value for _sector, value in given]
    counted = Counter(values)
    if name in SCALES:
        shown = [(str(ENDS.get(degree, degree)), counted[degree]) for degree in reversed(SCALE)]
    else:
        shown = [(_("Yes"), counted[1]), (_("No"), counted[0])]
    groups = _groups(name, given, Counter(row.sector for row in rows))
    return Answered(name, question, n, len(rows) - n, _middle(name, values), shown, groups)


def _groups(name: str, given: list[tuple[str, int]], took_part: Counter[str]) -> list[Group]:
    """``took_part``: how many of each sector. A group is shown when both they and those who knew may be."""
    by_sector: dict[str, list[int]] = {}
    for sector, value in given:
        by_sector.setdefault(sector, []).append(value)
    knew = {sector: len(values) for sector, values in by_sector.items()}
    shown = shown_groups(knew, among=shown_groups(took_part))
    return [
        Group(str(label), _middle(name, by_sector[sector]), took_part[sector])
        for sector, label in Sector.choices
        if sector in shown
    ]


def _middle(name: str, values: list[int]) -> float:
    mean = sum(values) / len(values)
    return mean if name in SCALES else 100 * mean
