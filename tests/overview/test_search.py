"""One search over all one may see: words, parts of words, marks, and nothing else."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from ideas.models import Visibility
from meetings.invitations import inviting
from meetings.models import Audience, Meeting, Minutes, MinutesVersion
from municipalities.models import Experience, Goal, Measure, Milestone
from overview.views import search
from partnership.common import contributions, limits, norwegian
from partnership.common.searching import Sought, excerpt, marked
from partnership.partners.models import FundingScheme, InformationPage
from tests import factories

pytestmark = pytest.mark.django_db


def keys(user, text: str, only: str = "") -> dict[str, list[str]]:
    """What is found, by kind: the titles."""
    groups = contributions.search(user, Sought.of(text, only))
    return {group.key: ["".join(piece.text for piece in hit.title) for hit in group.hits] for group in groups}


def shown(pieces) -> str:
    return "".join(f"[{piece.text}]" if piece.is_hit else piece.text for piece in pieces)


def test_what_is_written_is_read_as_at_most_six_words_without_what_no_text_holds():
    assert Sought.of("a\x00b  'Distriktsforsk' 100 %").words == ("ab", "distriktforsk", "100")
    assert Sought.of("en to tre fire fem seks sju").words == ("en", "to", "tre", "fire", "fem", "seks")
    assert Sought.of("x" * 10_000).was_cut
    assert Sought.of("%").words == ()


def test_words_are_marked_as_they_are_inflected_and_inside_others():
    sought = Sought.of("eldre buss")

    assert shown(marked("Eldres bussrute til Snåsa", sought)) == "[Eldres] [bussrute] til Snåsa"
    assert shown(marked("<b>Buss</b>", sought)) == "<b>[Buss]</b>"
    assert shown(marked("Kommunal sektor", Sought.of("kommune"))) == "[Kommunal] sektor"
    assert marked("Ingenting her", sought)[0].is_hit is False


def test_an_excerpt_is_cut_at_words_around_the_first_hit():
    text = f"{'Mye før. ' * 40}Så kom bussen. {'Mye etter. ' * 40}"

    found = shown(excerpt(text, Sought.of("bussen")))

    assert found.startswith("… ")
    assert "Så kom [bussen]." in found
    assert len(found) < 200
    assert excerpt(text, Sought.of("tog")) == []
    assert shown(excerpt("## Møtet\n- **Buss** til øya", Sought.of("buss"))) == "Møtet [Buss] til øya"
    assert (
        shown(excerpt("Se [rutene for buss](https://buss.example/rute).", Sought.of("buss")))
        == "Se rutene for [buss]."
    )
    assert excerpt("Se [her](https://buss.example/rute).", Sought.of("buss")) == []


def test_each_kind_is_found_by_a_part_of_a_word_and_without_rings(client: Client):
    place = factories.MunicipalityFactory(name="Snåsa", official_name="Snåase - Snåsa", sami_name="Snåase")
    contact = factories.contact("Åse Bårdsen", place)
    Experience.objects.create(
        municipality=place, title="Selvkjørende buss", lesson="Vegen ble brøytet", published_at=timezone.now()
    )
    page = InformationPage.objects.create(name="Hva er DistriktForsk?", published_at=timezone.now())
    factories.idea(place, title="Bussrute for eldre", visibility=Visibility.PARTNERSHIP)

    assert keys(contact, "snasa") == {
        "personer": ["Åse Bårdsen"], "kommuner": ["Snåsa"], "erfaringer": ["Selvkjørende buss"],
    }  # fmt: skip
    assert keys(contact, "ase bard") == {"personer": ["Åse Bårdsen"]}
    assert keys(contact, "buss") == {"erfaringer": ["Selvkjørende buss"], "ideer": ["Bussrute for eldre"]}
    assert keys(contact, "brøyte") == {"erfaringer": ["Selvkjørende buss"]}
    assert keys(contact, "DISTRIKTSFORSK") == {"sider": [page.name]}
    client.force_login(contact)
    answer = client.get("/sok/", {"q": "buss"})
    assert answer.status_code == 200
    assert "<mark>Bussrute</mark> for eldre" in answer.content.decode()


@pytest.mark.parametrize("text", ["snåsa", "snasa", "rad", "råd snasa", "kafe", "forer", "tidligfor", "laerere"])
def test_an_idea_is_found_without_rings_strokes_and_accents(client: Client, text):
    contact = factories.contact("Åse Bårdsen", factories.MunicipalityFactory(name="Frosta"))
    factories.idea(
        title="Råd for eldre i Snåsa", problem="Kaféen er stengt.", proposal="Tidligfôr til lærere som fôrer.",
        visibility=Visibility.PARTNERSHIP,
    )  # fmt: skip
    client.force_login(contact)

    assert keys(contact, text)["ideer"] == ["Råd for eldre i Snåsa"]
    assert "<mark>" in client.get("/sok/", {"q": text}).content.decode()


def test_a_scheme_is_found_by_its_name():
    FundingScheme.objects.create(
        name="Regionalt forskningsfond", purpose="Penger til forskning", deadline_kind="fixed", facts_year=2024,
        last_checked=norwegian.today(), owner_name="Fylket",
    )  # fmt: skip

    assert keys(factories.officer(), "forskningsfond") == {"virkemidler": ["Regionalt forskningsfond"]}


def test_a_meeting_is_found_by_its_kind_by_those_who_see_it():
    meeting = factories.meeting(title="Samling på Frosta", kind=Meeting.Kind.KICKOFF)
    other = factories.contact()

    assert keys(meeting.host, "oppstartsmøte") == {"moter": ["Samling på Frosta"]}
    assert keys(meeting.host, "Oppstartsmote Frosta") == {"moter": ["Samling på Frosta"]}
    assert keys(meeting.host, "kick-off") == {"moter": ["Samling på Frosta"]}
    assert keys(meeting.host, "dialogmøte") == {}
    assert keys(other, "oppstartsmøte") == {}


def test_the_word_of_the_kind_is_marked(client: Client):
    meeting = factories.meeting(title="Samling på Frosta", kind=Meeting.Kind.DIALOGUE)
    client.force_login(meeting.host)

    assert "<mark>Dialogmøte</mark>, " in client.get("/sok/", {"q": "dialogmøte"}).content.decode()


def test_a_new_date_that_has_not_been_sent_out_is_not_told(client: Client):
    invited = factories.contact("Kari")
    meeting = factories.meeting(title="Samling")
    known = norwegian.format_day(norwegian.local(meeting.start).date(), year=True)
    Audience.objects.create(meeting=meeting, kinds=["contact"])
    inviting.invite(meeting=meeting, by=meeting.host)
    meeting.invitations.update(invited_at=timezone.now())
    later = dt.timedelta(days=7)
    Meeting.objects.filter(pk=meeting.pk).update(start=meeting.start + later, end=meeting.end + later)
    client.force_login(invited)

    assert f", {known}" in client.get("/sok/", {"q": "samling"}).content.decode()


def test_goals_measures_and_milestones_are_found_and_lead_to_the_goal():
    place = factories.MunicipalityFactory(name="Frosta")
    strategy = factories.strategy(place, title="Strategi", visibility="public")
    goal = Goal.objects.create(strategy=strategy, title="Alle får prøve", why="Fordi kysten har tare")
    measure = Measure.objects.create(goal=goal, title="Kurs i dyrking")
    Milestone.objects.create(measure=measure, title="Ti har fullført", due=strategy.begins, done_note="Elleve møtte")
    found = {text: keys(AnonymousUser(), text) for text in ("prøve", "tare", "dyrking frosta", "fullfør", "elleve")}

    assert found == {
        "prøve": {"mal": ["Alle får prøve"]}, "tare": {"mal": ["Alle får prøve"]},
        "dyrking frosta": {"mal": ["Kurs i dyrking"]},
        "fullfør": {"mal": ["Ti har fullført"]}, "elleve": {"mal": ["Ti har fullført"]},
    }  # fmt: skip
    (group,) = contributions.search(AnonymousUser(), Sought.of("fullført"))
    assert group.hits[0].url == f"{strategy.get_absolute_url()}#mal-{goal.pk}"


@pytest.mark.parametrize("text", ["%", "'", "_", "", "   ", "\\", "--", "(", "a & | !", ":*", "🙂"])
def test_odd_words_find_nothing_and_break_nothing(client: Client, text: str):
    factories.idea(visibility=Visibility.PUBLIC)

    answer = client.get("/sok/", {"q": text})

    assert answer.status_code == 200
    assert answer.context["groups"] == []


def test_ten_thousand_characters_are_cut_and_the_page_says_so(client: Client):
    written = "frosta " * 1500

    page = client.get("/sok/", {"q": written}).content.decode()

    assert "de første 200 tegnene" in page
    assert f'value="{written}"' in page


def test_a_nul_byte_is_looked_past_and_the_rest_stands_in_the_form(client: Client):
    factories.MunicipalityFactory(name="Frosta")

    answer = client.get("/sok/?q=Fro%00sta%00+kyst")

    assert answer.status_code == 200
    assert 'value="Frosta kyst"' in answer.content.decode()
    assert "Vi fant ingenting for «Frosta kyst»" in answer.content.decode()


@pytest.mark.parametrize("is_stranger", [False, True])
def test_after_very_many_searches_in_an_hour_it_rests_for_one_and_for_nobody_else(client: Client, is_stranger):
    person = factories.officer()
    if not is_stranger:
        client.force_login(person)
    who = "127.0.0.1" if is_stranger else str(person.pk)
    for _n in range(search.SEARCHES):
        limits.is_too_often("search", who, search.SEARCHES)

    refused = client.get("/sok/?q=frosta")

    assert refused.status_code == 429
    for said in ("For mange søk", "Herfra er det søkt svært mange ganger", "Du kan prøve igjen kl."):
        assert said in refused.content.decode()
    client.force_login(factories.officer())
    assert client.get("/sok/?q=frosta").status_code == 200


def test_spaces_alone_get_an_answer(client: Client):
    assert "Skriv minst to bokstaver eller tall." in client.get("/sok/", {"q": "   "}).content.decode()
    assert "Skriv minst to" not in client.get("/sok/").content.decode()


def test_an_idea_that_is_found_by_its_proposal_shows_where(client: Client):
    factories.idea(title="Varme", proposal="Vi kan bruke tarehøsting", visibility=Visibility.PUBLIC)

    assert "Vi kan bruke <mark>tarehøsting</mark>" in client.get("/sok/", {"q": "tarehøsting"}).content.decode()


def test_more_than_six_words_are_not_left_out_in_silence(client: Client):
    page = client.get("/sok/", {"q": "en to tre fire fem seks sju"}).content.decode()

    assert "Vi søker etter seks ord om gangen: en, to, tre, fire, fem, seks." in page
    assert "seks ord om gangen" not in client.get("/sok/", {"q": "en to tre fire fem seks"}).content.decode()


def test_minutes_are_found_by_those_who_may_join_and_by_nobody_else():
    meeting = factories.meeting(title="Samling")
    invited = factories.contact("Kari")
    Audience.objects.create(meeting=meeting, kinds=["contact"])
    inviting.invite(meeting=meeting, by=meeting.host)
    other = factories.contact("Per")
    minutes = Minutes.objects.create(meeting=meeting, version=1, state="published", text="utkast om torsk")
    MinutesVersion.objects.create(minutes=minutes, number=1, is_published=True, text="Vi snakket om laks")
    MinutesVersion.objects.create(minutes=minutes, number=2, is_published=True, text="Vi snakket om ørret")
    meeting.invitations.update(invited_at=timezone.now())

    assert keys(invited, "ørret").get("referater") == ["Samling"]
    assert keys(meeting.host, "ørret").get("referater") == ["Samling"]
    assert keys(invited, "laks") == {}
    assert keys(invited, "torsk") == {}
    assert keys(other, "ørret") == {}


def test_over_roles_and_visibilities_nothing_hidden_is_found_counted_or_marked(client: Client):
    """Every person × every visibility: what the search gives is what ``visible_to`` gives."""
    place, elsewhere = factories.MunicipalityFactory(), factories.MunicipalityFactory()
    contact = factories.contact("Kari", place)
    broker = factories.broker("Ola")
    factories.covering(broker, place)
    people = [None, contact, factories.contact("Per", elsewhere), broker, factories.officer("Nina")]
    for visibility, where in itertools.product(Visibility, (place, elsewhere)):
        factories.idea(where, title=f"Torsken {visibility} {where.pk}", visibility=visibility)
    for where, when in itertools.product((place, elsewhere), (None, timezone.now())):
        Experience.objects.create(municipality=where, title=f"Torsk {where.pk} {bool(when)}", published_at=when)

    for who in people:
        seen = client
        if who is not None:
            client.force_login(who)
        user = who or seen.get("/").wsgi_request.user
        found = keys(user, "torsk")
        ideas = sorted(_titles("ideas.Idea", user))
        experiences = sorted(_titles("municipalities.Experience", user))
        assert sorted(keys(user, "torsk", "ideer").get("ideer", [])) == ideas
        assert sorted(keys(user, "torsk", "erfaringer").get("erfaringer", [])) == experiences
        assert set(found.get("ideer", [])) <= set(ideas)
        text = seen.get("/sok/", {"q": "torsk"}).content.decode()
        assert text.count("<li>\n      <a") == sum(len(titles) for titles in found.values())
        client.logout()


def _titles(label: str, user) -> list[str]:
    from django.apps import apps

    return list(apps.get_model(label).objects.visible_to(user).values_list("title", flat=True))


def test_the_page_asks_a_bounded_number_of_questions(client: Client, django_assert_max_num_queries):
    contact = factories.contact("Kari")
    for number in range(30):
        factories.idea(title=f"Torsk {number}", visibility=Visibility.PARTNERSHIP)
    client.force_login(contact)
    client.get("/sok/", {"q": "torsk"})

    with django_assert_max_num_queries(28):
        answer = client.get("/sok/", {"q": "torsk"})

    assert len(answer.context["groups"][0].hits) == 5
    assert answer.context["groups"][0].has_more


def test_a_text_without_end_does_not_end_everybodys_search(client):
    """PostgreSQL makes words of a megabyte at most, and a draft nobody else sees is looked through all the same."""
    endless = " ".join(f"ord{number}x" for number in range(120_000))
    place = factories.MunicipalityFactory()
    Experience.objects.create(municipality=place, title="Busser", need=endless)
    Experience.objects.create(municipality=place, title="Båten", need="Ferje", published_at=timezone.now())

    assert client.get("/sok/?q=finnesikke").status_code == 200
    assert keys(AnonymousUser(), "ferjer")["erfaringer"] == ["Båten"]
