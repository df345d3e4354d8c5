"""The page of the region: who sees which numbers; they add up, open lists, sort, export, and need no colour."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ideas.models import Idea
from meetings.models import FollowUp, Invitation
from municipalities.models import Experience, FouiContact, Municipality, Strategy
from overview.region import board, drawing, snapshot, tiles
from overview.region.figures import MeetingSum
from partnership.common import norwegian
from partnership.partners.models import FundingScheme
from partnership.people.models import User
from tests import factories
from tests.overview import region_world

pytestmark = pytest.mark.django_db

PAGE = "/oversikt/"


@pytest.fixture
def frosta() -> Municipality:
    return factories.MunicipalityFactory(name="Frosta", slug="frosta", number="5036")


@pytest.fixture
def kari(frosta) -> User:
    return factories.contact("Kari Vik", frosta)


@pytest.fixture
def nina() -> User:
    """Of KS."""
    return factories.officer("Nina Solem")


@pytest.fixture
def hakon() -> User:
    """Of another partner."""
    partner = factories.PartnerFactory(
        slug="statsforvalteren", name="Statsforvalteren", short_name="Statsforvalteren"
    )
    return factories.officer("Håkon Rostad", partner)


def page(person: User, query: str = "") -> str:
    snapshot.refresh()
    client = Client()
    client.force_login(person)
    response = client.get(PAGE + query)
    assert response.status_code == 200
    return response.content.decode()


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\xa0", " ").split())


def table_of(html: str) -> list[list[str]]:
    """Heading and rows of the table beside the map."""
    table = re.search(r'aria-labelledby="tabell">\s*<header>.*?<table.*?</table>', html, re.DOTALL).group()
    rows = re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
    return [[text_of(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)] for row in rows]


def legend_of(html: str) -> dict[str, int]:
    legend = re.search(r'class="map-legend".*?</ul>', html, re.DOTALL).group()
    found = re.findall(r"<a [^>]*>(.*?)</a><span class=\"tabular\">(\d+)<", legend)
    return {words: int(count) for words, count in found}


def tile_of(html: str, name: str) -> str:
    """All that is said in a tile, in the accessibility tree."""
    tiles_there = re.findall(r'<a class="tile.*?</a>', html, re.DOTALL)
    found = [re.sub(r'<b[^>]*aria-hidden="true">.*?</b>', "", tile) for tile in tiles_there]
    return next(said for said in (re.sub(r"<[^>]+>", "", tile) for tile in found) if said.startswith(name))


def test_a_stranger_is_asked_to_sign_in_and_who_has_no_role_is_refused(client):
    assert client.get(PAGE).url.startswith("/logg-inn/")

    client.force_login(factories.person())

    assert client.get(PAGE).status_code == 403


def test_the_menu_has_the_page_for_whoever_has_a_role(client, kari):
    link = f'<a href="{PAGE}"'
    assert link not in client.get("/kommuner/").content.decode()

    client.force_login(kari)
    assert link in client.get("/kommuner/").content.decode()

    client.force_login(factories.person())
    assert link not in client.get("/kommuner/").content.decode()


def test_the_officers_first_page_leads_to_it(client, nina):
    client.force_login(nina)

    assert f'<a class="ds-link" href="{PAGE}">Regionen samlet</a>' in client.get("/").content.decode()


def test_it_says_as_of_when_and_the_numbers_open_their_lists(nina, kari, frosta):
    factories.MunicipalityFactory(name="Osen", number="5020")
    factories.idea(frosta)
    meeting = factories.meeting(nina, state="held")
    FollowUp.objects.create(meeting=meeting, text="Send", person=kari, due=norwegian.today() - dt.timedelta(days=2))
    _call(closes=20)

    html = page(nina)

    moment = norwegian.format_moment(snapshot.current().at)
    assert f"2 kommuner. Per {moment}." in text_of(html)
    figures = re.findall(
        r'<li><strong>(\d+)[^<]*(?:<small>.*?</small>)?</strong><a class="ds-link" href="(.*?)"', html
    )
    assert figures == [
        ("1", "/oversikt/?bare=har#tabell"),
        ("1", "/oversikt/ideer/"),
        ("1", "/oversikt/frister/"),
        ("1", "/oversikt/oppfolging/"),
    ]
    assert [row[0] for row in table_of(page(nina, "?bare=har"))[1:]] == ["Frosta"]


def _call(closes: int) -> None:
    scheme = FundingScheme.objects.create(
        slug="ordning", name="Ordning", owner_partner=factories.PartnerFactory(), facts_year=2026,
        last_checked=norwegian.today(),
    )  # fmt: skip
    moment = timezone.now() + dt.timedelta(days=closes)
    scheme.calls.create(title="Utlysning", year=2026, last_checked=norwegian.today(), closes=moment)


def test_a_number_of_ideas_opens_those_one_may_open_and_says_how_many_that_is(client, nina, kari, frosta):
    factories.idea(frosta, title="Åpen", visibility="partnership")
    for _number in range(2):
        factories.idea(frosta, title="Skjult")
    snapshot.refresh()

    client.force_login(nina)
    shown = text_of(client.get("/oversikt/ideer/?kolonne=nye").content.decode())
    client.force_login(kari)
    own = text_of(client.get("/oversikt/ideer/").content.decode())

    assert ("1 av 3 ideer kan du åpne. Resten er kommunenes egne." in shown, "Skjult" in shown) == (True, False)
    assert ("Alle 3 kan du åpne." in own, own.count("Skjult")) == (True, 2)


def test_where_there_is_no_idea_the_list_says_so_once(client, nina):
    client.force_login(nina)

    shown = text_of(client.get("/oversikt/ideer/").content.decode())

    assert ("kan du åpne" in shown.replace("som du kan åpne", ""), "Ingen ideer her" in shown) == (False, True)


def test_a_map_that_another_thread_throws_away_meanwhile_is_shown(nina, frosta, monkeypatch):
    class Forgetful(dict):
        def __setitem__(self, key, value):
            """As if it were cleared at once."""

    monkeypatch.setattr(drawing, "_kept", Forgetful())

    assert "Frosta" in page(nina)


def test_the_list_of_ideas_goes_on_and_takes_nonsense(client, kari, frosta):
    for number in range(52):
        factories.idea(frosta, title=f"Idé {number:02}")
    client.force_login(kari)

    first = client.get("/oversikt/ideer/?kolonne=tull&etter=tull").content.decode()
    more = re.search(r'href="\?(etter=[^"]+)"', first).group(1).replace("&amp;", "&")
    second = client.get(f"/oversikt/ideer/?{more}").content.decode()

    titles = re.findall(r">(Idé \d\d)<", first + second)
    assert (len(titles), len(set(titles)), text_of(first).count("Alle 52 kan du åpne.")) == (52, 52, 1)


def test_ideas_are_sums_of_the_region_and_no_municipality_is_told_of_by_what_it_hides(nina, kari, frosta):
    """Only the pipeline's sums and the list's total know of hidden ones; not the map, the table or the file."""
    factories.idea(frosta, visibility="partnership")

    def told() -> list[object]:
        html = page(nina, "?vis=ideer")
        client = Client()
        client.force_login(nina)
        return [
            table_of(html),
            legend_of(html),
            tile_of(html, "Frosta"),
            client.get("/oversikt/kommuner.csv").content,
        ]

    before = told()
    for visibility in ("contact", "area"):
        factories.idea(frosta, visibility=visibility)

    assert told() == before
    assert before[2] == "Frosta, 1 delt idé: 1 nye"
    assert snapshot.current().figures.ideas == 3


def test_a_strategy_the_municipality_keeps_to_itself_is_not_on_the_map(nina, frosta):
    days = dict.fromkeys(["begins", "draft_by", "treated_on"], norwegian.today())
    hidden = Strategy.objects.create(municipality=frosta, title="Strategi", state="adopted", **days)

    assert tile_of(page(nina, "?vis=strategi"), "Frosta") == "Frosta, strategi: ingen vist"

    Strategy.objects.filter(pk=hidden.pk).update(visibility="partnership")

    assert tile_of(page(nina, "?vis=strategi"), "Frosta") == "Frosta, strategi: vedtatt"


def _asked(nina: User, kari: User, reply: str = "") -> None:
    meeting = factories.meeting(nina, state="held", start=timezone.now() - dt.timedelta(days=3))
    Invitation.objects.create(
        meeting=meeting, seat=kari.terms.get().seat, person=kari, name=kari.name, email=kari.email, reply=reply,
        invited_at=timezone.now(),
    )  # fmt: skip


def test_silence_and_answer_time_are_compared_by_ks_alone(nina, hakon, kari, frosta):
    _asked(nina, kari)
    factories.idea(frosta, answered_at=timezone.now() + dt.timedelta(days=9, hours=1))
    ola = factories.broker("Ola Moen")

    for query, said in (("?vis=svar", "har svart på 0 av 1"), ("?vis=svartid", "første svar etter 9 dager")):
        assert tile_of(page(nina, query), "Frosta") == f"Frosta, {said}"
        for other in (hakon, kari, ola):
            html = page(other, query)
            assert tile_of(html, "Frosta") == "Frosta, har FoUI-kontakt, 0 erfaringer delt"
            assert ("Svartid" in html, 'value="svar"' in html) == (False, False)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_file_holds_comparisons_for_ks_alone(client, nina, hakon, kari, kind):
    _asked(nina, kari)
    snapshot.refresh()
    sizes = {}
    for person in (nina, hakon, kari):
        client.force_login(person)
        response = client.get(f"/oversikt/kommuner.{kind}?vis=svar&sorter=svart")
        assert response.status_code == 200
        if kind == "csv":
            rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
            sizes[person.name] = "Svarte" in rows[0]

    if kind == "csv":
        assert sizes == {"Nina Solem": True, "Håkon Rostad": False, "Kari Vik": False}


def test_a_municipality_sees_how_it_answers_itself_and_no_other_does(nina, kari, frosta):
    _asked(nina, kari, reply="comes")
    factories.idea(frosta, answered_at=timezone.now() + dt.timedelta(days=4, hours=1))
    deputy = factories.give(kari.terms.get().seat, factories.person("Anne Ness"), capacity="deputy")
    other = factories.contact("Ida Foss")

    for own in (kari, deputy):
        said = text_of(page(own))
        assert "Slik svarer Frosta" in said
        assert "Dere har svart på 1 av 1 invitasjoner til de siste møtene." in said
        assert "Halvparten av ideene får første svar innen 4 dager." in said
    assert "Slik svarer Frosta" not in page(other)


def test_the_board_is_the_partners(nina, hakon, kari):
    for officer in (nina, hakon):
        assert "ting å rette" in page(officer)
    html = page(kari)

    assert [word for word in ("å rette", "Siste møter", "/admin/", "/oversikt/oppfolging/") if word in html] == []


def test_the_matrix_is_offered_to_ks_alone(nina, hakon):
    link = reverse("meetings:matrix")

    assert (link in page(nina), link in page(hakon)) == (True, False)


def test_what_is_to_put_right_stands_in_words_with_the_page_where_it_is_done(nina, frosta):
    for name in ("Osen", "Røyrvik"):
        FouiContact.objects.create(municipality=factories.MunicipalityFactory(name=name))
    factories.give(FouiContact.objects.create(municipality=frosta), days=500)
    frosta.contacts.get().terms.update(last_confirmed=timezone.now() - dt.timedelta(days=400))

    mends = re.findall(
        r'<li>([^<]+)<span class="line"><a class="ds-link" href="(.*?)">', page(nina).split('id="rette"')[1]
    )

    assert mends == [
        ("Osen og Røyrvik mangler FoUI-kontakt", "/kommuner/uten-kontakt/"),
        ("Én rolle er ikke bekreftet på ett år", "/admin/people/seat/?holds=unconfirmed"),
        ("Frosta, Osen og Røyrvik har ingen kompetansemegler", "/oversikt/?vis=megler#tabell"),
    ]


def test_nothing_to_put_right_is_said(nina):
    assert "Ingenting å rette" in page(nina)


VISES = [
    "kontakt",
    "megler",
    "strategi",
    "ideer",
    *(f"ideer-{key}" for key in region_world.COLUMNS),
    "svar",
    "svartid",
]


@pytest.mark.parametrize("vis", VISES)
def test_every_colouring_adds_up_and_is_read_without_colour(nina, vis):
    """Each place is in one line of the legend; what the tile shows by colour it says in words."""
    region_world.World(3)

    html = page(nina, f"?vis={vis}")

    signs = re.findall(r'class="tile[^"]*" data-sign="(\w+)"', html)
    keys = re.findall(r'class="key" data-sign="(\w+)"', html)
    assert sum(legend_of(html).values()) == len(signs) == Municipality.objects.count()
    assert list(legend_of(html).values()) == [signs.count(key) for key in keys]
    said = {tile_of(html, place.name) for place in Municipality.objects.all()}
    assert all(re.search(r", \w", words) for words in said)
    assert f'<option value="{vis}" selected>' in html
    assert "style=" not in html


def test_an_answer_in_the_legend_narrows_the_table_to_its_places(nina, kari):
    osen = factories.MunicipalityFactory(name="Osen")
    assert osen
    html = page(nina, "?bare=none")

    assert [row[:2] for row in table_of(html)[1:]] == [["Osen", "Mangler"]]
    assert "1 av 2 kommuner." in text_of(html)
    assert re.search(r'href="\?bare=none#tabell"', page(nina))


@pytest.mark.parametrize(
    ("order", "names", "sort"),
    [
        ("", ["Frosta", "Ørland", "Åfjord"], ("Kommune", "ascending")),
        ("-kommune", ["Åfjord", "Ørland", "Frosta"], ("Kommune", "descending")),
        ("-erfaringer", ["Ørland", "Frosta", "Åfjord"], ("Erfaringer", "descending")),
        ("erfaringer", ["Frosta", "Åfjord", "Ørland"], ("Erfaringer", "ascending")),
        ("kontakt", ["Ørland", "Frosta", "Åfjord"], ("FoUI-kontakt", "ascending")),
        ("tull", ["Frosta", "Ørland", "Åfjord"], ("Kommune", "ascending")),
        ("svartid", ["Frosta", "Ørland", "Åfjord"], ("Kommune", "ascending")),
    ],
)
def test_the_table_sorts_by_any_column_and_says_by_which(hakon, kari, frosta, order, names, sort):
    for name in ("Åfjord", "Ørland"):
        factories.MunicipalityFactory(name=name, slug=norwegian.plain(name))
    orland = Municipality.objects.get(name="Ørland")
    factories.contact("Anne Ness", orland)
    Experience.objects.create(municipality=orland, title="Bussen", published_at=timezone.now())

    html = page(hakon, f"?sorter={order}")

    assert [row[0] for row in table_of(html)[1:]] == names
    heads = re.findall(r'<th scope="col"[^>]*aria-sort="(\w+)"><a [^>]*>([^<]+)<', html)
    assert heads == [(sort[1], sort[0])]


def test_the_file_has_the_tables_rows_in_its_order_with_all_columns(client, hakon, kari, frosta):
    osen = factories.MunicipalityFactory(name="Osen", number="5020")
    Experience.objects.create(municipality=osen, title="Bussen", published_at=timezone.now())
    snapshot.refresh()
    client.force_login(hakon)

    content = client.get("/oversikt/kommuner.csv?sorter=-erfaringer").content.decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(content), delimiter=";")

    assert header[:4] == ["Nummer", "Kommune", "FoUI-kontakt", "Delte ideer"]
    assert [(row[1], row[header.index("Erfaringer")]) for row in rows] == [("Osen", "1"), ("Frosta", "0")]


def test_a_long_table_is_short_until_all_is_asked_for(nina):
    factories.MunicipalityFactory.create_batch(70)

    short, long = page(nina), page(nina, "?rader=alle")

    assert (len(table_of(short)), len(table_of(long))) == (61, 71)
    assert "Viser 60 av 70. Vis alle" in text_of(short)
    assert (' first-ten"' in short, ' first-ten"' in long) == (True, False)


def test_a_municipality_without_a_tile_is_shown_beside_the_map(nina, frosta):
    factories.MunicipalityFactory(name="Nyby", number="5999")

    html = page(nina)

    assert re.search(r'<li class="c3 r4"><a class="tile[^>]*>Frosta', html)
    assert ("Uten plass på kartet:" in html, tile_of(html, "Nyby")) == (
        True, "Nyby, mangler FoUI-kontakt, 0 erfaringer delt",
    )  # fmt: skip


def test_without_a_layout_nothing_but_the_map_is_gone(nina, frosta, monkeypatch):
    monkeypatch.setattr(tiles, "shown", dict)

    html = page(nina)

    assert ('<ul class="tiles"' in html, [row[0] for row in table_of(html)[1:]]) == (False, ["Frosta"])


def test_a_municipality_made_after_the_snapshot_waits_for_the_next_one(client, nina, frosta):
    snapshot.refresh()
    factories.MunicipalityFactory(name="Nyby")
    client.force_login(nina)

    html = client.get(PAGE).content.decode()

    assert ([row[0] for row in table_of(html)[1:]], sum(legend_of(html).values())) == (["Frosta"], 1)


@pytest.mark.parametrize("invited", [1, 3, 7, 8, 48, 200])
def test_the_share_that_has_answered_is_rounded_to_the_nearest(invited):
    for silent in range(invited + 1):
        line = board.MeetingLine(None, MeetingSum(1, invited, invited - silent, 0, 0, silent))
        exact = Decimal(100 * (invited - silent)) / invited
        assert line.rate == int(exact.to_integral_value(ROUND_HALF_UP))


def test_the_meetings_are_explained_under_meetings_and_experiences_under_experiences(client, nina):
    client.force_login(nina)
    html = client.get("/oversikt/slik-regner-vi/").content.decode()
    meaning = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", html))

    assert ["Har svart:" in meaning[word] for word in ("Erfaringer", "Siste møter")] == [False, True]


def test_the_brokers_table_has_words_of_its_own(nina, frosta):
    html = page(nina)
    table = html[html.index('id="meglere"') : html.index('id="roller"')]

    assert "Dekkes av én eller flere kompetansemeglere" in table
    assert "Tallet er" not in table


def test_every_word_of_the_page_is_explained_to_who_sees_it(client, nina, kari):
    client.force_login(kari)
    contact = client.get("/oversikt/slik-regner-vi/").content.decode()
    client.force_login(nina)
    officer = client.get("/oversikt/slik-regner-vi/").content.decode()

    shared = ["Har FoUI-kontakt", "Ideer i gang", "Delte ideer", "Tid i stadiet", "Svartid på ideer", "Svar på møter"]
    board = ["Siste møter", "Oppfølgingspunkter over fristen", "Roller"]
    assert [word for word in shared if f"<dt>{word}</dt>" not in contact] == []
    assert [word for word in board if f"<dt>{word}</dt>" in contact] == []
    assert [word for word in shared + board if f"<dt>{word}</dt>" not in officer] == []


def test_the_page_asks_few_queries_and_as_many_of_a_large_region(client, nina):
    def queries() -> int:
        snapshot.refresh()
        client.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            client.get(PAGE)
        return len(asked)

    client.force_login(nina)
    region_world.World(1)
    small = queries()
    for _number in range(30):
        factories.contact()
        factories.idea()

    assert queries() == small <= 12
    assert (Idea.objects.count(), Municipality.objects.count()) == (180, 69)


def test_the_overdue_list_is_the_number(client, hakon, nina, kari):
    meeting, own = factories.meeting(nina, state="held"), factories.meeting(nina, state="held")
    own.owner_partner, own.owner_seat = None, kari.terms.get().seat
    own.save()
    for one, days in ((meeting, 3), (meeting, -3), (own, 3)):
        day = norwegian.today() - dt.timedelta(days=days)
        FollowUp.objects.create(meeting=one, text=f"Send {days}", person=kari, due=day)
    snapshot.refresh()
    client.force_login(hakon)

    said = text_of(client.get("/oversikt/oppfolging/").content.decode())

    assert (said.count("Send 3"), said.count("Send -3"), snapshot.current().figures.overdue) == (1, 0, 1)
    assert f"1 per {norwegian.format_moment(snapshot.current().at)}." in said


def test_the_deadlines_are_the_number(client, kari):
    _call(closes=29)
    snapshot.refresh()
    client.force_login(kari)

    assert ("Utlysning" in client.get("/oversikt/frister/").content.decode(), _closing()) == (True, 1)


def _closing() -> int:
    return snapshot.current().figures.closing
