"""A table: what is needed, what the call says, and what the reader is told."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from freezegun import freeze_time

from partnership.common import norwegian
from partnership.partners.conditions import Applicant, Phase
from partnership.partners.matching import Need, match, match_all
from partnership.partners.models import FundingCall
from tests.partners import money

pytestmark = pytest.mark.django_db

NOW = norwegian.at(dt.date(2026, 11, 27), dt.time(10))
MAY, HALF, CHECK, NO = "Kan passe. Sjekk utlysningen.", "Passer ikke helt", "Må sjekkes", "Passer ikke"
APPLY = "Kommuner kan søke."
FROSTA = Need(Applicant.MUNICIPALITY)
OPEN_TO_ALL = {"applicants": ["municipality", "company"]}


@pytest.fixture(autouse=True)
def _now():
    with freeze_time(NOW):
        yield


def matched(need: Need, now: dt.datetime = NOW):
    (found,) = match(need, FundingCall.objects.with_terms(), now)
    return str(found.verdict.label), [list(found.fits), list(found.misfits), list(found.missing)]


# name: (what is needed, what the scheme says, what the call says, verdict, fits, does not fit, missing)
TABLE = {
    "who may apply": ({}, OPEN_TO_ALL, {}, MAY, [APPLY], [], []),
    "another kind of applicant": (
        {"applicant": Applicant.COUNTY}, OPEN_TO_ALL, {}, NO, [], ["Bare disse kan søke: kommune og bedrift."], [],
    ),
    "the call narrows who may apply": (
        {}, OPEN_TO_ALL, {"applicants": ["company"]}, NO, [], ["Bare disse kan søke: bedrift."], [],
    ),
    "nobody has found out who may apply": ({}, {}, {}, CHECK, [], [], []),
    "a municipality takes part only": (
        {}, {"applicants": ["company"], "municipality_role": "partner"}, {}, HALF,
        [], ["Kommunen kan ikke søke selv, men være med som partner."], [],
    ),
    "a company applies where municipalities take part": (
        {"applicant": Applicant.COMPANY}, {"applicants": ["company"], "municipality_role": "partner"}, {}, MAY,
        ["Bedrifter kan søke."], [], [],
    ),
    "the call lets municipalities apply": (
        {}, {"applicants": ["company"], "municipality_role": "partner"}, {"applicants": ["municipality"]}, MAY,
        [APPLY], [], [],
    ),
    "rural": (
        {"is_rural": True}, OPEN_TO_ALL | {"only_rural": True}, {}, MAY,
        ["Den er for distriktskommuner, og dere er en av dem."], [], [],
    ),
    "not rural": (
        {"is_rural": False}, OPEN_TO_ALL | {"only_rural": True}, {}, NO,
        [], ["Av kommunene er det bare distriktskommuner som kan søke."], [],
    ),
    "nobody has said whether it is rural": (
        {}, OPEN_TO_ALL | {"only_rural": True}, {}, MAY,
        [APPLY], [], ["Svar på om kommunen regnes som distriktskommune. Bare de kan søke."],
    ),
    "a company is not asked whether it is rural": (
        {"applicant": Applicant.COMPANY, "is_rural": False}, OPEN_TO_ALL | {"only_rural": True}, {}, MAY,
        ["Bedrifter kan søke."], [], [],
    ),
    "nobody knows whether it is for rural ones only": (
        {"is_rural": False}, OPEN_TO_ALL | {"only_rural": None}, {}, MAY, [APPLY], [], [],
    ),
    "the phase": (
        {"phase": Phase.PREPROJECT}, OPEN_TO_ALL | {"phases": ["preproject", "main"]}, {}, MAY,
        [APPLY, "Den er for fasen dere er i: forprosjekt."], [], [],
    ),
    "another phase": (
        {"phase": Phase.IDEA}, OPEN_TO_ALL | {"phases": ["main", "preproject"]}, {}, HALF,
        [APPLY], ["Den er for en annen fase: forprosjekt og hovedprosjekt."], [],
    ),
    "the phase is not said": ({}, OPEN_TO_ALL | {"phases": ["main"]}, {}, MAY, [APPLY], [], []),
    "the theme": (
        {"themes": frozenset({"klima", "oppvekst"})}, OPEN_TO_ALL, {"themes": ("Klima", "Mobilitet")}, MAY,
        [APPLY, "Temaet er klima."], [], [],
    ),
    "another theme": (
        {"themes": frozenset({"oppvekst"})}, OPEN_TO_ALL, {"themes": ("Klima", "Mobilitet")}, HALF,
        [APPLY], ["Den er for andre temaer: klima og mobilitet."], [],
    ),
    "the theme is not said": ({}, OPEN_TO_ALL, {"themes": ("Klima",)}, MAY, [APPLY], [], []),
    "no theme is named": ({"themes": frozenset({"klima"})}, OPEN_TO_ALL, {}, MAY, [APPLY], [], []),
    "too small": (
        {"amount": 500_000}, OPEN_TO_ALL | {"min_amount": 3_000_000, "max_amount": 7_000_000}, {}, HALF, [APPLY],
        ["Den gir mer enn dere trenger: minst 3\u00a0000\u00a0000 kroner, høyst 7\u00a0000\u00a0000 kroner."], [],
    ),
    "too large": (
        {"amount": 500_001}, OPEN_TO_ALL | {"max_amount": 500_000}, {}, HALF,
        [APPLY], ["Den gir mindre enn dere trenger: høyst 500\u00a0000 kroner."], [],
    ),
    "just small enough": (
        {"amount": 500_000}, OPEN_TO_ALL | {"max_amount": 500_000}, {}, MAY,
        [APPLY, "Beløpet passer: høyst 500\u00a0000 kroner."], [], [],
    ),
    "the call has its own amounts": (
        {"amount": 500_000}, OPEN_TO_ALL | {"min_amount": 3_000_000}, {"max_amount": 600_000}, MAY,
        [APPLY, "Beløpet passer: høyst 600\u00a0000 kroner."], [], [],
    ),
    "the amount is not said": (
        {}, OPEN_TO_ALL | {"max_amount": 500_000}, {}, MAY,
        [APPLY], [], ["Et beløp å søke om: høyst 500\u00a0000 kroner."],
    ),
    "the rest must be paid": (
        {}, OPEN_TO_ALL | {"max_support_percent": 75}, {}, MAY,
        [APPLY], [], ["Penger til resten: Den dekker høyst 75 prosent av kostnadene."],
    ),
    "a research partner is there": (
        {"research_organisations": 1}, OPEN_TO_ALL | {"needs_research_partner": True}, {}, MAY,
        [APPLY, "Dere har med en forskningsorganisasjon."], [], [],
    ),
    "a research partner is missing": (
        {"wants_research": True}, OPEN_TO_ALL | {"needs_research_partner": True}, {}, MAY,
        [APPLY], [], ["Én godkjent forskningsorganisasjon."],
    ),
    "research is not wanted": (
        {"wants_research": False}, OPEN_TO_ALL | {"needs_research_partner": True}, {}, HALF,
        [APPLY], ["Den krever forskning, og dere vil klare dere uten."], [],
    ),
    "research is neither wanted nor asked for": (
        {"wants_research": False}, OPEN_TO_ALL | {"needs_research_partner": True}, {"needs_research_partner": False},
        MAY, [APPLY, "Den krever ingen forskningspartner."], [], [],
    ),
    "nobody knows whether it asks for research": (
        {"wants_research": False}, OPEN_TO_ALL | {"needs_research_partner": None}, {}, MAY, [APPLY], [], [],
    ),
    "a broker first": (
        {}, OPEN_TO_ALL | {"needs_broker_dialogue": True}, {}, MAY,
        [APPLY], [], ["En samtale med megler før dere søker."],
    ),
    "a broker has been talked with": (
        {"had_broker_dialogue": True}, OPEN_TO_ALL | {"needs_broker_dialogue": True}, {}, MAY,
        [APPLY, "Dere har snakket med megler først."], [], [],
    ),
    "begins too early": (
        {"start": dt.date(2027, 1, 1)}, OPEN_TO_ALL, {"closes": norwegian.at(dt.date(2027, 2, 10), dt.time(13))},
        HALF, [APPLY], ["Dere vil begynne før søknadsfristen."], [],
    ),
    "begins in time": (
        {"start": dt.date(2027, 3, 1)}, OPEN_TO_ALL, {"closes": norwegian.at(dt.date(2027, 2, 10), dt.time(13))},
        MAY, [APPLY], [], [],
    ),
    "opens later": (
        {}, OPEN_TO_ALL, {"opens": dt.date(2027, 2, 1)}, MAY,
        [APPLY], [], ["Utlysningen åpner mandag 1. februar 2027."],
    ),
    "closed": (
        {}, OPEN_TO_ALL, {"closes": norwegian.at(dt.date(2026, 11, 26), dt.time(13))}, NO,
        [], ["Fristen var torsdag 26. november kl. 13."], [],
    ),
    "checked half a year ago": ({}, OPEN_TO_ALL, {"last_checked": dt.date(2026, 5, 31)}, MAY, [APPLY], [], []),
    "checked more than half a year ago": (
        {"applicant": Applicant.STATE}, OPEN_TO_ALL, {"last_checked": dt.date(2026, 5, 30)}, CHECK, [], [], [],
    ),
    "closed, and never checked since": (
        {}, OPEN_TO_ALL,
        {"closes": norwegian.at(dt.date(2026, 1, 7), dt.time(12)), "last_checked": dt.date(2026, 1, 1)}, NO,
        [], ["Fristen var onsdag 7. januar kl. 12."], [],
    ),
    "two things do not fit and two are missing": (
        {"amount": 100, "wants_research": True, "themes": frozenset({"klima"})},
        OPEN_TO_ALL | {"min_amount": 1000, "needs_research_partner": True, "needs_broker_dialogue": True},
        {"themes": ("Oppvekst",)}, HALF, [APPLY],
        ["Den er for andre temaer: oppvekst.", "Den gir mer enn dere trenger: minst 1\u00a0000 kroner."],
        ["Én godkjent forskningsorganisasjon.", "En samtale med megler før dere søker."],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", TABLE)
def test_the_table(case):
    needed, scheme, call, verdict, *reasons = TABLE[case]
    money.call(money.scheme(**scheme), **call)

    assert matched(replace(FROSTA, **needed)) == (verdict, reasons)


@pytest.mark.parametrize(
    ("clock", "verdict"), [(dt.time(12, 59), MAY), (dt.time(13, 0), NO), (dt.time(13, 1), NO), (dt.time(23, 0), NO)]
)
def test_a_call_that_closes_today_is_open_until_the_minute(clock, verdict):
    today = NOW.date()
    money.call(money.scheme(**OPEN_TO_ALL), closes=norwegian.at(today, dt.time(13)))

    assert matched(FROSTA, norwegian.at(today, clock))[0] == verdict


def test_the_best_comes_first_then_what_lacks_least_then_the_nearest_deadline_then_the_oldest():
    scheme = money.scheme(**OPEN_TO_ALL)
    money.call(scheme, title="over", closes=money.closing(-1))
    money.call(scheme, title="må sjekkes", last_checked=dt.date(2025, 1, 1))
    money.call(scheme, title="uten frist")
    money.call(scheme, title="en annen fase", phases=["main"], closes=money.closing(3))
    money.call(scheme, title="mangler noe", needs_broker_dialogue=True, closes=money.closing(2))
    money.call(scheme, title="frist om en uke", closes=money.closing(7))
    money.call(scheme, title="frist samme dag", closes=money.closing(7))

    calls = list(FundingCall.objects.with_terms())
    need = replace(FROSTA, phase=Phase.PREPROJECT)
    titles = [one.call.title for one in match(need, calls, NOW)]

    assert titles == [
        "frist om en uke", "frist samme dag", "uten frist", "mangler noe", "en annen fase", "må sjekkes", "over",
    ]  # fmt: skip
    assert [one.call.title for one in match(need, reversed(calls), NOW)] == titles


def test_many_needs_get_what_each_would_get_alone():
    money.call(money.scheme("A", **OPEN_TO_ALL), phases=["main"])
    money.call(money.scheme("B", applicants=["student"]))
    calls = list(FundingCall.objects.with_terms())
    needs = [FROSTA, replace(FROSTA, phase=Phase.IDEA), Need(Applicant.STUDENT)]

    assert match_all(needs, calls, NOW) == [match(need, calls, NOW) for need in needs]


def test_no_calls_are_no_answers():
    assert match(FROSTA, [], NOW) == []


def test_matching_asks_the_database_nothing_and_reading_the_calls_once():
    for number in range(5):
        money.call(money.scheme(f"Ordning {number}", **OPEN_TO_ALL), themes=("Klima",))

    with CaptureQueriesContext(connection) as reading:
        calls = list(FundingCall.objects.with_terms())
    with CaptureQueriesContext(connection) as asked:
        match(replace(FROSTA, themes=frozenset({"klima"})), calls, NOW)

    assert (len(reading), len(asked)) == (1, 0)


def test_the_words_follow_the_readers_language():
    money.call(money.scheme(**OPEN_TO_ALL))

    with translation.override("en"):
        verdict, reasons = matched(FROSTA)

    assert (verdict, reasons[0]) == ("May fit. Check the call.", ["Municipalities may apply."])


def test_the_answers_are_shown_in_words_and_a_stale_call_without_reasons():
    scheme = money.scheme(**OPEN_TO_ALL, needs_broker_dialogue=True)
    closes = norwegian.at(dt.date(2026, 12, 16), dt.time(13))
    money.call(scheme, title="Høst", closes=closes, checked_by="Eli Sandvik", phases=["main"])
    money.call(scheme, title="Gammel", last_checked=dt.date(2026, 1, 2))

    found = match(replace(FROSTA, phase=Phase.IDEA), FundingCall.objects.with_terms(), NOW)
    html = render_to_string("partners/_matches.html", {"matches": found})
    shown = " ".join(re.sub(r"<[^>]+>", " ", html).replace("\xa0", " ").split())

    assert shown == (
        "Høst Søknadsfristen er onsdag 16. desember kl. 13 . Åpen, frist om 19 dager."
        " Kan passe Kommuner kan søke. Passer ikke helt Den er for en annen fase: hovedprosjekt."
        " Mangler En samtale med megler før dere søker. Sist sjekket 27. november 2026 av Eli Sandvik."
        " Gammel Fristen er ikke kjent. Må sjekkes. Portalen vet for lite til å si om den passer."
        " Må sjekkes. Sist sjekket 2. januar 2026."
    )


def test_the_terms_of_a_call_are_the_same_read_with_it_and_asked_for():
    """Themes of the call's own, else of the scheme, in order."""
    scheme = money.scheme("Ordning", **OPEN_TO_ALL)
    scheme.themes.set([money.theme(name) for name in ("Klima", "Helse")])
    money.call(scheme), money.call(scheme, ("Skole", "Areal"), title="Høst"), money.call()

    read = [call.terms for call in FundingCall.objects.with_terms().order_by("pk")]

    assert read == [call.terms for call in FundingCall.objects.order_by("pk")]
    assert [list(terms.themes.values()) for terms in read] == [["Helse", "Klima"], ["Areal", "Skole"], []]
