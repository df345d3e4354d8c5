"""Ideas like what somebody is writing, among those this very person may see.

Two small questions to the indexes there are: full text, where two of the longest words must be met (one when there
are few), and where that gives little, trigrams of the longest word, for what is misspelt or hidden in a compound.
Neither reads more than ``CANDIDATES`` rows, so that it is quick while one writes, also over a hundred thousand ideas.
"""

from __future__ import annotations

import re
from itertools import combinations
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.db.models import F, FloatField, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from ideas.models import Idea
from ideas.querysets.idea import IdeaQuerySet, by_index_alone
from partnership.common.searching import as_plain

CANDIDATES = 60
# So many found by words are enough to choose from.
ENOUGH = 10
WORDS = 4
LEAST = 0.05
LONG = 7
# Shorter ones say little of what it is about.
_WORD = re.compile(r"[^\W\d_]{4,40}")
# Long words that stand in any text about work in a municipality.
_SAYS_NOTHING = {
    "kommune", "kommunen", "kommuner", "ansatt", "ansatte", "bruker", "brukere", "brukeren", "brukerne", "problem",
    "problemet", "problemer", "mange", "mangler", "ikke", "altfor", "veldig", "trenger", "bruke", "burde", "kunne",
    "skulle", "gjerne", "tiden", "mellom", "hverandre", "hvordan", "hvorfor", "forskjellige", "andre", "eller",
    "fordi", "derfor", "også", "alltid", "aldri", "hele", "hver", "dette", "disse", "denne", "deres", "være", "blitt",
    "blir", "hadde", "flere",
}  # fmt: skip


def similar_to(text: str, user: Any, limit: int = 3) -> list[Idea]:
    """The likest first, with their municipality; empty when too little is written. ``user`` may be anonymous."""
    return similar_among(text, Idea.objects.visible_to(user), limit)


def similar_among(text: str, seen: IdeaQuerySet, limit: int) -> list[Idea]:
    """As ``similar_to``, of those the caller has chosen."""
    words = telling_words(text)
    if not words:
        return []
    found = set(_by_words(seen, " | ".join(f"({one} & {other})" for one, other in combinations(words, 2))))
    if len(found) < ENOUGH and len(words) < 3:
        found |= set(_by_words(seen, " | ".join(words)))
    if len(found) < ENOUGH:
        found |= set(_by_trigrams(seen, words))
    if not found:
        return []
    query = SearchQuery(" | ".join(words), config="norwegian", search_type="raw")
    score: Combinable = SearchRank(F("search"), query, normalization=1)
    for word in words[:3]:
        score = score + Cast(TrigramWordSimilarity(_stem(word), "plain"), FloatField()) * Value(0.1)
    ranked = Idea.objects.filter(pk__in=found).annotate(likeness=score).filter(likeness__gte=LEAST)
    return list(ranked.select_related("municipality").order_by("-likeness", "-received_at", "-pk")[:limit])


def telling_words(text: str) -> list[str]:
    """The longest words of what is written, each once: what it is about, most likely."""
    words = {word for word in _WORD.findall(text[:4000].lower()) if word not in _SAYS_NOTHING}
    return sorted(words, key=lambda word: (-len(word), word))[:WORDS]


def _by_words(seen: IdeaQuerySet, raw: str) -> list[int]:
    if not raw:
        return []
    query = SearchQuery(raw, config="norwegian", search_type="raw")
    return list(seen.filter(search=query).order_by().values_list("pk", flat=True)[:CANDIDATES])


def _by_trigrams(seen: IdeaQuerySet, words: list[str]) -> list[int]:
    like = Q(plain__trigram_word_similar=_stem(words[0]))
    with by_index_alone():
        return list(seen.filter(like).order_by().values_list("pk", flat=True)[:CANDIDATES])


def _stem(word: str) -> str:
    """Without what is likely an ending, which would count as unlike; as ``Idea.plain`` is written."""
    return as_plain(word[:-2] if len(word) > LONG else word)
