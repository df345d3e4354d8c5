"""From what an idea needs, by a call and its reasons, to an answer."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from brokers.models import Broker
from ideas.life import choosing
from ideas.life.stages import Stage
from ideas.models import Application, BrokerRequest, IdeaAccess
from ideas.money import anchoring, applying, needs
from municipalities.models import FouiContact
from partnership.common import norwegian
from partnership.partners.matching import Need
from tests import factories
from tests.partners import money

pytestmark = pytest.mark.django_db


@pytest.fixture
def kari():
    return factories.contact("Kari Vik", factories.MunicipalityFactory(name="Frosta", slug="frosta"))


@pytest.fixture
def idea(kari):
    place = FouiContact.objects.get(terms__person=kari).municipality
    return factories.idea(place, stage=Stage.BROKERING)


@pytest.fixture
def call():
    return money.call(closes=money.closing(30), applicants=["municipality"])


@pytest.fixture
def application(idea, call, kari):
    return applying.choose(idea=idea, call=call, why="Kommuner kan søke.", by=kari, amount=200_000)


@pytest.fixture
def anchored(idea, kari):
    return anchoring.anchor(idea=idea, who="Kommunedirektøren", on=norwegian.today(), by=kari)


def later() -> dt.date:
    return norwegian.add_working_days(norwegian.today(), 20)


def send(application, kari, on=None):
    return applying.mark_sent(application=application, on=on or norwegian.today(), next_date=later(), by=kari)


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_an_idea_says_what_it_needs_and_no_more(idea, kari):
    theme = money.theme("Helse")
    answer = {"phase": "preproject", "amount": 200_000, "wants_research": "true", "themes": [theme.pk], "version": 1}

    response = client_of(kari).post(reverse("ideas:need", args=[idea.pk]), answer | {"version": idea.version})

    assert response.status_code == 302
    idea.refresh_from_db()
    need = needs.need_of(idea)
    assert isinstance(need, Need)
    assert (need.phase, need.amount, need.wants_research, need.themes) == (
        "preproject", 200_000, True, frozenset({theme.slug}),
    )  # fmt: skip


def test_nothing_said_is_nothing_known(idea):
    need = needs.need_of(idea)

    assert (need.phase, need.amount, need.wants_research, need.themes) == (None, None, None, frozenset())
    assert not needs.is_described(idea)


@pytest.mark.parametrize("wrong", [{"phase": "tull"}, {"amount": "-1"}, {"amount": "9" * 30}, {"themes": ["999999"]}])
def test_a_need_that_means_nothing_is_refused_beside_its_field(idea, kari, wrong):
    response = client_of(kari).post(reverse("ideas:need", args=[idea.pk]), wrong | {"version": idea.version})

    assert response.status_code == 422
    assert set(response.context["form"].errors) == set(wrong)


def test_two_who_say_what_it_needs_see_both(idea, kari):
    page = reverse("ideas:need", args=[idea.pk])
    client_of(kari).post(page, {"amount": 100, "version": idea.version})

    assert client_of(kari).post(page, {"amount": 200, "version": idea.version}).status_code == 422
    idea.refresh_from_db()
    assert idea.amount == 100


def test_a_call_is_chosen_with_its_reasons_and_the_idea_goes_on_to_the_outline(idea, call, kari):
    page = reverse("ideas:call_choice", args=[idea.pk, call.pk])
    shown = client_of(kari).get(page)
    why = shown.context["form"].initial["why"]
    assert "Kommuner kan søke." in why

    client_of(kari).post(page, {"why": why, "amount": 200_000})

    made = idea.applications.get()
    assert (made.chosen_why, made.amount, made.chosen_by) == (why, 200_000, kari)
    idea.refresh_from_db()
    assert idea.stage == Stage.OUTLINE


def test_choosing_twice_is_once_and_several_calls_are_several_applications(idea, call, kari, application):
    assert applying.choose(idea=idea, call=call, why="Igjen", by=kari) == application

    applying.choose(idea=idea, call=money.call(title="En annen"), why="Også", by=kari)

    assert idea.applications.count() == 2


def test_a_call_that_is_closed_cannot_be_chosen(idea, kari):
    over = money.call(closes=timezone.now() - dt.timedelta(hours=1), applicants=["municipality"])

    response = client_of(kari).post(
        reverse("ideas:call_choice", args=[idea.pk, over.pk]), {"why": "Vi ville så gjerne", "amount": ""}
    )

    assert response.status_code == 422
    assert "Vi ville så gjerne" in response.content.decode()
    assert "Utlysningen stengte" in response.content.decode()
    assert not idea.applications.exists()


def test_without_anchoring_nothing_is_marked_as_sent(application, kari, idea):
    with pytest.raises(ValidationError) as refused:
        send(application, kari)
    assert refused.value.code == anchoring.NOT_ANCHORED

    page = client_of(kari).get(reverse("ideas:application_sent", args=[idea.pk, application.pk]))
    assert "Hvem står bak?" in page.content.decode()


def test_the_page_asks_who_stands_behind_it_in_the_same_press_and_keeps_what_was_typed(application, kari, idea):
    address = reverse("ideas:application_sent", args=[idea.pk, application.pk])
    typed = {"on": norwegian.today(), "next_date": later()}

    refused = client_of(kari).post(address, typed)
    stands = {"forankring-who": "Rådet", "forankring-on": norwegian.today()}
    done = client_of(kari).post(address, typed | stands)

    assert refused.status_code == 422
    assert "Skriv hvem som står bak" in refused.content.decode()
    assert later().isoformat() in refused.content.decode()
    assert done.status_code == 302
    assert idea.anchorings.get().who == "Rådet"
    application.refresh_from_db()
    assert application.is_sent


def test_a_refused_application_notes_nobody_as_standing_behind_it(application, kari, idea):
    address = reverse("ideas:application_sent", args=[idea.pk, application.pk])
    data = {"on": norwegian.today() + dt.timedelta(days=3), "next_date": later()}

    page = client_of(kari).post(address, data | {"forankring-who": "Rådet", "forankring-on": norwegian.today()})

    assert page.status_code == 422
    assert not idea.anchorings.exists()


def test_sent_is_noted_once_and_moves_the_idea(application, kari, idea, anchored):
    for _time in range(2):
        send(application, kari)

    application.refresh_from_db()
    idea.refresh_from_db()
    assert (application.sent_on, application.outcome) == (norwegian.today(), "sent")
    assert (idea.stage, idea.next_date) == (Stage.APPLIED, later())
    assert idea.events.filter(kind="moved", new_stage=Stage.APPLIED).count() == 1


def test_an_application_is_not_sent_tomorrow_nor_after_the_call_closed(application, kari, call, anchored):
    with pytest.raises(ValidationError, match="fram i tid"):
        send(application, kari, on=norwegian.today() + dt.timedelta(days=1))

    with freeze_time(call.closes + dt.timedelta(days=2)), pytest.raises(ValidationError, match="stengte"):
        send(application, kari, on=norwegian.local(call.closes).date() + dt.timedelta(days=1))
    application.refresh_from_db()
    assert application.sent_on is None


def test_a_call_that_closes_meanwhile_loses_nothing_and_can_be_noted_as_sent_in_time(
    application, kari, idea, call, anchored
):
    call.closes = timezone.now() - dt.timedelta(minutes=5)
    call.save()

    page = client_of(kari).get(reverse("ideas:application", args=[idea.pk, application.pk])).content.decode()

    assert "Utlysningen stengte" in page
    assert "Kommuner kan søke." in page
    assert send(application, kari, on=norwegian.local(call.closes).date()).is_sent


def test_money_moves_the_idea_on(application, kari, idea, anchored):
    send(application, kari)
    page = reverse("ideas:application_answer", args=[idea.pk, application.pk])
    said = {"outcome": "funded", "on": norwegian.today(), "granted": 150_000, "next_date": later()}

    client_of(kari).post(page, said)

    application.refresh_from_db()
    idea.refresh_from_db()
    assert (application.outcome, application.granted, idea.stage) == ("funded", 150_000, Stage.FUNDED)
    with pytest.raises(ValidationError):
        applying.note_rejected(
            application=application, next_step="Vente", on=norwegian.today(), next_date=later(), by=kari
        )


def test_a_no_asks_for_the_next_step(application, kari, idea, anchored):
    send(application, kari)
    page = reverse("ideas:application_answer", args=[idea.pk, application.pk])
    said = {"outcome": "rejected", "on": norwegian.today(), "next_date": later(), "next_step": ""}

    assert client_of(kari).post(page, said).context["form"].errors["next_step"]
    client_of(kari).post(page, said | {"next_step": "Prøve lokalt"})

    idea.refresh_from_db()
    assert (idea.stage, idea.next_step) == (Stage.REJECTED, "Prøve lokalt")


def test_a_no_from_one_does_not_move_an_idea_that_waits_for_another(application, kari, idea, anchored):
    send(application, kari)
    other = applying.choose(idea=idea, call=money.call(title="En annen"), why="Også", by=kari)
    send(other, kari)

    applying.note_rejected(application=other, next_step="Vente", on=norwegian.today(), next_date=later(), by=kari)

    idea.refresh_from_db()
    assert idea.stage == Stage.APPLIED


def test_an_answer_wants_an_application_that_is_sent(application, kari):
    with pytest.raises(ValidationError):
        applying.note_funded(application=application, granted=1, on=norwegian.today(), next_date=later(), by=kari)


def test_an_application_can_be_dropped_until_it_is_sent(application, kari, idea, anchored):
    applying.drop(application=application, by=kari)
    assert not Application.objects.exists()

    again = applying.choose(idea=idea, call=application.call, why="Likevel", by=kari)
    send(again, kari)
    with pytest.raises(ValidationError):
        applying.drop(application=again, by=kari)


def test_the_page_counts_back_from_the_deadline(application, kari, idea):
    page = client_of(kari).get(reverse("ideas:application", args=[idea.pk, application.pk]))

    assert [row.step for row in page.context["countback"]][-1] == "deadline"


def test_the_ideas_page_names_how_many_calls_may_fit(idea, kari, call):
    page = client_of(kari).get(idea.get_absolute_url()).content.decode()

    assert "Én utlysning kan passe" in page
    assert "Si hva dere trenger" in page


@pytest.mark.parametrize("stage", ["applied", "funded", "under_way", "in_use", "shared", "ended", "paused"])
def test_no_calls_are_shown_where_no_money_is_looked_for(idea, kari, call, stage):
    idea.stage, idea.paused_in = stage, "outline" if stage == "paused" else ""
    idea.next_date = None if stage in ("shared", "ended") else later()
    idea.save()

    page = client_of(kari).get(idea.get_absolute_url()).content.decode()

    assert 'id="utlysninger"' not in page
    assert needs.section(kari, idea) == {}


def test_those_who_do_not_work_on_it_see_nothing_of_the_money(idea, application):
    idea.refresh_from_db()
    idea.visibility = "public"
    idea.save()

    page = client_of(factories.contact()).get(idea.get_absolute_url()).content.decode()

    assert "Utlysning" not in page
    assert "Forankring" not in page


def test_the_ideas_page_leads_to_the_application_and_not_past_it(idea, application, anchored, kari):
    def first():
        idea.refresh_from_db()
        return choosing.card(idea).first

    own = reverse("ideas:application", args=[idea.pk, application.pk])
    assert (str(first().label), first().url) == ("Vi har sendt søknaden", own)

    send(application, kari)

    assert (str(first().label), first().url) == ("Svaret har kommet", f"{own}svar/")


def test_a_broker_without_consent_is_not_led_to_the_anchoring(idea, application):
    ola = factories.broker("Ola Moen")
    seat = Broker.objects.get(terms__person=ola)
    IdeaAccess.objects.create(idea=idea, seat=seat, why="broker")
    BrokerRequest.objects.create(idea=idea, broker=seat, answer="taken", answer_by=norwegian.today())

    pages = [
        client_of(ola).get(reverse(f"ideas:{name}", args=[idea.pk, application.pk])).content.decode()
        for name in ("application", "application_sent")
    ]

    assert all("Be FoUI-kontakten" in page for page in pages)
    assert not any(reverse("ideas:anchoring", args=[idea.pk]) in page for page in pages)
