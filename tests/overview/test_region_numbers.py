"""Every number of the partners' board opens the list behind it, and the list holds as many."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from ideas.lists.boards import Count
from meetings.models import Invitation
from municipalities.models import Municipality
from overview.region import behind, snapshot
from partnership.people.models import User
from tests import factories
from tests.overview.test_region_page import page, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def frosta() -> Municipality:
    return factories.MunicipalityFactory(name="Frosta", slug="frosta", number="5036")


@pytest.fixture
def nina() -> User:
    return factories.officer("Nina Solem")


@pytest.fixture
def meeting(nina):
    """Nina's: two come, one says perhaps, three are silent."""
    found = factories.meeting(nina, state="published")
    for number, reply in enumerate(["comes", "comes", "maybe", "", "", ""]):
        Invitation.objects.create(
            meeting=found, name=f"Gjest {number}", email=f"gjest{number}@frosta.example", role="other", reply=reply,
            invited_at=timezone.now(),
        )  # fmt: skip
    return found


def cells(html: str, part: str) -> list[str]:
    """Each number in the tables of one part of the board, as HTML."""
    section = html[html.index(f'id="{part}"') :]
    return re.findall(r'<td[^>]* class="number[^"]*">(.*?)</td>', section[: section.index("</section>")])


def numbers(html: str, part: str) -> list[tuple[str, str]]:
    """What stands in each, and where it leads."""
    found = [re.search(r'href="(.*?)">([^<]*)<', cell) for cell in cells(html, part)]
    return [(one[2], one[1].replace("&amp;", "&")) if one else ("", "") for one in found]


def test_each_number_of_a_meeting_opens_those_people_on_its_board(client, nina, meeting):
    client.force_login(nina)
    found = numbers(page(nina), "moter")

    assert [count for count, _url in found] == ["6", "2", "1", "0", "3", "50 %"]
    for count, url in found[:5]:
        path, _hash, place = url.partition("#")
        html = client.get(path).content.decode()
        assert (html.count("<strong>Gjest "), f'id="{place}"' in html) == (int(count), True)


def test_who_does_not_arrange_the_meeting_reads_its_numbers_without_links(meeting):
    partner = factories.PartnerFactory(slug="statsforvalteren", name="Statsforvalteren", short_name="SF")

    html = page(factories.officer("Håkon Rostad", partner))

    assert cells(html, "moter") == ["6", "2", "1", "0", "3", "50 %"]


def test_each_number_of_a_stage_opens_its_list_and_shared_ones_a_list_of_their_own(client, nina, frosta):
    factories.idea(frosta, title="Åpen", visibility="partnership")
    factories.idea(frosta, title="Nok en", visibility="public")
    factories.idea(frosta, title="Skjult")
    factories.idea(frosta, title="Prøvd", stage="trying", visibility="partnership")

    html = page(nina)
    client.force_login(nina)
    new, together = numbers(html, "ideer")[:3], numbers(html, "ideer")[-2:]
    shared = text_of(client.get(new[1][1]).content.decode())
    all_shared = text_of(client.get(together[1][1]).content.decode())

    new_ones = "/oversikt/ideer/?kolonne=nye"
    assert new == [("3", new_ones), ("2", new_ones + "&delt=ja"), ("0 dager", new_ones)]
    assert together == [("4", "/oversikt/ideer/"), ("3", "/oversikt/ideer/?delt=ja")]
    assert ("Delte ideer: nye" in shared, "Alle 2 kan du åpne." in shared) == (True, True)
    assert [title in shared for title in ("Åpen", "Nok en", "Skjult", "Prøvd")] == [True, True, False, False]
    assert "Alle 3 kan du åpne." in all_shared


@pytest.mark.parametrize("shared", [True, False])
@pytest.mark.parametrize(("seen", "says"), [
    (11, "11 av 1 250 ideer kan du åpne."),
    (101, "Mer enn 100 av 1 250 ideer kan du åpne."),
])  # fmt: skip
def test_the_rest_is_said_to_be_the_municipalities_own_only_where_that_is_known(shared, seen, says):
    found = behind.IdeasBehind("", shared, None, Count(seen), 1250, timezone.now())

    rest = "" if shared or seen > 100 else " Resten er kommunenes egne."
    assert found.sentence.replace("\xa0", " ") == says + rest


def test_the_list_keeps_to_shared_ones_from_stage_to_stage(client, nina, frosta):
    factories.idea(frosta, visibility="partnership")
    snapshot.refresh()
    client.force_login(nina)

    html = client.get("/oversikt/ideer/?kolonne=nye&delt=ja").content.decode()

    assert 'href="?kolonne=proves&amp;delt=ja"' in html
    assert 'href="?kolonne=nye&amp;delt=ja" aria-current="page"' in html


def test_every_number_of_the_board_is_a_link(nina, frosta, meeting):
    factories.idea(frosta)
    html = page(nina)

    plain = {
        part: [c for c in cells(html, part) if "<a " not in c] for part in ("ideer", "moter", "meglere", "roller")
    }

    # «–» where a stage has no idea.
    assert plain == {"ideer": ["–"] * 5, "moter": [], "meglere": [], "roller": []}
