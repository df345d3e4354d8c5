"""What the contact reads: own result beside the national figures, the change over time, and what others tried."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from municipalities.barometer import results
from municipalities.models import Experience, Survey
from partnership.partners.models import InformationPage, Theme
from tests import factories
from tests.municipalities.conftest import answered, ended

pytestmark = pytest.mark.django_db


@pytest.fixture
def fourteen(opened):
    """Six in health, five in childhood, three in technical: the last would be given away by the second."""
    answered(opened, *["helse"] * 4, *["oppvekst"] * 3, leader=6, text="Ære være alle")
    answered(opened, *["helse"] * 2, *["oppvekst"] * 2, leader=3, innovated=False, text="Alltid tid")
    answered(opened, *["teknisk"] * 3, leader=None, innovated=None, means=1)
    return ended(opened)


def page_of(client, kari, survey) -> str:
    client.force_login(kari)
    return client.get(survey.get_absolute_url()).content.decode()


def test_each_question_has_its_mean_its_n_and_those_who_did_not_know(fourteen):
    found = {one.name: one for one in results.results(fourteen).answered}

    leader, innovated, means = found["leader"], found["innovated"], found["means"]
    assert (leader.n, leader.unsure, round(leader.middle, 2)) == (11, 3, round((7 * 6 + 4 * 3) / 11, 2))
    assert dict(leader.rows) == {
        "6, i svært stor grad": 7,
        "5": 0,
        "4": 0,
        "3": 4,
        "2": 0,
        "1, ikke i det hele tatt": 0,
    }
    assert (innovated.n, round(innovated.middle, 1)) == (11, 63.6)
    for one in (leader, innovated, means):
        assert [(group.sector, group.n) for group in one.groups] == [("helse og omsorg", 6)]


def test_the_own_share_stands_beside_the_national_with_n_and_a_note(client, kari, fourteen):
    page = page_of(client, kari, fourteen)

    assert "Dere, n = 11" in page
    assert "64\xa0%" in page
    assert "Nasjonalt 2018: ledere om virksomheten sin" in page
    assert "1786" in page
    assert "ikke oppgitt" in page
    assert "trekk dem ikke fra hverandre" in page
    assert "Andre er spurt: de nasjonale tallene" in page
    assert page.count("<svg class=") == 4
    assert not re.search(r"\sstyle=", page)


def test_words_are_for_the_contact_alone_in_alphabetical_order_and_never_printed(client, kari, fourteen):
    page = page_of(client, kari, fourteen)

    assert page.index("Alltid tid") < page.index("Ære være alle")
    section = page[: page.index("Alltid tid")]
    assert section[section.rindex("<section") :].startswith('<section class="no-print"')


def test_the_print_for_leaders_is_offered_only_where_those_who_answered_were_told(client, kari, fourteen):
    assert "Ledelsen skal ha dette" not in page_of(client, kari, fourteen)

    Survey.objects.update(for_leader=True)

    assert "Ledelsen skal ha dette" in page_of(client, kari, fourteen)


def test_the_weakest_theme_leads_to_what_others_have_tried(client, kari, frosta, fourteen):
    theme = Theme.objects.create(name="Digitalisering", slug="digitalisering", group="other")
    for place, title in ((frosta, "Vår egen"), (factories.MunicipalityFactory(), "Sensorer om natta")):
        one = Experience.objects.create(municipality=place, title=title, published_at=timezone.now())
        one.themes.add(theme)
    Experience.objects.create(
        municipality=factories.MunicipalityFactory(), title="Om noe annet", published_at=timezone.now()
    )

    page = page_of(client, kari, fourteen)

    assert results.results(fourteen).weakest.name == "means"
    assert "«Har dere tid og penger til å prøve?» fikk lavest resultat." in page
    assert "Sensorer om natta" in page
    assert "Vår egen" not in page
    assert "Om noe annet" not in page


def test_a_page_about_the_weakest_theme_is_a_link(client, kari, fourteen):
    theme = Theme.objects.create(name="Digitalisering", slug="digitalisering", group="other")
    explained = InformationPage.objects.create(
        name="Digitale verktøy", kind="guide", text="Slik.", published_at=timezone.now()
    )
    explained.themes.add(theme)

    page = page_of(client, kari, fourteen)

    assert f'<a class="ds-link" href="{explained.get_absolute_url()}">Digitale verktøy</a>' in page


def test_figures_are_rounded_as_people_round(client, kari, opened):
    answered(opened, *["helse"] * 5, taking_part=2)
    answered(opened, *["helse"] * 2, innovated=False, taking_part=2)
    answered(opened, "helse", innovated=False, taking_part=4)

    page = page_of(client, kari, ended(opened))

    assert ("<strong>63\xa0%</strong>" in page, "<strong>2,3 av 6</strong>" in page) == (True, True)


def test_a_survey_of_one_day_names_it_once(client, kari, opened):
    answered(opened, *["helse"] * 5)
    closed = ended(opened)
    Survey.objects.filter(pk=closed.pk).update(opened_on=closed.closes_on)

    page = page_of(client, kari, closed)

    assert " til " not in re.search(r'<p class="lead">(.*?)</p>', page, re.S).group(1)


def test_a_group_says_how_many_took_part_and_of_whom_the_figure_is(client, kari, opened):
    answered(opened, *["helse"] * 4)
    answered(opened, "helse", innovated=False)
    answered(opened, "helse", innovated=None)

    page = page_of(client, kari, ended(opened))

    table = page[page.index('data-groups="innovated"') :]
    table = table[: table.index("</section>")]
    assert re.findall(r"<th scope=\"col\">(.*?)</th>", table) == ["Hvor", "Resultat", "Deltok"]
    assert '<td>80\xa0%</td><td class="tabular">6</td>' in table
    assert "Andelen er av dem som visste. Vi viser hvor mange som deltok." in table
    assert page.count("Snittet er av dem som visste. Vi viser hvor mange som deltok.") == 3


@pytest.mark.parametrize(
    ("means", "weakest", "said"),
    [
        ({"leader": 5, "taking_part": 6, "means": 5}, None, "Alle spørsmålene med skala fikk 4,5 av 6 eller mer."),
        ({"leader": 6, "taking_part": 2, "means": 2}, None, "De laveste resultatene er like."),
        ({"leader": 6, "taking_part": 2, "means": 3}, "taking_part", "fikk lavest resultat"),
    ],
)
def test_no_theme_is_called_weakest_when_all_are_high_or_two_are_lowest(client, kari, opened, means, weakest, said):
    answered(opened, *["helse"] * 5, **means)

    page = page_of(client, kari, ended(opened))

    found = results.results(opened).weakest
    assert (found.name if found else None, said in page) == (weakest, True)
    assert ("Ingenting skiller seg ut" in page, "fikk lavest resultat" in page) == (not weakest, bool(weakest))


def test_it_is_said_what_hatched_bars_are(client, kari, fourteen):
    assert page_of(client, kari, fourteen).count("Fylt: dere. Skravert: nasjonale tall.") == 1
    assert "Skraverte søyler er nasjonale tall." in client.get(reverse("barometer:national")).content.decode()


def test_surveys_stand_the_newest_first_whatever_was_written_first(client, kari, frosta, fourteen):
    client.force_login(kari)
    for days_ago in (200, 900, 500):
        ended(Survey.objects.create(municipality=frosta, closes_on="2099-01-01", opened_on="2098-12-01"), days_ago)

    days = [one.closes_on for one in client.get("/kommuner/frosta/barometer/").context["ended"]]

    assert days == sorted(days, reverse=True)
    assert len(days) == 4


def test_own_change_is_shown_when_two_surveys_have_results(client, kari, frosta, fourteen):
    client.force_login(kari)
    assert "Egen endring over tid" not in client.get("/kommuner/frosta/barometer/").content.decode()
    earlier = Survey.objects.create(municipality=frosta, closes_on="2099-01-01", opened_on="2098-12-01")
    answered(earlier, *["helse"] * 9, leader=2)
    ended(earlier, 300)

    page = client.get("/kommuner/frosta/barometer/").content.decode()

    assert "Egen endring over tid" in page
    rows = re.findall(r"<td>([\d,]+ av 6)</td><td class=\"tabular\">(\d+)</td>", page)
    assert rows[:2] == [("2,0 av 6", "9"), ("4,9 av 6", "11")]


def test_an_edition_without_n_stands_there_with_no_number_made_up(client, kari, fourteen):
    page = page_of(client, kari, fourteen)

    row = re.search(r"Nasjonalt 2020: ledere.*?</tr>", page, re.DOTALL)[0]

    assert "ikke oppgitt" in row
    assert "tre av fire" in row


def test_the_demo_lays_out_two_surveys_for_frosta_once():
    from django.conf import settings

    from overview import region
    from overview.demo import surveys

    region.load(settings.REGION_DIR)
    surveys.lay_out()
    surveys.lay_out()

    found = Survey.objects.with_counts().order_by("opened_on")
    assert [(one.municipality.name, one.n, one.is_open) for one in found] == [
        ("Frosta", 9, False), ("Frosta", 14, False)
    ]  # fmt: skip
