"""A theme's page gathers what is about it, as far as the reader sees it, and a hidden thing leaves no trace."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from brokers.models import Broker
from ideas.models import Visibility
from municipalities.models import Experience, Goal, Strategy
from overview import region
from overview.models import GoalTie
from overview.themes import gathering
from partnership.common import contributions, norwegian
from partnership.common.searching import Sought
from partnership.partners.models import InformationPage, Theme
from tests import factories
from tests.partners import money

pytestmark = pytest.mark.django_db

TOKEN = re.compile(r'csrfmiddlewaretoken" value="[^"]+"')
READERS = ["stranger", "contact", "other_contact", "covering", "broker", "officer", "superuser"]
# Who sees an idea, and a strategy, of the municipality by its visibility, said anew here.
IDEAS = {
    "contact": {"contact"}, "area": {"contact", "covering"},
    "partnership": {"contact", "covering", "other_contact", "officer"}, "public": set(READERS),
}  # fmt: skip
WITH_ROLE = {"contact", "covering", "other_contact", "officer", "broker"}
STRATEGIES = {"municipality": {"contact"}, "partnership": WITH_ROLE, "public": set(READERS)}


@pytest.fixture
def world():
    """The theme, the municipality, and a client of each kind of reader."""
    place = factories.MunicipalityFactory(name="Frosta", slug="frosta")
    covering = factories.broker()
    factories.covering(covering, place)
    people = {
        "contact": factories.contact(place=place), "other_contact": factories.contact(), "covering": covering,
        "broker": factories.broker(), "officer": factories.officer(),
        "superuser": factories.person(is_superuser=True),
    }  # fmt: skip
    clients = {"stranger": Client()}
    for kind, person in people.items():
        clients[kind] = Client()
        clients[kind].force_login(person)
    return Theme.objects.create(name="Flere eldre", group="challenge"), place, clients, people


def read(client: Client, theme: Theme) -> str:
    return TOKEN.sub("", client.get(theme.get_absolute_url()).content.decode())


def strategy(place, visibility: str, theme: Theme) -> Strategy:
    today = norwegian.today()
    made = Strategy.objects.create(
        municipality=place, title=f"Strategi {visibility}", visibility=visibility, begins=today, draft_by=today,
        treated_on=today,
    )  # fmt: skip
    made.themes.add(theme)
    return made


def experience(place, title: str, theme: Theme, **words) -> Experience:
    made = Experience.objects.create(municipality=place, title=title, lesson="Spør først", **words)
    made.themes.add(theme)
    return made


@pytest.mark.parametrize("visibility", Visibility.values)
@pytest.mark.parametrize("reader", READERS)
def test_an_idea_stands_there_for_those_who_see_it_and_is_not_there_for_others(world, reader, visibility):
    theme, place, clients, _people = world
    before = read(clients[reader], theme)

    idea = factories.idea(place, sender="siv@frosta.example", title="Nattilsyn", visibility=visibility)
    idea.themes.add(theme)

    after = read(clients[reader], theme)
    if reader in IDEAS[visibility]:
        assert "Nattilsyn" in after
    else:
        assert after == before


@pytest.mark.parametrize("visibility", STRATEGIES)
@pytest.mark.parametrize("reader", READERS)
def test_a_strategy_and_the_public_meeting_that_serves_it_likewise(world, reader, visibility):
    theme, place, clients, people = world
    meeting = factories.meeting(people["officer"], title="Åpent møte", is_public=True, state="published")
    before = read(clients[reader], theme)

    goal = Goal.objects.create(strategy=strategy(place, visibility, theme), title="Mål")
    GoalTie.objects.create(goal=goal, meeting=meeting)

    after = read(clients[reader], theme)
    if reader in STRATEGIES[visibility]:
        assert f"Strategi {visibility}" in after
        assert "Åpent møte" in after
    else:
        assert after == before


@pytest.mark.parametrize("reader", READERS)
def test_drafts_and_meetings_one_does_not_see_leave_no_trace(world, reader):
    theme, place, clients, people = world
    before = read(clients[reader], theme)

    draft = experience(place, "Utkast", theme)
    shared_not = factories.meeting(people["officer"], title="Lukket møte")
    shared_not.programme.create(title="Erfaring", minutes=10, experience=draft)
    InformationPage.objects.create(name="Uferdig side").themes.add(theme)
    withdrawn = factories.idea(place, title="Trukket", visibility="public", stage="withdrawn", next_date=None)
    withdrawn.themes.add(theme)

    assert read(clients[reader], theme) == before


def test_each_part_shows_what_is_about_the_theme_and_nothing_else(world, client: Client):
    theme, place, _clients, people = world
    other = Theme.objects.create(name="Klima")
    for one, sign in ((theme, "A"), (other, "B")):
        told = experience(place, f"Erfaring {sign}", one, published_at=timezone.now())
        meeting = factories.meeting(people["officer"], title=f"Møte {sign}", is_public=True, state="published")
        meeting.programme.create(title="Erfaring", minutes=10, experience=told)
        factories.idea(place, title=f"Idé {sign}", visibility="public").themes.add(one)
        strategy(place, "public", one)
        Broker.objects.get(terms__person=people["covering" if sign == "A" else "broker"]).themes.add(one)
        InformationPage.objects.create(name=f"Side {sign}", published_at=timezone.now()).themes.add(one)
        money.call(money.scheme(f"O{sign}"), title=f"Egen {sign}", themes=(one.name,))
        scheme = money.scheme(f"Ordning {sign}")
        scheme.themes.add(one)
        money.call(scheme, title=f"Arvet {sign}")
        money.call(scheme, title=f"Stengt {sign}", closes=money.closing(-1))
    money.call(scheme, title="Sier selv", themes=("Oppvekst",))

    parts = {part.key: [line.title for line in part.lines] for part in gathering.of(theme, people["contact"])}

    assert parts == {
        "erfaringer": ["Erfaring A"], "ideer": ["Idé A"], "laerdommer": [], "strategier": ["Strategi public"],
        "moter": ["Møte A"], "utlysninger": ["Egen A", "Arvet A"], "meglere": [people["covering"].name],
        "sider": ["Side A"],
    }  # fmt: skip
    text = client.get(theme.get_absolute_url()).content.decode()
    assert "Ingen har skrevet hva de lærte om det ennå." in text
    assert "Ingenting her ennå" not in text


def test_an_empty_theme_says_what_is_missing(client: Client):
    theme = Theme.objects.create(name="Nærmiljø")

    text = client.get(theme.get_absolute_url()).content.decode()

    assert "Ingenting her ennå" in text
    assert "Ingen megler har sagt at de kan dette temaet." in text
    assert client.get("/temaer/finnes-ikke/").status_code == 404


def test_there_is_a_way_to_more_than_eight_and_as_many_queries_for_many(world, django_assert_max_num_queries):
    theme, place, clients, _people = world
    for number in range(9):
        experience(place, f"Erfaring {number}", theme, published_at=timezone.now())
        factories.idea(place, title=f"Idé {number}", visibility="public").themes.add(theme)

    with django_assert_max_num_queries(15):
        text = read(clients["contact"], theme)

    assert text.count("Erfaring ") == 8
    assert f"/erfaringer/?tema={theme.slug}" in text
    with django_assert_max_num_queries(15):
        read(clients["covering"], theme)


def test_themes_are_listed_by_group_found_by_search_and_linked_from_what_is_about_them(world, client: Client):
    theme, place, _clients, people = world
    told = experience(place, "Buss", theme, published_at=timezone.now())
    call = money.call(themes=(theme.name,))
    broker = Broker.objects.get(terms__person=people["broker"])
    broker.themes.add(theme)
    link = f'href="/temaer/{theme.slug}/"'

    listed = client.get("/temaer/").content.decode()

    assert listed.index("store utfordringene") < listed.index(link)
    for url in (told.get_absolute_url(), call.get_absolute_url(), f"/meglere/{broker.pk}/"):
        assert link in client.get(url).content.decode()
    found = contributions.search(people["contact"], Sought.of("eldr", "temaer"))
    assert [hit.url for group in found for hit in group.hits] == [theme.get_absolute_url()]


def test_advisers_add_and_rename_themes_and_nobody_deletes_one(world):
    theme, _place, clients, people = world
    officer = clients["officer"]
    for kind in ("officer", "superuser"):
        factories.second_factor(clients[kind], people[kind])
    fields = {"name": "Ungt utenforskap", "slug": "ungt-utenforskap", "group": "challenge", "why": ""}
    other = fields | {"name": "Eldre", "slug": theme.slug}

    added = officer.post("/admin/partners/theme/add/", fields)
    renamed = officer.post(f"/admin/partners/theme/{theme.pk}/change/", other)

    assert (added.status_code, renamed.status_code) == (302, 302)
    assert set(Theme.objects.values_list("name", flat=True)) == {"Ungt utenforskap", "Eldre"}
    for kind in ("officer", "superuser"):
        answer = clients[kind].post(f"/admin/partners/theme/{theme.pk}/delete/", {"post": "yes"})
        assert answer.status_code == 403
    assert Theme.objects.filter(pk=theme.pk).exists()


def test_the_regions_pages_come_once_must_be_checked_and_what_somebody_did_is_left_alone(client: Client):
    region.load(settings.REGION_DIR)
    pages = InformationPage.objects.all()
    assert pages.count() >= 10
    assert all(page.is_stale and page.is_published and page.links.exists() for page in pages)
    kinds = {page.kind for page in pages}
    assert kinds == set(InformationPage.Kind)
    changed, checked, back = pages.order_by("pk")[:3]
    client.force_login(factories.person(is_superuser=True))
    form = {
        "name": changed.name,
        "kind": changed.kind,
        "partner": changed.partner_id or "",
        "ingress": "",
        "version": 1,
    }
    client.post(f"/sider/{changed.slug}/endre/", form | {"text": "Endret"})
    client.post(f"/sider/{checked.slug}/sjekket/")
    client.post(f"/sider/{back.slug}/tilbake/")
    written = InformationPage.history.count()

    region.load(settings.REGION_DIR)

    for row in (changed, checked, back):
        row.refresh_from_db()
    assert (changed.text, checked.is_stale, back.is_published) == ("Endret", False, False)
    assert InformationPage.history.count() == written
