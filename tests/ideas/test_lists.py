"""The board, the list, and several at once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ideas.life import moving
from ideas.lists import boards
from ideas.models import Idea
from ideas.whose import holding
from partnership.common import norwegian
from tests import factories

pytestmark = pytest.mark.django_db


def soon(days: int = 5) -> dt.date:
    return norwegian.add_working_days(norwegian.today(), days)


@pytest.fixture
def place():
    return factories.MunicipalityFactory(name="Frosta", slug="frosta")


@pytest.fixture
def kari(place):
    return factories.contact("Kari Vik", place)


@pytest.fixture
def as_kari(client, kari):
    client.force_login(kari)
    return client


def in_stage(place, stage: str, title: str, **fields) -> Idea:
    return factories.idea(place, stage=stage, title=title, **fields)


def columns(response) -> dict[str, list[str]]:
    return {one.key: [row.idea.title for row in one.rows] for one in response.context["columns"]}


def test_the_board_lays_every_open_stage_in_one_of_five_columns(as_kari, place):
    for stage in ("received", "clarifying", "brokering", "outline", "applied", "rejected"):
        in_stage(place, stage, stage)
    for stage in ("trying", "in_line", "funded", "under_way", "in_use"):
        in_stage(place, stage, stage)
    in_stage(place, "paused", "hviler", paused_in="trying")
    in_stage(place, "ended", "ferdig", next_date=None)

    response = as_kari.get("/ideer/")

    found = {key: sorted(titles) for key, titles in columns(response).items()}
    assert found == {
        "nye": ["received"],
        "avklares": ["clarifying"],
        "megler": ["applied", "brokering", "outline", "rejected"],
        "proves": ["funded", "in_line", "trying", "under_way"],
        "bruk": ["in_use"],
    }
    assert [row.idea.title for row in response.context["paused"].rows] == ["hviler"]
    assert "ferdig" not in response.content.decode()


def test_the_line_on_top_sums_up(as_kari, place, kari):
    in_stage(place, "received", "Min")
    late = in_stage(place, "clarifying", "Sen", next_date=norwegian.today() - dt.timedelta(days=1))
    moved = in_stage(place, "trying", "Monas")
    holding.hand_on(idea=moved, by=kari, to_person=factories.person("Mona Brekke"), until=soon())

    page = as_kari.get("/ideer/")

    text = page.content.decode()
    assert "To ligger hos deg." in text
    assert "Én er over fristen." in text
    assert [str(pill["count"]) for pill in page.context["pills"]] == ["3", "2", "1", "1"]
    assert columns(as_kari.get("/ideer/?vis=meg"))["proves"] == []
    assert columns(as_kari.get("/ideer/?vis=andre"))["proves"] == ["Monas"]
    assert columns(as_kari.get("/ideer/?vis=fristen"))["avklares"] == [late.title]


def test_a_column_shows_twenty_and_leads_to_the_rest(as_kari, place):
    for number in range(21):
        in_stage(place, "received", f"Idé {number}")

    page = as_kari.get("/ideer/")
    rest = as_kari.get("/ideer/?kolonne=nye&sorter=dato")

    assert len(columns(page)["nye"]) == boards.A_COLUMN
    assert "?kolonne=nye" in page.content.decode()
    assert len(rest.context["rows"]) == 21


def test_counts_stop_at_a_hundred(kari, place):
    first = factories.idea(place)
    Idea.objects.bulk_create(
        Idea(
            year=2020, serial=number, municipality=place, title="Idé", problem="Noe.", holder_seat=first.holder_seat,
            next_date=soon(),
        )
        for number in range(1, 120)
    )  # fmt: skip

    sums = boards.sums(Idea.objects.of_municipality(place), kari)

    assert (str(sums.total), str(sums.mine), sums.others) == ("100+", "100+", None)


def test_the_list_is_sorted_and_searched_in_its_address(as_kari, place):
    old = in_stage(place, "received", "Sandsilo", received_at=timezone.now() - dt.timedelta(days=9))
    new = in_stage(place, "clarifying", "Skolebuss", next_date=soon(1))
    ended = in_stage(place, "ended", "Blomster", next_date=None)

    def titles(query: str) -> list[str]:
        return [row.idea.title for row in as_kari.get(f"/ideer/?{query}").context["rows"]]

    assert titles("som=liste") == [ended.title, new.title, old.title]
    assert titles("sorter=eldst") == [old.title, new.title, ended.title]
    assert titles("sorter=dato") == [new.title, old.title]
    assert titles("q=sand") == [old.title]
    assert titles(f"q={new.number}") == [new.title]
    assert titles("stadium=ended") == [ended.title]
    assert "Ingen ideer passer." in as_kari.get("/ideer/?q=fanteri").content.decode()


@pytest.mark.parametrize(
    "query",
    ["q=%00", "tema=999999999999999999", "kommune=%00", "etter=abc", "vis=x&sorter=y&kolonne=z", "stadium=%F0"],
)
def test_an_address_that_means_nothing_gives_a_page(as_kari, client, query):
    assert as_kari.get(f"/ideer/?som=liste&{query}").status_code in (200, 400)
    client.logout()
    assert client.get(f"/ideer/?{query}").status_code in (200, 400)


def test_others_see_what_is_shown_to_them_without_days_and_employees(client, place, kari):
    secret = in_stage(place, "received", "Hemmelig")
    shown = in_stage(place, "received", "Vist", visibility="public")
    holding.hand_on(idea=shown, by=kari, to_person=factories.person("Mona Brekke"), until=soon())
    client.force_login(factories.officer())

    page = client.get("/ideer/?vis=fristen&sorter=dato")

    text = page.content.decode()
    assert [row.idea for row in page.context["rows"]] == [shown]
    assert secret.title not in text
    assert "Mona Brekke" not in text
    assert norwegian.format_day(soon(), weekday=False) not in text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_stranger_reads_the_public_ones_and_is_told_when_there_are_none(client, place):
    assert "Ingen ideer som du kan se ennå." in client.get("/ideer/").content.decode()

    in_stage(place, "received", "Åpen", visibility="public")
    in_stage(place, "received", "Lukket", visibility="partnership")

    assert [row.idea.title for row in client.get("/ideer/").context["rows"]] == ["Åpen"]


def test_a_contact_reads_the_others_ideas_too(as_kari, place):
    in_stage(place, "received", "Vår")
    in_stage(factories.MunicipalityFactory(slug="inderoy"), "received", "Deres", visibility="partnership")

    page = as_kari.get("/ideer/?hvor=alle&kommune=inderoy")

    assert [row.idea.title for row in page.context["rows"]] == ["Deres"]


def test_somebody_named_on_an_idea_finds_it(client, place, kari):
    idea = in_stage(place, "received", "Monas")
    mona = holding.named_person(name="Mona Brekke", email="mona@frosta.example", by=kari)
    holding.hand_on(idea=idea, by=kari, to_person=mona, until=soon())
    client.force_login(mona)

    assert [row.idea for row in client.get("/ideer/?vis=meg").context["rows"]] == [idea]


def test_several_get_a_new_date_each_with_its_own_event(as_kari, place):
    ideas = [in_stage(place, "received", f"Idé {number}") for number in range(2)]
    ticked = {"gjor": "dato", "idea": [idea.pk for idea in ideas]}

    page = as_kari.get("/ideer/flere/", ticked).content.decode()
    as_kari.post("/ideer/flere/", ticked | {"next_date": soon(17)})

    assert all(idea.title in page for idea in ideas)
    assert [idea.events.filter(kind="new_date", next_date=soon(17)).count() for idea in ideas] == [1, 1]


def test_what_cannot_be_is_named_and_left(as_kari, place, kari):
    one, other = in_stage(place, "received", "Én"), in_stage(place, "received", "To")
    moving.move(idea=other, to="ended", by=kari, told="Nei.")

    response = as_kari.post(
        "/ideer/flere/",
        {"gjor": "ikke-na", "idea": [one.pk, other.pk], "told": "Ikke nå.", "decided_by": "Kari Vik"},
        follow=True,
    )

    text = response.content.decode()
    one.refresh_from_db()
    assert one.stage == "ended"
    assert f"Avsluttet: {one.number}." in text
    assert f"{other.number}: En idé som er «avsluttet», kan ikke bli «avsluttet»." in text


def test_several_are_given_on_to_a_colleague(as_kari, place, kari):
    ideas = [in_stage(place, "received", f"Idé {number}") for number in range(2)]
    mona = holding.named_person(name="Mona Brekke", email="mona@frosta.example", by=kari)
    holding.hand_on(idea=ideas[0], by=kari, to_person=mona, until=soon())

    as_kari.post(
        "/ideer/flere/",
        {"gjor": "videre", "idea": [idea.pk for idea in ideas], "holder": f"person:{mona.pk}", "next_date": soon(18)},
    )

    assert Idea.objects.filter(holder_person=mona, next_date=soon(18)).count() == 2


def test_a_date_on_a_weekend_is_refused_for_all(as_kari, place):
    idea = in_stage(place, "received", "Idé")
    saturday = norwegian.today() + dt.timedelta(days=(5 - norwegian.today().weekday()) % 7 + 7)

    response = as_kari.post("/ideer/flere/", {"gjor": "dato", "idea": [idea.pk], "next_date": saturday})

    assert response.status_code == 422
    assert idea.events.filter(kind="new_date").count() == 0


@pytest.mark.parametrize("gjor", ["dato", "videre", "ikke-na"])
def test_ideas_of_others_are_not_touched(client, place, gjor):
    idea = in_stage(place, "received", "Vår", visibility="public")
    client.force_login(factories.contact())

    response = client.post("/ideer/flere/", {"gjor": gjor, "idea": [idea.pk, 10**30, "x"], "next_date": soon()})

    assert response.status_code == 302
    assert idea.events.count() == 1


@pytest.mark.parametrize("address", ["/ideer/", "/ideer/?som=liste", "/ideer/?hvor=alle", "/ideer/?q=id"])
def test_board_and_list_ask_at_most_eight_queries_for_one_row_and_for_thirty(as_kari, place, kari, address):
    def asked(count: int) -> int:
        for number in range(count):
            idea = in_stage(place, ["received", "trying", "paused"][number % 3], f"Idé {number}", paused_in="trying")
            if number % 2:
                holding.hand_on(idea=idea, by=kari, to_person=factories.person(), until=soon())
        cache.clear()
        as_kari.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert as_kari.get(address).status_code == 200
        return len(captured) - 2  # the session and the person

    with_one, with_thirty = asked(2), asked(28)

    assert with_thirty <= with_one
    assert with_thirty <= 8


THE_PAGE = 15


def test_the_page_asks_no_more_whatever_has_been_said(as_kari, place, kari):
    idea = factories.idea(place, sender="siv@frosta.example")

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert as_kari.get(idea.get_absolute_url()).status_code == 200
        return len(captured) - 2

    def say(number: int) -> None:
        idea.notes.create(text=f"Notat {number}", by=factories.person())
        idea.messages.create(text=f"Melding {number}", by=kari)
        holding.give_time(idea=idea, until=soon(number + 1), by=factories.person())

    with_none = asked()
    say(0)
    with_one = asked()
    for number in range(1, 15):
        say(number)
    with_many = asked()

    assert (with_one, with_many) == (with_none + 2, with_one)  # the notes, and the messages
    assert with_many <= THE_PAGE


def test_what_is_on_hold_is_counted_as_it_is_listed(as_kari, place):
    in_stage(place, "paused", "Idé på vent", paused_in="trying")

    page = as_kari.get("/ideer/?vis=andre").content.decode()

    assert "På vent: 0" in page
    assert "Idé på vent" not in page
    assert "På vent: 1" in as_kari.get("/ideer/").content.decode()
