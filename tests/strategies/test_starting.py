"""A strategy begins with three dates and a document, is shown to more, adopted, ended and renewed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from municipalities.models import Strategy
from municipalities.strategies import deciding, starting, timeline
from municipalities.views import of_strategy
from partnership.common import norwegian
from partnership.common.templatetags.norwegian import nb_date
from tests import factories
from tests.common.test_personal_numbers import ORDINARY

pytestmark = pytest.mark.django_db

NEW = "/kommuner/namsos/strategi/ny/"
DATES = {"begins": "2027-01-04", "draft_by": "2027-06-01", "treated_on": "2027-09-01"}


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("today", [dt.date(2026, 11, 30), dt.date(2026, 6, 1), dt.date(2026, 12, 20)])
def test_the_proposed_days_are_working_days_in_order_and_outside_the_summer(today):
    dates = timeline.propose(today)

    days = [dates.begins, dates.draft_by, dates.treated_on]
    assert days == sorted(days)
    assert all(norwegian.is_answering_day(day) and not (6, 21) <= (day.month, day.day) <= (8, 14) for day in days)


def test_the_contact_begins_with_three_dates_and_a_document(kari, namsos):
    file = SimpleUploadedFile("Mandat fra direktøren.pdf", b"%PDF-1.7")

    response = client_of(kari).post(NEW, {"title": "Ny strategi", **DATES, "document": file})

    made = Strategy.objects.get()
    assert response["Location"] == f"/strategier/{made.pk}/"
    assert (made.municipality, made.visibility, made.state) == (namsos, "municipality", "under_way")
    assert [one.title for one in made.documents.all()] == ["Mandat fra direktøren"]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"begins": "2027-01-01"}, "er en fridag"),
        ({"treated_on": "2027-05-03"}, "Arbeidet starter først"),
        ({"title": ""}, "Skriv en tittel."),
        ({"begins": "1887-01-04"}, "for langt unna"),
    ],
    ids=["holiday", "order", "no title", "year"],
)
def test_what_is_wrong_is_said_by_the_field_and_nothing_is_made(kari, wrong, says):
    response = client_of(kari).post(NEW, {"title": "Ny", **DATES, **wrong})

    assert response.status_code == 422
    assert says in response.content.decode()
    assert not Strategy.objects.exists()


def test_a_file_that_is_not_what_it_says_is_refused(kari):
    file = SimpleUploadedFile("mandat.pdf", b"MZ\x90")

    response = client_of(kari).post(NEW, {"title": "Ny", **DATES, "document": file})

    assert response.status_code == 422
    assert not Strategy.objects.exists()


def test_only_the_municipalitys_own_begin_one(kari, per):
    assert client_of(per).get(NEW).status_code == 403
    assert client_of(factories.officer()).get(NEW).status_code == 403


@pytest.mark.parametrize(
    ("visibility", "seen_by"),
    [
        ("municipality", {"kari"}),
        ("partnership", {"kari", "per", "nina"}),
        ("public", {"kari", "per", "nina", "nobody", "stranger"}),
    ],
)
def test_who_sees_it(strategy, kari, per, visibility, seen_by):
    people = {"kari": kari, "per": per, "nina": factories.officer("Nina Solem"), "nobody": factories.person()}
    client_of(kari).post(reverse("strategies:visibility", args=[strategy.pk]), {"visibility": visibility})

    clients = {name: client_of(person) for name, person in people.items()} | {"stranger": Client()}
    seen = {name for name, one in clients.items() if one.get(strategy.get_absolute_url()).status_code == 200}
    listed = {
        name
        for name, one in clients.items()
        if strategy.get_absolute_url() in one.get("/strategier/").content.decode()
    }

    assert seen == seen_by
    assert listed == seen_by


def test_who_sees_it_may_not_therefore_change_it(strategy, per):
    Strategy.objects.update(visibility="public")

    assert client_of(per).get(reverse("strategies:edit", args=[strategy.pk])).status_code == 403
    assert "Velg faser" not in client_of(per).get(strategy.get_absolute_url()).content.decode()


def test_two_who_edit_lose_neither_text(strategy, kari):
    client, address = client_of(kari), reverse("strategies:edit", args=[strategy.pk])
    said = {"title": "Tittel", **DATES, "version": strategy.version}
    client.post(address, {**said, "about": "Den førstes ord"})

    response = client.post(address, {**said, "about": "Den andres ord"})

    text = response.content.decode()
    assert response.status_code == 422
    assert "Den førstes ord" in text
    assert "Den andres ord" in text
    assert Strategy.objects.get().about == "Den førstes ord"


def test_it_is_adopted_with_its_case_and_that_can_be_undone(strategy, kari):
    Strategy.objects.update(begins=dt.date(2017, 1, 2))
    client = client_of(kari)
    said = {"on": "2017-12-13", "body": "kommunestyret", "case_number": "PS 1/17", "archive_reference": "2017/1"}
    client.post(reverse("strategies:adoption", args=[strategy.pk]), said)

    text = client.get(strategy.get_absolute_url()).content.decode().replace("\xa0", " ")
    assert "Vedtatt av kommunestyret 13. desember 2017, sak PS 1/17, arkivreferanse 2017/1." in text
    assert Strategy.objects.get().state == "adopted"

    client.post(reverse("strategies:adoption_undo", args=[strategy.pk]))
    strategy.refresh_from_db()
    phase = strategy.phases.get()
    assert (strategy.state, phase.done_at, phase.case_number) == ("under_way", None, "PS 1/17")


def test_the_page_says_when_it_was_decided_on_and_no_more_when_that_was_planned(strategy, kari):
    planned, decided = (f"<dd>{nb_date(day)}</dd>" for day in (strategy.treated_on, norwegian.today()))
    before = client_of(kari).get(strategy.get_absolute_url()).content.decode()
    deciding.adopt(strategy=strategy, on=norwegian.today(), body="kommunestyret")

    page = client_of(kari).get(strategy.get_absolute_url()).content.decode()

    assert (planned in before, planned in page, decided in page) == (True, False, True)


def test_it_is_not_adopted_on_a_day_to_come(strategy):
    with pytest.raises(ValidationError):
        deciding.adopt(strategy=strategy, on=norwegian.today() + dt.timedelta(days=7), body="kommunestyret")

    assert Strategy.objects.get().state == "under_way"


def test_it_was_adopted_on_a_day_off_and_the_year_is_said(strategy, kari):
    new_year = dt.date(norwegian.today().year, 1, 1)
    Strategy.objects.update(begins=new_year - dt.timedelta(days=90))

    said = {"on": new_year, "body": "kommunestyret"}
    client_of(kari).post(reverse("strategies:adoption", args=[strategy.pk]), said)

    text = client_of(kari).get(strategy.get_absolute_url()).content.decode().replace("\xa0", " ")
    assert f"Vedtatt av kommunestyret 1. januar {new_year.year}." in text


def test_it_is_not_adopted_before_the_work_began(strategy, kari):
    said = {"on": strategy.begins - dt.timedelta(days=1), "body": "kommunestyret"}

    response = client_of(kari).post(reverse("strategies:adoption", args=[strategy.pk]), said)

    assert "Arbeidet starter" in response.context["form"].errors["on"][0]
    assert Strategy.objects.get().state == "under_way"


def test_the_work_cannot_begin_after_it_was_decided_on(strategy, kari):
    deciding.adopt(strategy=strategy, on=norwegian.today(), body="kommunestyret")
    day = norwegian.next_working_day(norwegian.today() + dt.timedelta(days=30)).isoformat()
    days = dict.fromkeys(("begins", "draft_by", "treated_on"), day)

    answer = client_of(kari).post(reverse("strategies:edit", args=[strategy.pk]), {"title": "Plan"} | days)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["begins"])
    assert "Arbeidet kan ikke ha startet senere." in answer.content.decode()


def test_ending_asks_first_and_undoing_leads_back_to_where_it_was(strategy, kari):
    client, address = client_of(kari), reverse("strategies:ending", args=[strategy.pk])
    deciding.adopt(strategy=strategy, on=norwegian.today(), body="kommunestyret")

    client.get(address)
    assert Strategy.objects.get().state == "adopted"
    client.post(address)
    assert Strategy.objects.get().state == "ended"
    client.post(reverse("strategies:ending_undo", args=[strategy.pk]))
    assert Strategy.objects.get().state == "adopted"


def test_a_renewal_carries_goals_and_measures_over_and_is_made_once(strategy, goal, kari):
    goal.measures.create(title="Fast svartid")
    Strategy.objects.update(visibility="public")

    new = starting.renew(strategy=strategy, by=kari)
    again = starting.renew(strategy=strategy, by=kari)

    assert new == again
    assert (new.after, new.state, new.visibility) == (strategy, "under_way", "municipality")
    assert [one.title for one in new.goals.all()] == [goal.title]
    assert [one.title for one in new.goals.get().measures.all()] == ["Fast svartid"]


def test_documents_are_fetched_by_who_sees_the_strategy_alone(strategy, kari, per):
    file = SimpleUploadedFile("mandat.pdf", b"%PDF-1.7")
    document = starting.attach(strategy=strategy, title="", file=file, by=kari)
    address = reverse("strategies:document", args=[strategy.pk, document.pk])

    assert client_of(per).get(address).status_code == 404
    assert Client().get(address).status_code == 404
    response = client_of(kari).get(address)
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")


def test_the_municipalitys_page_shows_those_the_reader_sees(strategy, kari, per):
    assert strategy.title in client_of(kari).get("/kommuner/namsos/").content.decode()
    assert strategy.title not in client_of(per).get("/kommuner/namsos/").content.decode()


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 30, "٣" * 5000])
def test_a_number_that_is_none_is_not_found(kari, strategy, number):
    client, page = client_of(kari), f"/strategier/{strategy.pk}/"

    assert client.post(f"{page}dokumenter/?fjern={number}").status_code == 404
    assert client.post(f"{page}faser/", {"etter": number}).status_code == 404


@pytest.mark.parametrize(
    ("part", "values"),
    [
        ("endring", {"about": "Gjelder {}"}),
        ("mal/ny", {"title": "Gjelder {}"}),
        ("mal/ny", {"title": "Mål", "why": "Gjelder {}"}),
        ("vedtak", {"on": "2017-12-13", "body": "Gjelder {}"}),
        ("vedtak", {"on": "2017-12-13", "body": "kommunestyret", "case_number": "{}"}),
        ("vedtak", {"on": "2017-12-13", "body": "kommunestyret", "archive_reference": "{}"}),
    ],
)
def test_a_national_identity_number_is_not_kept(kari, strategy, part, values):
    said = {name: value.format(ORDINARY) for name, value in values.items()}

    page = client_of(kari).post(f"/strategier/{strategy.pk}/{part}/", {"title": "Strategi", "version": 1, **said})

    assert page.status_code == 422
    assert "ser ut som et fødselsnummer" in page.content.decode()


@pytest.mark.parametrize(
    ("visibility", "said"),
    [
        ("municipality", "Lagret. Nå er den synlig for: FoUI-kontakten og vara, og leserne dere har gitt en lenke."),
        ("partnership", "Lagret. Nå er den synlig for: Dere, FoUI-kontakter i andre kommuner, meglere og partnere."),
        ("public", "Lagret. Nå er den synlig for: Hvem som helst på nettet, uten å logge inn."),
    ],
)
def test_it_is_said_who_sees_it_from_now(strategy, kari, visibility, said):
    address = reverse("strategies:visibility", args=[strategy.pk])

    assert said in client_of(kari).post(address, {"visibility": visibility}, follow=True).content.decode()


def test_with_a_number_in_the_title_the_file_must_be_chosen_again(kari, strategy):
    said = {"title": f"Gjelder {ORDINARY}", "file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")}

    page = client_of(kari).post(f"/strategier/{strategy.pk}/dokumenter/", said)

    assert page.context["form"].errors["file"] == ["Velg filen på nytt."]
    assert not strategy.documents.exists()


def test_with_one_document_too_many_the_file_must_be_chosen_again(kari, strategy, monkeypatch):
    monkeypatch.setattr(starting, "MOST_DOCUMENTS", 0)

    page = client_of(kari).post(
        f"/strategier/{strategy.pk}/dokumenter/", {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")}
    )

    assert page.status_code == 422
    assert "Ta bort et først" in page.content.decode()
    assert page.context["form"].errors["file"] == ["Velg filen på nytt."]


def test_pressed_twice_a_strategy_begins_once(kari):
    said = {"title": "Ny strategi", **DATES}

    first, second = (client_of(kari).post(NEW, said)["Location"] for _press in range(2))

    assert first == second == Strategy.objects.get().get_absolute_url()
    Strategy.objects.update(created_at=timezone.now() - dt.timedelta(minutes=2))
    assert client_of(kari).post(NEW, said)["Location"] != first


@pytest.mark.parametrize("changed", [{"draft_by": "2027-06-02"}, {"treated_on": "2027-09-02"}])
def test_what_is_sent_anew_with_another_date_is_kept(kari, changed):
    client, said = client_of(kari), {"title": "Ny strategi", **DATES}

    first, second = (client.post(NEW, one)["Location"] for one in (said, said | changed))

    assert first != second
    assert [str(getattr(Strategy.objects.latest("pk"), name)) for name in changed] == list(changed.values())


def test_a_document_that_was_forgotten_comes_along_when_it_is_sent_anew(kari):
    client, said = client_of(kari), {"title": "Ny strategi", **DATES}
    files = [(), ("mandat.pdf", b"%PDF-1.7"), ("mandat.pdf", b"%PDF-1.7"), ("mandat.pdf", b"%PDF-1.4"), ()]

    for file in files:
        document = {"document": SimpleUploadedFile(*file)} if file else {}
        client.post(NEW, said | document)

    kept = [one.file.read() for one in Strategy.objects.get().documents.all()]
    assert kept == [b"%PDF-1.7", b"%PDF-1.4"]


def test_a_document_whose_file_is_gone_is_not_found(kari, strategy):
    made = starting.attach(strategy=strategy, title="", file=SimpleUploadedFile("a.pdf", b"%PDF-1.7"), by=kari)
    default_storage.delete(made.file.name)

    assert client_of(kari).get(f"/strategier/{strategy.pk}/dokumenter/{made.pk}/").status_code == 404


@pytest.mark.parametrize(("part", "field"), [("endring", "about"), ("mal/ny", "why")])
def test_an_endless_text_is_refused(kari, strategy, part, field):
    said = {"title": "Strategi", "version": 1, field: "a" * 20_001}

    answer = client_of(kari).post(f"/strategier/{strategy.pk}/{part}/", said)

    assert answer.status_code == 422
    assert "Skriv høyst" in answer.content.decode()


def test_a_document_goes_with_its_file_when_it_has_been_asked(strategy, kari, django_capture_on_commit_callbacks):
    kept = starting.attach(strategy=strategy, title="Mandat", file=SimpleUploadedFile("m.pdf", b"%PDF-1.4"), by=kari)
    client, address = client_of(kari), f"{reverse('strategies:documents', args=[strategy.pk])}?fjern={kept.pk}"

    asked = client.get(address).content.decode()
    assert ("Ta ut «Mandat»?" in asked, kept.file.storage.exists(kept.file.name)) == (True, True)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, {"valg": "fjern"})

    assert (strategy.documents.exists(), kept.file.storage.exists(kept.file.name)) == (False, False)


def test_one_begun_by_mistake_is_deleted_and_one_that_others_have_read_is_not(
    strategy, kari, django_capture_on_commit_callbacks
):
    shown = factories.strategy(strategy.municipality, visibility="public")
    kept = starting.attach(strategy=strategy, title="Mandat", file=SimpleUploadedFile("m.pdf", b"%PDF-1.4"), by=kari)
    client = client_of(kari)

    for one in (strategy, shown):
        address = reverse("strategies:deletion", args=[one.pk])
        assert (address in client.get(one.get_absolute_url()).content.decode()) is (one == strategy)
        client.get(address)
        with django_capture_on_commit_callbacks(execute=True):
            client.post(address)

    assert list(Strategy.objects.all()) == [shown]
    assert not kept.file.storage.exists(kept.file.name)


def test_it_is_asked_before_a_new_strategy_begins_and_afterwards_it_leads_there(strategy, kari):
    deciding.adopt(strategy=strategy, on=norwegian.today(), body="kommunestyret")
    client, address = client_of(kari), reverse("strategies:renewal", args=[strategy.pk])

    asked = client.get(address).content.decode()

    assert f'href="{address}"' in client.get(strategy.get_absolute_url()).content.decode()
    assert "Starte en ny strategi?" in asked
    assert list(Strategy.objects.all()) == [strategy]
    client.post(address)
    new = Strategy.objects.get(after=strategy)
    assert client.get(address)["Location"] == new.get_absolute_url()


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("endring", {"title": "Ny tittel", **DATES}),
        ("synlighet", {"visibility": "public"}),
        ("vedtak", {"on": "2026-06-01", "body": "kommunestyret"}),
        ("vedtak/angre", {}),
        ("avslutning", {}),
        ("avslutning/angre", {}),
        ("sletting", {}),
        ("rullering", {}),
        ("dokumenter", {"title": "Mandat"}),
    ],
)
def test_what_the_deputy_deleted_meanwhile_is_not_there_any_more(strategy, kari, monkeypatch, part, said):
    def looked_at_last(user, found):
        deciding.delete(strategy=found)
        return True

    monkeypatch.setattr(of_strategy, "can_keep_strategy", looked_at_last)
    file = {"file": SimpleUploadedFile("m.pdf", b"%PDF-1.4")}
    answer = client_of(kari).post(f"/strategier/{strategy.pk}/{part}/", said | file)

    assert answer.status_code == 404


def test_one_that_was_shown_is_not_deleted_when_it_is_the_municipalitys_own_again(strategy, kari):
    client, address = client_of(kari), reverse("strategies:deletion", args=[strategy.pk])
    for visibility in ("public", "municipality"):
        client.post(reverse("strategies:visibility", args=[strategy.pk]), {"visibility": visibility})

    offered = address in client.get(strategy.get_absolute_url()).content.decode()
    client.post(address)

    assert (offered, list(Strategy.objects.all())) == (False, [strategy])


def test_one_that_was_decided_on_without_a_case_number_is_not_deleted_when_that_is_undone(strategy):
    deciding.adopt(strategy=strategy, on=norwegian.today(), body="kommunestyret")
    deciding.undo_adoption(strategy=strategy)

    with pytest.raises(ValidationError):
        deciding.delete(strategy=strategy)

    assert list(Strategy.objects.all()) == [strategy]


def test_one_that_stays_the_municipalitys_own_and_names_who_will_decide_is_deleted(strategy):
    strategy.phases.create(kind="treatment", body="kommunestyret")
    deciding.show(strategy=strategy, visibility="municipality")

    deciding.delete(strategy=strategy)

    assert not Strategy.objects.exists()


def test_when_it_was_first_shown_stands(strategy):
    deciding.show(strategy=strategy, visibility="partnership")
    first = Strategy.objects.get().shown_at
    deciding.show(strategy=strategy, visibility="public")

    stored = Strategy.objects.get()
    assert (stored.visibility, stored.shown_at) == ("public", first)
    assert first is not None


def test_a_file_must_be_chosen_again_when_a_date_is_wrong(strategy, kari):
    said = {"title": "Ny", **DATES, "draft_by": "2026-12-01", "document": SimpleUploadedFile("m.pdf", b"%PDF-1.4")}

    answer = client_of(kari).post(NEW, said)

    assert answer.context["form"].errors["document"] == ["Velg filen på nytt."]
