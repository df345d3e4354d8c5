"""The demo's calls: one of every kind, so that matching has something of everything to say."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.utils import timezone

from overview import region
from overview.demo import calls
from partnership.partners.conditions import Applicant, Phase
from partnership.partners.matching import Need, Verdict, match
from partnership.partners.models import FundingCall

pytestmark = pytest.mark.django_db


@pytest.fixture
def _laid_out():
    region.load(settings.REGION_DIR)
    calls.lay_out()


@pytest.mark.usefixtures("_laid_out")
def test_a_need_for_night_watch_with_sensors_gets_every_verdict():
    need = Need(
        Applicant.MUNICIPALITY, is_rural=True, phase=Phase.PREPROJECT, amount=250_000, wants_research=True,
        themes=frozenset({"flere-eldre"}),
    )  # fmt: skip

    found = {
        one.call.scheme.slug: one.verdict for one in match(need, FundingCall.objects.with_terms(), timezone.now())
    }

    assert found["distriktforsk-forprosjekt"] == Verdict.MAY_FIT
    assert found["rff-innovasjonsprosjekt"] == Verdict.HALF_FITS
    assert found["rff-kvalifiseringsstotte"] in {Verdict.CHECK, Verdict.NO}
    assert found["ipos"] in {Verdict.CHECK, Verdict.NO}
    assert set(found.values()) == set(Verdict)


@pytest.mark.usefixtures("_laid_out")
def test_they_close_soon_later_never_and_are_over_and_not_opened():
    demo = FundingCall.objects.filter(is_demo=True)

    assert sorted(call.state.value for call in demo) == ["coming", "open", "open", "open", "open", "over"]
    assert [call.scheme.slug for call in demo if call.is_stale] == ["rff-kvalifiseringsstotte"]
    assert all(call.checker for call in demo)
