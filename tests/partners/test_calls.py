"""Calls: what holds for them, how they stand by the clock, and their pages."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from freezegun import freeze_time

from partnership.common import norwegian
from partnership.partners import call_state
from partnership.partners.models import FundingCall, FundingScheme
from tests.partners import money

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 27)
NOW = norwegian.at(TODAY, dt.time(10))


@pytest.fixture(autouse=True)
def _now():
    with freeze_time(NOW):
        yield


def text(response) -> str:
    """What is read, without markup and with plain spaces."""
    assert response.status_code == 200
    main = response.content.decode().split("<main", 1)[1].split("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).replace("\xa0", " ").replace("&nbsp;", " ").split())


def test_a_call_says_what_it_says_itself_and_the_scheme_the_rest():
    scheme = money.scheme(
        applicants=["company"], needs_research_partner=True, needs_broker_dialogue=True, min_amount=1000,
        max_support_percent=50, phases=["main"], application_system="Mitt nettsted",
    )  # fmt: skip
    scheme.themes.add(money.theme("Klima"))
    silent = money.call(scheme).terms
    speaks = money.call(
        scheme, title="B", applicants=["municipality"], needs_research_partner=False, max_amount=500, phases=["idea"],
        max_support_percent=75, application_system="regionalforvaltning.no", themes=("Oppvekst",),
    ).terms  # fmt: skip

    assert silent == scheme.terms
    assert (silent.applicants, silent.themes) == (frozenset({"company"}), {"klima": "Klima"})
    assert (speaks.applicants, speaks.themes) == (frozenset({"municipality"}), {"oppvekst": "Oppvekst"})
    assert (speaks.needs_research_partner, speaks.needs_broker_dialogue) == (False, True)
    assert (speaks.min_amount, speaks.max_amount, speaks.max_support_percent) == (None, 500, 75)
    assert (speaks.phase_names, speaks.application_system) == (["idé"], "regionalforvaltning.no")


def test_what_nobody_has_found_out_stays_unknown():
    terms = money.call().terms

    assert (terms.applicants, terms.phases, terms.themes) == (frozenset(), (), {})
    assert (terms.only_rural, terms.needs_research_partner, terms.needs_broker_dialogue) == (None, None, None)
    assert (terms.amounts, terms.application_system, terms.link) == ([], "", "")


STATES = [
    ({"opens": dt.date(2027, 2, 1)}, "fixed", "åpner mandag 1. februar 2027"),
    ({"opens": TODAY}, "running", "åpen, søk når som helst"),
    ({"closes": norwegian.at(dt.date(2026, 12, 6), dt.time(13))}, "fixed", "åpen, frist om 9 dager"),
    ({"closes": norwegian.at(dt.date(2026, 11, 28), dt.time(0))}, "fixed", "åpen, frist i morgen"),
    ({"closes": norwegian.at(TODAY, dt.time(13))}, "fixed", "åpen, frist i dag kl. 13"),
    ({"closes": NOW}, "fixed", "utløpt"),
    ({"closes": norwegian.at(dt.date(2026, 11, 26), dt.time(23, 59))}, "running", "utløpt"),
    ({}, "until_spent", "åpen til pengene er brukt"),
    ({}, "fixed", "fristen er ikke kjent"),
    ({}, "rounds", "fristen er ikke kjent"),
]


@pytest.mark.parametrize(("fields", "kind", "words"), STATES)
def test_how_a_call_stands_in_words(fields, kind, words):
    assert call_state.words(money.call(money.scheme(deadline_kind=kind), **fields)) == words


def test_a_call_closes_by_the_clock_alone():
    money.call(closes=norwegian.at(TODAY, dt.time(13)))

    with freeze_time(norwegian.at(TODAY, dt.time(12, 59))):
        assert FundingCall.objects.open().count() == 1
    with freeze_time(norwegian.at(TODAY, dt.time(13))):
        assert FundingCall.objects.open().count() == 0
        assert FundingCall.objects.get().is_over


def test_a_deadline_before_the_opening_and_a_lowest_above_the_highest_are_refused():
    with pytest.raises(ValidationError, match="Fristen kan ikke være før utlysningen åpner"):
        money.call(opens=dt.date(2026, 12, 24), closes=norwegian.at(dt.date(2026, 12, 23), dt.time(13))).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        money.call(title="B", min_amount=2, max_amount=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        money.call(title="C", max_support_percent=101)


def test_the_list_shows_open_calls_with_clock_time_and_the_next_deadlines_first(client):
    scheme = money.scheme("DistriktForsk")
    money.call(scheme, title="Vår", closes=norwegian.at(dt.date(2027, 2, 10), dt.time(13)))
    money.call(scheme, title="Høst", closes=norwegian.at(dt.date(2026, 12, 6), dt.time(13)))
    money.call(scheme, title="Gammel", closes=norwegian.at(dt.date(2026, 1, 6), dt.time(13)))

    page = text(client.get("/virkemidler/"))

    assert "De neste fristene Høst Søndag 6. desember kl. 13 . Åpen, frist om 9 dager. Vår Onsdag 10. februar" in page
    assert "Høst Åpen, frist om 9 dager: søndag 6. desember kl. 13" in page
    assert "Gammel" not in page
    assert "De neste fristene" not in text(client.get("/virkemidler/?q=distrikt"))


def test_a_calls_page_says_what_is_known_and_what_is_not(client):
    call = money.call(
        money.scheme(applicants=["municipality"], needs_broker_dialogue=True, needs_research_partner=True),
        closes=norwegian.at(dt.date(2026, 12, 16), dt.time(13)), checked_by="Eli Sandvik",
        checked_for="fylkeskommunen", last_checked=dt.date(2026, 11, 12),
    )  # fmt: skip

    page = text(client.get(call.get_absolute_url()))

    assert "Åpen, frist om 19 dager" in page
    assert "Søknadsfristen er onsdag 16. desember kl. 13" in page
    assert "Sist sjekket 12. november 2026 av Eli Sandvik, fylkeskommunen." in page
    assert "Hvem som søker kommune Beløp ikke kjent Forskningspartner kreves Samtale med megler først kreves" in page
    assert "Fase ikke kjent" in page
    assert "Dette må være på plass Én godkjent forskningsorganisasjon. En samtale med megler før dere søker." in page
    assert "Ledelsen i kommunen står bak Onsdag 18. november" not in page
    assert "Ledelsen i kommunen står bak Så snart dere kan" in page
    assert "Send søknaden Mandag 14. desember" in page


def test_a_call_that_is_over_has_nothing_to_count_back_from(client):
    call = money.call(closes=norwegian.at(dt.date(2026, 11, 20), dt.time(13)))

    page = text(client.get(call.get_absolute_url()))

    assert "Utløpt" in page
    assert "Fristen var fredag 20. november kl. 13." in page
    assert "Regn tilbake" not in page


def test_a_stale_call_says_that_it_must_be_checked(client):
    call = money.call(last_checked=dt.date(2026, 5, 1), closes=norwegian.at(dt.date(2026, 12, 16), dt.time(13)))

    page = text(client.get(call.get_absolute_url()))

    assert "Må sjekkes. Sist sjekket 1. mai 2026. Sjekk med eieren før du stoler på dette." in page


def test_a_call_of_a_hidden_scheme_or_of_another_scheme_or_none_is_not_found(client):
    call = money.call(money.scheme("Skjult", is_active=False))
    shown = money.call(money.scheme("Vist"))

    for address in (
        call.get_absolute_url(),
        f"/virkemidler/skjult/{shown.pk}/",
        f"/virkemidler/vist/{call.pk}/",
        "/virkemidler/vist/99999999999999999999999/",
    ):
        assert client.get(address).status_code == 404


def test_the_schemes_page_lists_its_calls_with_their_facts(client):
    scheme = money.scheme("DistriktForsk", applicants=["municipality"], only_rural=True)
    money.call(scheme, title="Høst", closes=norwegian.at(dt.date(2026, 12, 6), dt.time(13)), max_amount=200_000)
    money.call(scheme, title="Gammel", closes=norwegian.at(dt.date(2026, 1, 6), dt.time(13)), max_amount=100_000)

    page = text(client.get(scheme.get_absolute_url()))

    assert "Av kommunene er det bare distriktskommuner som kan søke." in page
    assert "Åpen, frist om 9 dager Frist søndag 6. desember kl. 13." in page
    assert "Beløp høyst 200 000 kroner" in page
    assert "Utløpt Fristen var tirsdag 6. januar kl. 13." in page
    assert "100 000" not in page


def test_only_those_who_keep_the_money_are_led_to_where_it_is_changed(client):
    from tests import factories

    call = money.call()
    addresses = [call.get_absolute_url(), FundingScheme.objects.get().get_absolute_url()]

    for who, shown in ((factories.contact(), False), (factories.officer(), True)):
        client.force_login(who)
        for address in addresses:
            assert ("Endre, eller kryss av som sjekket" in text(client.get(address))) is shown
