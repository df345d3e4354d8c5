"""The region's files: complete, loadable twice, and clear when something is wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.conf import settings

from municipalities.models import Municipality
from overview import region
from partnership.partners.models import FundingCall, FundingScheme, InformationPage, Theme
from partnership.partners.pages import publishing
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_region_has_its_38_municipalities_in_norwegian_order():
    region.load(settings.REGION_DIR)

    names = list(Municipality.objects.order_by("sort_name").values_list("name", flat=True))

    assert len(names) == 38
    assert names[-3:] == ["Verdal", "Ørland", "Åfjord"]


def test_rennebu_and_orland_lie_in_two_councils():
    region.load(settings.REGION_DIR)

    for number in ("5022", "5057"):
        assert Municipality.objects.get(number=number).memberships.count() == 2


def test_loading_twice_changes_nothing():
    first = region.load(settings.REGION_DIR)

    assert region.load(settings.REGION_DIR) == first


def test_loading_again_writes_nothing_and_leaves_alone_what_somebody_has_changed():
    region.load(settings.REGION_DIR)
    nina = factories.officer("Nina Solem")
    scheme, call = (
        FundingScheme.objects.get(slug="ipos"),
        FundingCall.objects.get(scheme__slug="offentlig-sektor-phd"),
    )
    for row in (scheme, call):
        row.note, row._history_user = "Endret", nina
        row.save()
        row.themes.set([Theme.objects.get(slug="klima")])
    written = [model.history.count() for model in (FundingScheme, FundingCall)]

    region.load(settings.REGION_DIR)

    assert [model.history.count() for model in (FundingScheme, FundingCall)] == written
    for row in (scheme, call):
        row.refresh_from_db()
        assert (row.note, [theme.slug for theme in row.themes.all()]) == ("Endret", ["klima"])


def test_a_page_that_has_been_deleted_does_not_come_again():
    region.load(settings.REGION_DIR)
    gone = InformationPage.objects.first()
    publishing.take_back(page=gone)

    publishing.delete(page=gone)
    region.load(settings.REGION_DIR)

    assert not InformationPage.objects.filter(slug=gone.slug).exists()


def test_the_calls_of_the_region_bring_their_own_terms_and_leave_out_what_is_not_known():
    region.load(settings.REGION_DIR)

    phd = FundingCall.objects.with_terms().get(scheme__slug="offentlig-sektor-phd").terms
    digifin = FundingScheme.objects.get(slug="digifin").terms

    assert (phd.max_support_percent, phd.max_amount, phd.needs_broker_dialogue) == (50, None, None)
    assert digifin.themes == {"digitalisering": "Digitalisering"}
    assert FundingScheme.objects.get(slug="distriktforsk-forprosjekt").only_rural is True
    assert FundingScheme.objects.get(slug="skattefunn").only_rural is None


def test_an_unknown_theme_is_named(tmp_path: Path):
    folder = tmp_path / "region"
    shutil.copytree(settings.REGION_DIR, folder)
    file = folder / "schemes.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('["digitalisering"]', '["romfart"]'), encoding="utf-8")

    with pytest.raises(region.RegionError, match=r"kolonne themes: romfart finnes ikke i themes.csv"):
        region.load(folder)


def test_every_scheme_says_where_and_when_its_facts_are_from():
    region.load(settings.REGION_DIR)

    for scheme in FundingScheme.objects.all():
        assert scheme.source
        assert scheme.last_checked
        assert scheme.facts_year >= 2018


def test_a_broken_row_is_named_by_file_row_and_column(tmp_path: Path):
    folder = tmp_path / "region"
    shutil.copytree(settings.REGION_DIR, folder)
    file = folder / "municipalities.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("5014,", "50x4,"), encoding="utf-8")

    with pytest.raises(region.RegionError, match=r"municipalities.csv, rad 5, kolonne number"):
        region.load(folder)

    assert not Municipality.objects.exists()


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("companies.csv", "2022-12-31", "31.12.2022", "companies.csv, rad 2, kolonne last_checked: «31.12.2022» er"),
        ("coverage.csv", "2022-01-01", "2022-13-01", "coverage.csv, rad 2, kolonne since: «2022-13-01» er"),
        ("councils.csv", "slug", "kode", "councils.csv, rad 2: mangler kolonnen 'slug'"),
        ("schemes.toml", '"fylkeskommunen"', '"staten"', "kolonne owner_partner: staten finnes ikke i partners.csv"),
        ("calls.toml", "2025-09-24T13:00:00", "2025-09-24", "calls.toml, post 1, kolonne closes: mangler dag eller"),
        ("calls.toml", "last_checked", "sist_sjekket", "calls.toml, rad 1, kolonne sist_sjekket: er ikke kjent"),
    ],
)
def test_whatever_is_wrong_is_named_by_its_place(tmp_path: Path, name: str, old: str, new: str, says: str):
    folder = tmp_path / "region"
    shutil.copytree(settings.REGION_DIR, folder)
    file = folder / name
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    with pytest.raises(region.RegionError) as refused:
        region.load(folder)

    assert says in str(refused.value)
