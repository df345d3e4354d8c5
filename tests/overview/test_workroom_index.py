"""The workroom's index: tasks with counts that agree with the lists behind, and what the pages are dressed in."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.admin import site
from django.forms import CheckboxInput
from django.test import Client
from django.utils import timezone

from brokers.models import Broker, Coverage
from meetings.invitations import inviting
from meetings.planning import audience
from municipalities.models import FouiContact, Municipality, RegionalCouncil
from overview import enquiries, workroom
from overview.models import ContactEnquiry
from partnership.common import norwegian
from partnership.mail.models import OutgoingMail
from partnership.partners.models import FundingCall, FundingScheme, ResearchOrganisation, Theme
from partnership.people import proposals, terms
from partnership.people.models import RoleTerm, User
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(nina):
    client = Client()
    client.force_login(nina)
    factories.second_factor(client, nina)
    return client


def counts(user) -> dict[str, int | None]:
    return {task.url: task.count for group in workroom.groups(user) for task in group.tasks}


@pytest.fixture
def work(nina, ks):
    """One of everything that can wait."""
    vacant = FouiContact.objects.create(municipality=factories.MunicipalityFactory(name="Leka"))
    silent = factories.contact("Jorunn Aas")
    long_ago = timezone.now() - dt.timedelta(days=400)
    RoleTerm.objects.filter(person=silent).update(last_confirmed=long_ago, since=long_ago.date())
    leaving = factories.contact("Ole Lien")
    RoleTerm.objects.filter(person=leaving).update(until=norwegian.today() + dt.timedelta(days=14))
    proposals.propose(term=factories.broker().terms.get(), on=norwegian.today())
    enquiries.ask(municipality=vacant.municipality, by=nina)
    answered, _sent = enquiries.ask(municipality=factories.MunicipalityFactory(name="Tydal"), by=nina)
    enquiries.answer(enquiry=answered, name="Kari Vik", email="kari@tydal.example", phone="", answered_by="Per Ås")
    meeting = factories.meeting(nina)
    chosen = audience.of(meeting)
    chosen.persons.add(factories.contact())
    chosen.save()
    inviting.invite(meeting=meeting, by=nina)
    meeting.refresh_from_db()
    meeting.place = "Rådhuset"
    meeting.save()
    factories.meeting(nina, title="Kladd")
    OutgoingMail.objects.filter(kind="meetings.invitation").update(state="dead", delivery="refused")
    old = norwegian.today() - dt.timedelta(days=200)
    scheme = FundingScheme.objects.create(name="Ordning", owner_partner=ks, facts_year=2026, last_checked=old)
    FundingCall.objects.create(scheme=scheme, title="Utlysning", year=2026, last_checked=old)
    Coverage.objects.create(company=factories.CompanyFactory(), municipality=vacant.municipality)


def test_what_waits_is_counted(nina, work):
    found = counts(nina)

    waits = {
        "/admin/people/seat/?holds=vacant": 1,
        "/admin/people/seat/?holds=unconfirmed": 1,
        "/admin/people/seat/?holds=leaving": 1,
        "/admin/people/handoverproposal/?state=open": 1,
        "/admin/overview/contactenquiry/?state=answered": 1,
        "/admin/overview/contactenquiry/?state=silent": 1,
        "/admin/meetings/meeting/?when=unsent": 1,
        "/admin/mail/outgoingmail/?arrived=no": 1,
        "/admin/partners/fundingscheme/?checked=stale": 1,
        "/admin/partners/fundingcall/?checked=stale": 1,
    }
    assert {url: found[url] for url in waits} == waits


def test_every_count_is_the_number_of_rows_on_the_page_behind(client, nina, work):
    wrong = {}
    for url, count in counts(nina).items():
        response = client.get(url)
        assert response.status_code == 200, url
        if count is not None and url.removeprefix("/admin") != "/mail/outgoingmail/":
            shown = response.context["cl"].result_count
            if shown != count:
                wrong[url] = (count, shown)

    assert wrong == {}


def test_every_list_of_the_workroom_is_reached_from_the_index(nina):
    reached = {url.split("?")[0] for url in counts(nina)}

    lists = {f"/admin/{model._meta.app_label}/{model._meta.model_name}/" for model in site._registry}
    assert lists - reached == set()


def test_the_workroom_wears_the_portals_dress_and_names_the_person(client):
    page = client.get("/admin/people/user/").content.decode()

    assert ">Nina Solem</a>" in page
    assert 'class="site-header"' in page
    assert 'class="site-footer"' in page
    assert 'href="/admin/">Partnernes arbeidsrom</a>' in page
    assert "admin/css/" not in page
    assert "<script" not in page


def test_an_apps_own_index_leads_to_the_one_by_task(client):
    assert client.get("/admin/people/")["Location"] == "/admin/"


def test_people_are_listed_with_role_and_place_and_found_by_place(client):
    kari = factories.contact("Kari Vik", factories.MunicipalityFactory(name="Frosta"))
    former = factories.person("Arvid Lunde")
    RoleTerm.objects.create(
        seat=kari.terms.get().seat, person=former, since=dt.date(2020, 1, 1), until=dt.date(2021, 1, 1)
    )
    terms.be_away(person=kari, until=norwegian.today() + dt.timedelta(days=5))

    def names(query: str) -> list[str]:
        return [person.name for person in client.get(f"/admin/people/user/{query}").context["cl"].result_list]

    assert "FoUI-kontakt i Frosta, borte til" in client.get("/admin/people/user/").content.decode()
    assert names("?q=frosta") == ["Kari Vik"]
    assert names("?role=away") == ["Kari Vik"]
    assert names("?role=none") == ["Arvid Lunde"]
    assert names("?role=ended") == ["Arvid Lunde"]


def test_roles_are_given_from_the_list_of_roles_but_not_another_partners(client):
    other = factories.PartnerFactory(slug="fylket", name="Fylket", short_name="Fylket")
    foreign = factories.officer("Vegard Tiller", other).terms.get().seat
    vacant = FouiContact.objects.create(municipality=factories.MunicipalityFactory(name="Leka"))

    page = client.get("/admin/people/seat/").content.decode()

    assert f'href="/roller/{vacant.pk}/overlevering/"' in page
    assert f'href="/roller/{foreign.pk}/overlevering/"' not in page


def test_an_officer_keeps_councils_and_coverage_on_the_municipalitys_page(client):
    place, council = factories.MunicipalityFactory(name="Frosta"), RegionalCouncil.objects.create(name="Namdal")
    company = factories.CompanyFactory()
    form = client.get(f"/admin/municipalities/municipality/{place.pk}/change/")
    data = filled(form) | {
        "memberships-0-council": council.pk,
        "memberships-0-is_primary": "on",
        "coverage-0-company": company.pk,
        "coverage-0-since": "2026-01-01",
        "why": "Meldt av kommunen",
    }

    response = client.post(f"/admin/municipalities/municipality/{place.pk}/change/", data)

    assert response.status_code == 302
    assert list(place.councils.all()) == [council]
    assert place.coverage.get().company == company
    assert place.memberships.get().history.get().history_change_reason == "Meldt av kommunen"
    assert place.coverage.get().history.get().history_change_reason == "Meldt av kommunen"


def test_what_a_broker_covers_alone_is_also_the_companys(client):
    broker = Broker.objects.get(terms__person=factories.broker())
    place = factories.MunicipalityFactory()
    address = f"/admin/brokers/broker/{broker.pk}/change/"
    data = filled(client.get(address)) | {"coverage-0-municipality": place.pk, "coverage-0-since": "2026-01-01"}

    assert client.post(address, data).status_code == 302
    assert (broker.coverage.get().company, broker.coverage.get().municipality) == (broker.company, place)


def test_a_wrong_row_beside_the_thing_is_shown_and_nothing_is_lost(client):
    company, place = factories.CompanyFactory(), factories.MunicipalityFactory()
    address = f"/admin/brokers/innovationcompany/{company.pk}/change/"
    row = {"coverage-0-municipality": place.pk, "coverage-0-since": "2026-01-01", "coverage-0-until": "2025-01-01"}

    response = client.post(address, filled(client.get(address)) | row | {"about": "Ny tekst"})

    assert response.status_code == 200
    page = response.content.decode()
    assert "Noe må rettes under" in page
    assert "Ny tekst</textarea>" in page
    assert company.coverage.count() == 0


def test_every_form_saves_what_it_shows_and_changes_nothing(client, nina, work):
    scheme = FundingScheme.objects.get()
    scheme.applicants, scheme.phases, scheme.needs_research_partner = (
        ["municipality", "county"],
        ["idea", "preproject"],
        False,
    )
    scheme.purpose, scheme.deadline_kind = "Penger.", "running"
    scheme.save()
    FundingCall.objects.update(closes=norwegian.at(dt.date(2027, 1, 15), dt.time(13)))
    Theme.objects.create(name="Klima")
    ResearchOrganisation.objects.create(name="SINTEF")
    RegionalCouncil.objects.create(name="Namdal").memberships.create(municipality=Municipality.objects.first())
    tried = set()
    for model, own in site._registry.items():
        row = nina if model is User else model._default_manager.first()
        if not own.can_change or row is None:
            continue
        address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/{row.pk}/change/"
        before = model._default_manager.filter(pk=row.pk).values().get()
        response = client.post(address, filled(client.get(address)))
        assert response.status_code == 302, (model, response.context["errors"])
        assert model._default_manager.filter(pk=row.pk).values().get() == before
        tried.add(model._meta.model_name)

    assert tried == {
        "user", "municipality", "regionalcouncil", "fouicontact", "innovationcompany", "broker", "coverage",
        "partner", "partnerofficer", "theme", "researchorganisation", "fundingscheme", "fundingcall",
    }  # fmt: skip


def filled(response) -> dict[str, object]:
    """What the form of a change page would post as it stands."""
    found: dict[str, object] = {}
    forms = [response.context["adminform"].form]
    for formset in (one.formset for one in response.context["inline_admin_formsets"]):
        forms += [formset.management_form, *formset.forms]
    for form in forms:
        for field in form:
            value = field.value()
            is_unticked = not value and isinstance(field.field.widget, CheckboxInput)
            if value is not None and not is_unticked:
                found[field.html_name] = value
    return found


def test_a_new_thing_gets_its_part_of_the_address_from_its_name(client):
    Theme.objects.create(name="Åpne data")

    client.post("/admin/partners/theme/add/", {"name": "Åpne data", "group": "other", "why": "Ønsket"})

    assert list(Theme.objects.order_by("pk").values_list("slug", flat=True)) == ["apne-data", "apne-data-2"]
    assert Theme.objects.latest("pk").history.get().history_change_reason == "Ønsket"


def test_whoever_has_read_the_source_says_so_after_being_asked(client, nina, work):
    scheme = FundingScheme.objects.get()
    chosen = {"action": "checked_today", "_selected_action": scheme.pk}

    asked = client.post("/admin/partners/fundingscheme/", chosen)
    before = FundingScheme.objects.get().last_checked
    client.post("/admin/partners/fundingscheme/", chosen | {"confirmed": "ja"})
    twice = client.post("/admin/partners/fundingscheme/", chosen | {"confirmed": "ja"}, follow=True)

    assert "Har du sjekket disse?" in asked.content.decode()
    assert before == scheme.last_checked
    scheme.refresh_from_db()
    assert (scheme.last_checked, scheme.checked_by) == (norwegian.today(), "Nina Solem")
    assert scheme.history.first().history_change_reason == "Sjekket mot kilden"
    assert "0 er merket som sjekket i dag." in twice.content.decode()


def test_a_call_is_checked_off_with_who_and_for_which_partner_and_several_at_once(client, nina, work):
    first = FundingCall.objects.get()
    second = first.scheme.calls.create(title="B", year=2026, last_checked=dt.date(2026, 1, 1))
    chosen = {"action": "checked_today", "_selected_action": [first.pk, second.pk], "confirmed": "ja"}

    answer = client.post("/admin/partners/fundingcall/", chosen, follow=True)

    assert "2 er merket som sjekket i dag." in answer.content.decode()
    for call in (first, second):
        call.refresh_from_db()
        assert (call.last_checked, call.checker) == (norwegian.today(), "Nina Solem, KS")
        assert call.history.first().history_user == nina


def test_a_wrong_amount_or_deadline_of_a_call_is_said_and_nothing_is_lost(client, work):
    call = FundingCall.objects.get()
    address = f"/admin/partners/fundingcall/{call.pk}/change/"
    wrong = {"opens": "2027-02-01", "closes": "2027-01-15T13:00", "min_amount": "9", "max_amount": "8", "note": "Ny"}

    page = client.post(address, filled(client.get(address)) | wrong).content.decode()
    huge = client.post(address, filled(client.get(address)) | {"max_amount": "9" * 30})

    assert "Fristen kan ikke være før utlysningen åpner." in page
    assert "Ny</textarea>" in page
    assert [*huge.context["adminform"].form.errors] == ["max_amount"]
    assert (FundingCall.objects.get().note, FundingCall.objects.get().max_amount) == ("", None)


def test_dead_links_are_found_in_the_workroom(client, nina, work):
    link, now = "https://a.example/", timezone.now()
    before = now - dt.timedelta(days=2)
    FundingCall.objects.update(link=link, link_tried=link, link_broken_since=before, link_checked_at=now)

    assert counts(nina)["/admin/partners/fundingcall/?link=broken"] == 1
    assert "har ikke svart siden" in client.get("/admin/partners/fundingcall/?link=broken").content.decode()


def test_questions_to_postmottak_are_looked_up_with_their_answers(client, work):
    page = client.get("/admin/overview/contactenquiry/?state=answered").content.decode()
    enquiry = ContactEnquiry.objects.answered().get()

    assert "Kari Vik" in page
    address = f"/admin/overview/contactenquiry/{enquiry.pk}/change/"
    assert f'href="/forslag-til-kontakt/{enquiry.pk}/"' in client.get(address).content.decode()
    assert client.post(address, {"name": "En annen"}).status_code == 403


def test_an_empty_file_has_the_columns_and_the_municipalities_without_a_contact(client, work):
    lines = client.get("/admin/kontakter/mal-for-import.csv").content.decode("utf-8-sig").splitlines()

    assert lines[0] == "kommunenummer;kommune;navn;e-post;telefon;rolle"
    assert [line.split(";")[1] for line in lines[1:]] == ["Leka"]
    assert client.get("/admin/kontakter/mal-for-import.xlsx").status_code == 200


def test_a_new_role_leads_on_to_who_is_to_have_it(client):
    company = factories.CompanyFactory(name="Proneo")
    address = f"/admin/brokers/broker/add/?company={company.pk}"
    form = client.get(address)

    response = client.post(address, filled(form))

    assert (
        f'href="{address}"' in client.get(f"/admin/brokers/innovationcompany/{company.pk}/change/").content.decode()
    )
    seat = Broker.objects.get()
    assert (seat.company, response["Location"]) == (company, f"/roller/{seat.pk}/overlevering/")


def test_a_municipality_without_the_role_offers_to_make_it(client):
    place = factories.MunicipalityFactory()
    add = f"/admin/municipalities/fouicontact/add/?municipality={place.pk}"

    assert f'href="{add}"' in client.get(f"/admin/municipalities/municipality/{place.pk}/change/").content.decode()


def test_a_company_covers_a_whole_regional_council_at_once(client):
    company, council = factories.CompanyFactory(), RegionalCouncil.objects.create(name="Namdal")
    places = [factories.MunicipalityFactory() for _number in range(3)]
    for place in places:
        council.memberships.create(municipality=place)
    old = Coverage.objects.create(company=company, municipality=places[0], since=dt.date(2020, 1, 1))
    address = f"/admin/brokers/innovationcompany/{company.pk}/change/"
    chosen = {"council": council.pk, "why": "Ny avtale"}

    first = client.post(address, filled(client.get(address)) | chosen, follow=True).content.decode()
    again = client.post(address, filled(client.get(address)) | chosen, follow=True).content.decode()

    assert "2 kommuner til er dekket." in first
    assert "0 kommuner til er dekket." in again
    covered = company.coverage.order_by("municipality__pk")
    assert [(line.municipality, line.since) for line in covered] == [
        (places[0], old.since), (places[1], norwegian.today()), (places[2], norwegian.today()),
    ]  # fmt: skip
    assert covered.last().history.get().history_change_reason == "Ny avtale"
