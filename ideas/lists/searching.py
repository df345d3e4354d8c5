"""Searching among ideas: inflected words, parts of words and misspelt ones are found; the best first.

Each word is looked for in two ways, both by an index there is: as a beginning in the full text, which knows Norwegian
inflection, and by trigrams, which find it inside a compound or nearly as it was written. No more than ``CANDIDATES``
rows of each are ranked, so that a word that is everywhere does not cost more than a rare one. When nothing is found
so, the trigrams may be less like: letters that have changed places, and the first half of a compound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.db import connection, models, transaction
from django.db.models import Case, F, FloatField, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Greatest, Length, StrIndex
from django.db.models.lookups import GreaterThan, LessThanOrEqual

from ideas.querysets.idea import IdeaQuerySet, by_index_alone
from partnership.common.searching import Plain, as_plain

CANDIDATES = 200
# Where all is searched: twice what a page shows of one kind. Ranking them is what takes longest.
FEWER = 100
WORDS = 6
# How like two words are at least, from 0 to 1, when nothing else is found; else it is the database's own 0.6.
FAR = 0.35
_WORD = re.compile(r"\w{2,40}")


def search(ideas: IdeaQuerySet, text: str) -> IdeaQuerySet:
    """Those of ``ideas`` (which is what the reader may see) that fit, in order of ``fit``; all when nothing is
    written. A number, «26-014», finds that one."""
    words = _words(text)
    if not words:
        return ideas
    numbered = ideas.numbered(text.strip())
    found = (
        set(_by_words(ideas, words)) | set(_by_trigrams(ideas, words)) | set(numbered.values_list("pk", flat=True))
    )
    if not found and any(not word.isdigit() for word in words):
        with _less_like():
            found = set(_by_trigrams(ideas, words))
    return _ordered(ideas, found, [_fit(word) for word in words])


def with_every_word(ideas: IdeaQuerySet, text: str) -> IdeaQuerySet:
    """Those where each word is found, as it is inflected, inside another or without rings; misspelt ones are not.
    Those with the words in the title come first; of what was asked of ``ideas`` only which they are is kept. Where
    the beginnings of words alone give ``FEWER``, no more is asked: the page says that there are more."""
    words = _words(text)
    if not words:
        return ideas.none()
    # By an index, or for a word that is in very many by reading until there are enough: the database knows which.
    keys = set(_some(ideas.filter(search=_query(" & ".join(f"{word}:*" for word in words))), FEWER))
    if len(keys) < FEWER:
        keys.update(_some(_inside(ideas, words), FEWER))
    keys.update(ideas.numbered(text.strip()).values_list("pk", flat=True))
    # Who may see them has been asked.
    found = ideas.model._default_manager.all()
    return _ordered(found, keys, [_found_fit(word) for word in words])


def _inside(ideas: IdeaQuerySet, words: list[str]) -> IdeaQuerySet:
    """Besides those where all the words begin so: of one word, it is inside another."""
    if len(words) == 1:
        return ideas.filter(plain__contains=as_plain(words[0]))
    for word in words:
        ideas = ideas.filter(Q(search=_query(f"{word}:*")) | Q(plain__contains=as_plain(word)))
    return ideas


def _words(text: str) -> list[str]:
    return list(dict.fromkeys(_WORD.findall(text[:200].lower())))[:WORDS]


def _ordered(ideas: IdeaQuerySet, found: set[int], fits: list[Combinable]) -> IdeaQuerySet:
    fit = sum(fits, start=Value(0.0, output_field=FloatField()))
    return ideas.filter(pk__in=found).annotate(fit=fit).order_by("-fit", "-received_at", "-pk")


def _query(raw: str) -> SearchQuery:
    return SearchQuery(raw, config="norwegian", search_type="raw")


def _by_words(ideas: IdeaQuerySet, words: list[str]) -> list[int]:
    """Those with all the words first, since any of them alone may fill the candidates."""
    beginnings = [f"{word}:*" for word in words]
    found = _some(ideas.filter(search=_query(" & ".join(beginnings))))
    if len(words) > 1 and len(found) < CANDIDATES:
        found += _some(ideas.filter(search=_query(" | ".join(beginnings))))
    return found


@contextmanager
def _less_like() -> Iterator[None]:
    threshold = "SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)"
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pg_trgm.word_similarity_threshold')")
        (usual,) = cursor.fetchone()
        cursor.execute(threshold, [str(FAR)])
        yield
        # The transaction may be somebody else's, and go on.
        cursor.execute(threshold, [usual])


def _by_trigrams(ideas: IdeaQuerySet, words: list[str]) -> list[int]:
    """By the two longest words: short ones are like everything."""
    like = Q()
    for word in sorted(words, key=len, reverse=True)[:2]:
        like |= Q(plain__trigram_word_similar=as_plain(word))
    with by_index_alone():
        return _some(ideas.filter(like))


def _some(ideas: IdeaQuerySet, most: int = CANDIDATES) -> list[int]:
    return list(ideas.order_by().values_list("pk", flat=True)[:most])


def _found_fit(word: str) -> Combinable:
    """Of a word that is there: how like others are needs no asking, which takes longest. ``plain`` begins with the
    title; writing each title plain would take as long as all the rest."""
    place = StrIndex("plain", Value(as_plain(word)))
    in_title = When(GreaterThan(place, 0) & LessThanOrEqual(place, Length("title")), then=Value(1.0))
    title = Case(in_title, default=Value(0.0), output_field=FloatField())
    return title + SearchRank(F("search"), _query(f"{word}:*"))


def _fit(word: str) -> Combinable:
    """1 for a word that begins so, else how like the likest word is; the title counts more."""
    whole = Case(When(Q(search=_query(f"{word}:*")), then=Value(1.0)), default=Value(0.0), output_field=FloatField())
    weight = SearchRank(F("search"), _query(f"{word}:*"))
    near: models.Expression = TrigramWordSimilarity(as_plain(word), "plain")
    title: models.Expression = TrigramWordSimilarity(as_plain(word), Plain("title"))
    return Greatest(whole, near, output_field=FloatField()) + weight + title * Value(0.3)
