"""The page of the brokering log: half a minute on a phone, and nothing is lost or shown to others."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from brokers import logbook
from brokers.logbook import NewFirm
from brokers.models import Broker, BrokeringEntry, Firm
from partnership.common import norwegian
from partnership.partners.models import ResearchOrganisation
from tests import factories

pytestmark = pytest.mark.django_db

LOG = "/meglere/logg/"


@pytest.fixture
def client(client, ola):
    client.force_login(ola)
    return client


def words(response) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def said(**changes: object) -> dict[str, object]:
    values = {"kind": "clarified", "day": norwegian.today().isoformat(), "text": "Vaktplaner", "about": ""}
    return values | changes


def errors(response) -> dict[str, list[str]]:
    assert response.status_code == 422
    return {name: list(found) for name, found in response.context["form"].errors.items()}


def choices(response) -> dict[str, list[str]]:
    """Names by group."""
    listed = response.context["form"].fields["about"].choices
    return {group: [name for _key, name in names] for group, names in listed if group}


def test_a_talk_is_noted_in_one_press_and_the_form_is_ready_for_the_next(client, ola, seat, frosta):
    response = client.post(LOG, said(about=f"k{frosta.pk}"), follow=True)

    entry = BrokeringEntry.objects.get()
    assert (entry.municipality, entry.kind, entry.text, entry.seat, entry.written_by) == (
        frosta, "clarified", "Vaktplaner", seat, ola,
    )  # fmt: skip
    assert f"Logget: Frosta, {norwegian.format_day(norwegian.today())}." in words(response)
    assert "er ikke blant kommunene" not in words(response)
    assert response.context["form"].initial.get("about") == ""


def test_the_day_is_prefilled_and_nothing_else_must_be_opened(client):
    form = client.get(LOG).context["form"]

    assert form["day"].value() == norwegian.today()
    assert (form.shows_firm, form.shows_more) == (False, False)


def test_covered_places_and_recent_firms_come_first(client, ola, frosta):
    factories.MunicipalityFactory(name="Aure")
    factories.talk(ola, NewFirm("Frosta Fisk"))

    assert choices(client.get(LOG)) == {
        "Kommuner du dekker": ["Frosta"],
        "Firmaer du nylig har snakket med": ["Frosta Fisk"],
        "Andre kommuner": ["Aure"],
    }


def test_another_companys_firms_are_not_on_the_list_and_cannot_be_chosen(client, siv):
    theirs = factories.talk(siv, NewFirm("Hemmelig AS")).firm

    assert "Hemmelig AS" not in words(client.get(LOG))
    assert "about" in errors(client.post(LOG, said(about=f"f{theirs.pk}")))


def test_a_new_firm_is_typed_by_name_right_there(client, seat):
    response = client.post(LOG, said(firm_name="Frosta Fisk", org_number="100 000 008"), follow=True)

    firm = Firm.objects.get()
    assert (firm.name, firm.org_number, firm.company) == ("Frosta Fisk", "100000008", seat.company)
    assert "Logget: Frosta Fisk" in words(response)


def test_research_and_time_are_kept(client, frosta):
    nord = ResearchOrganisation.objects.create(name="Nord universitet")
    client.post(LOG, said(about=f"k{frosta.pk}", research_organisation=nord.pk, half_hours="3"))

    entry = BrokeringEntry.objects.get()
    assert (entry.research_organisation, entry.half_hours) == (nord, 3)
    assert "Nord universitet · 1,5 timer" in words(client.get(LOG))


def test_a_place_not_covered_is_allowed_and_said(client):
    leka = factories.MunicipalityFactory(name="Leka")

    response = client.post(LOG, said(about=f"k{leka.pk}"), follow=True)

    assert BrokeringEntry.objects.get().municipality == leka
    assert "Leka er ikke blant kommunene du dekker. Samtalen er logget likevel." in words(response)


ONE = "Velg fra lista, eller skriv et nytt firma: bare én av delene."
NO_SUCH = "Det finnes ikke noe slikt organisasjonsnummer. Se om et siffer er feil."
NEITHER = "Velg en kommune eller et firma, eller skriv et nytt firma."
BAD = [
    ({}, {"about": [NEITHER]}),
    ({"about": "frosta", "firm_name": "Frosta Fisk"}, {"about": [ONE]}),
    ({"org_number": "100000008"}, {"firm_name": ["Skriv navnet på firmaet også."]}),
    ({"firm_name": "F", "org_number": "100000009"}, {"org_number": [NO_SUCH]}),
    ({"firm_name": "F", "org_number": "12"}, {"org_number": ["Skriv de ni sifrene i organisasjonsnummeret."]}),
    ({"firm_name": "F" * 161}, {"firm_name": ["Skriv høyst 160 tegn."]}),
    ({"about": "frosta", "day": "tomorrow"}, {"day": ["Velg i dag eller en tidligere dag."]}),
    ({"about": "frosta", "day": "32.13.2026"}, {"day": ["Skriv dagen som 24.12.2026."]}),
    ({"about": "frosta", "day": ""}, {"day": ["Velg en dag."]}),
    ({"about": "frosta", "text": ""}, {"text": ["Skriv én linje om samtalen."]}),
    ({"about": "frosta", "text": "a" * 201}, {"text": ["Skriv høyst 200 tegn."]}),
    ({"about": "frosta", "kind": ""}, {"kind": ["Velg hva du gjorde."]}),
    ({"about": "frosta", "kind": "megling"}, {"kind": ["Velg en av dem på lista."]}),
    ({"about": "frosta", "half_hours": "0"}, {"half_hours": ["Skriv et tall som er minst 1."]}),
    ({"about": "frosta", "half_hours": "49"}, {"half_hours": ["Skriv et tall som er høyst 48."]}),
]  # fmt: skip


@pytest.mark.parametrize(("wrong", "told"), BAD)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(client, frosta, wrong, told):
    wrong = dict(wrong)
    if wrong.get("about") == "frosta":
        wrong["about"] = f"k{frosta.pk}"
    if wrong.get("day") == "tomorrow":
        wrong["day"] = (norwegian.today() + dt.timedelta(days=1)).isoformat()

    response = client.post(LOG, said(**wrong))

    assert errors(response) == told
    assert response.context["form"]["text"].value() == said(**wrong)["text"]
    assert (BrokeringEntry.objects.count(), Firm.objects.count()) == (0, 0)


FIELDS = ("about", "firm_name", "org_number", "kind", "day", "text", "research_organisation", "half_hours")


@pytest.mark.parametrize("value", ["\x00", "a\x00b", "9" * 400, "k" + "9" * 40, "-1", "x" * 100_000])
def test_no_field_breaks_the_page_whatever_is_sent(client, frosta, value):
    subject = {"about": f"k{frosta.pk}"}
    got = {
        field: client.post(LOG, said(**({} if field in FIELDS[:3] else subject)) | {field: value}).status_code
        for field in FIELDS
    }

    # What holds a NUL byte is refused with a page of its own before it gets here.
    assert set(got.values()) <= ({400} if "\x00" in value else {302, 422}), got


NAMES = ("kommune", "slag", "fra", "til", "etter", "som", "lagret", "slettet", "om", "rolle")


@pytest.mark.parametrize("value", ["9" * 40, "-1", "abc", "²", "%ED%A0%80"])
def test_an_address_that_means_nothing_shows_the_whole_log(client, ola, frosta, value):
    factories.talk(ola, frosta)

    pages = {name: client.get(f"{LOG}?{name}={value}") for name in NAMES}

    assert {name: page.status_code for name, page in pages.items() if page.status_code != 200} == {}
    assert {name: len(page.context["page"].rows) for name, page in pages.items()} == dict.fromkeys(NAMES, 1)


def test_same_as_last_time_is_all_but_the_day(client, ola, frosta):
    nord = ResearchOrganisation.objects.create(name="Nord universitet")
    last = factories.talk(ola, frosta, days_ago=5, kind="connected", research_organisation=nord, half_hours=2)
    page = client.get(LOG)
    assert f"som={last.pk}" in words(page)

    form = client.get(f"{LOG}?som={last.pk}").context["form"]

    assert {name: form[name].value() for name in ("about", "kind", "text", "half_hours", "day")} == {
        "about": f"k{frosta.pk}", "kind": "connected", "text": last.text, "half_hours": 2, "day": norwegian.today(),
    }  # fmt: skip
    assert form["research_organisation"].value() == nord.pk
    assert form.shows_more


def test_a_colleagues_line_is_not_the_same_as_ones_own_last(client, tone, siv, frosta):
    for other in (tone, siv):
        entry = factories.talk(other, frosta)
        page = client.get(f"{LOG}?som={entry.pk}")
        assert page.context["form"]["text"].value() == ""
        assert "Samme som sist" not in words(page)


def test_from_a_municipality_it_is_chosen_already(client, frosta):
    assert client.get(f"{LOG}?om=frosta").context["form"]["about"].value() == f"k{frosta.pk}"


def test_undo_takes_the_line_out_and_it_can_be_put_back(client, ola, frosta):
    entry = factories.talk(ola, frosta)

    page = client.post(f"{LOG}{entry.pk}/sletting/", follow=True)
    assert "Slettet: Frosta" in words(page)
    assert page.context["page"].rows == []

    page = client.post(f"{LOG}{entry.pk}/gjenoppretting/", follow=True)
    assert page.context["page"].rows == [entry]


def test_own_and_colleagues_lines_newest_first_by_pages(client, ola, tone, siv, frosta):
    for days in range(25):
        factories.talk(ola if days % 2 else tone, frosta, days_ago=days, text=f"Linje {days}")
    factories.talk(siv, frosta, text="Andres")

    first = client.get(LOG)
    second = client.get(f"{LOG}?etter={first.context['page'].next_after}")

    texts = [line.text for page in (first, second) for line in page.context["page"].rows]
    assert texts == [f"Linje {days}" for days in range(25)]
    assert first.context["own"] == {line.pk for line in first.context["page"].rows if line.written_by == ola}


def test_the_log_is_narrowed_in_the_address(client, ola, frosta):
    leka = factories.MunicipalityFactory(name="Leka", slug="leka")
    factories.talk(ola, frosta, text="Frosta i dag")
    factories.talk(ola, frosta, text="Frosta før", days_ago=40, kind="connected")
    factories.talk(ola, leka, text="Leka")
    day = norwegian.today() - dt.timedelta(days=40)

    def shown(query: str) -> list[str]:
        return [line.text for line in client.get(f"{LOG}?{query}").context["page"].rows]

    assert shown("kommune=frosta") == ["Frosta i dag", "Frosta før"]
    assert shown("slag=connected") == ["Frosta før"]
    assert shown(f"til={day}") == ["Frosta før"]
    assert shown(f"kommune=leka&fra={day}") == ["Leka"]
    assert shown(f"kommune=leka&til={day}") == []


def test_a_line_is_corrected_and_the_other_editors_text_is_not_lost(client, ola, frosta):
    entry = factories.talk(ola, frosta, text="Først")
    url = entry.get_absolute_url()
    sent = said(about=f"k{frosta.pk}", version=entry.version)

    assert client.post(url, sent | {"text": "Rettet"}).status_code == 302
    refused = client.post(url, sent | {"text": "Den andres"})

    assert refused.status_code == 422
    assert "Rettet" in [conflict["theirs"] for conflict in refused.context["form"].conflicts]
    assert [conflict["name"] for conflict in refused.context["form"].conflicts] == ["text"]
    assert BrokeringEntry.objects.get().text == "Rettet"


def test_a_line_may_be_moved_to_a_firm(client, ola, frosta):
    entry = factories.talk(ola, frosta)

    client.post(entry.get_absolute_url(), said(firm_name="Frosta Fisk", version=entry.version))

    entry.refresh_from_db()
    assert (entry.municipality, str(entry.firm)) == (None, "Frosta Fisk")


def test_a_deleted_line_is_not_corrected(client, ola, frosta):
    entry = factories.talk(ola, frosta)
    logbook.withdraw(entry=entry)

    assert client.get(entry.get_absolute_url()).status_code == 404


def test_who_has_roles_in_two_companies_chooses_for_which(client, ola, siv, frosta):
    other = Broker.objects.get(terms__person=siv)
    factories.give(other, ola, capacity="deputy")

    client.post(f"{LOG}?rolle={other.pk}", said(about=f"k{frosta.pk}"))
    client.post(LOG, said(about=f"k{frosta.pk}"))

    seats = list(BrokeringEntry.objects.order_by("pk").values_list("seat", flat=True))
    assert seats == [other.pk, ola.terms.order_by("pk").first().seat_id]
    assert client.get(f"{LOG}?rolle={other.pk}").context["seat"] == other


def test_the_quiet_places_stand_beside_the_form(client, frosta):
    page = words(client.get(LOG))

    assert page.index("Ikke snakket med på seks måneder") < page.index(f"/kommuner/{frosta.slug}/bli-kjent/")


@pytest.mark.parametrize(
    ("sent", "line"),
    [
        ({"capacity": "free"}, "ledig kapasitet: ja"),
        ({"capacity": "none", "full_until": "tull"}, "ledig kapasitet: nei"),
        ({"capacity": "full", "full_until": "2999-01-10"}, "fullt til 10. januar 2999"),
    ],
)
def test_the_broker_says_who_has_room_and_it_stands_on_both_pages(client, seat, frosta, sent, line):
    response = client.post(f"/meglere/{seat.pk}/kapasitet/", sent, follow=True)

    assert line.capitalize() in words(response)
    for page in (f"/meglere/{seat.pk}/", "/kommuner/frosta/"):
        assert line.capitalize() in words(client.get(page))


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"capacity": ""}, {"capacity": ["Velg en."]}),
        ({"capacity": "full"}, {"full_until": ["Velg dagen du har ledig igjen."]}),
        ({"capacity": "full", "full_until": "2020-01-01"}, {"full_until": ["Velg en senere dag enn i dag."]}),
        ({"capacity": "full", "full_until": "tull"}, {"full_until": ["Skriv dagen som 24.12.2026."]}),
        ({"capacity": "kanskje"}, {"capacity": ["Velg en av dem på lista."]}),
    ],
)
def test_a_capacity_that_cannot_be_is_refused_in_words(client, seat, sent, told):
    assert errors(client.post(f"/meglere/{seat.pk}/kapasitet/", sent)) == told


def test_who_said_what_of_the_capacity_is_kept(client, ola, seat):
    client.post(f"/meglere/{seat.pk}/kapasitet/", {"capacity": "none"})

    newest = Broker.history.filter(seat_ptr_id=seat.pk).first()
    assert (newest.capacity, newest.history_user) == ("none", ola)
    assert newest.history_date <= timezone.now()
