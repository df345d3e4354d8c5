"""Being away: said, changed, cancelled, ended early; and who is told what meanwhile."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from meetings.invitations import inviting
from meetings.models import Invitation
from meetings.planning import audience
from municipalities.models import FouiContact
from partnership.common import contributions, norwegian
from partnership.mail import digest
from partnership.mail.models import Notice, OutgoingMail
from partnership.people import roles, terms
from partnership.people.models import Absence
from tests import factories

pytestmark = pytest.mark.django_db

# Oslo, where it is winter: 8 o'clock.
MONDAY = dt.datetime(2026, 11, 30, 7, tzinfo=dt.UTC)
A_DAY = dt.timedelta(days=1)


def today() -> dt.date:
    return norwegian.today()


def said() -> list[tuple[dt.date, dt.date]]:
    return list(Absence.objects.order_by("since").values_list("since", "until"))


@pytest.fixture
def seat():
    return FouiContact.objects.create(municipality=factories.MunicipalityFactory(name="Frosta"))


@pytest.fixture
def kari(seat):
    return factories.give(seat, factories.person("Kari Vik"))


@pytest.fixture
def siri(seat):
    return factories.give(seat, factories.person("Siri Foss"), capacity="deputy")


@pytest.fixture
def signed_in(client, kari) -> Client:
    client.force_login(kari)
    return client


def say(client: Client, since: dt.date, until: dt.date, address: str = "/konto/borte/"):
    return client.post(address, {"since": since.isoformat(), "until": until.isoformat()}, follow=True)


def test_somebody_is_away_from_a_day_to_a_day(signed_in, kari, siri):
    page = say(signed_in, today() + 3 * A_DAY, today() + 9 * A_DAY).content.decode()

    assert said() == [(today() + 3 * A_DAY, today() + 9 * A_DAY)]
    assert roles.absence_of(kari) is None
    assert roles.absence_of(kari, today() + 3 * A_DAY) is not None
    assert roles.absence_of(kari, today() + 9 * A_DAY) is None
    assert "<strong>Siri Foss</strong>" in page
    assert "Ingen er vara" not in page


def test_the_form_begins_today_when_nothing_else_is_said(signed_in):
    form = signed_in.get("/konto/borte/").context["form"]

    assert form["since"].value() == today()


@pytest.mark.parametrize(
    ("since", "until", "sentence"),
    [
        (0, 0, "Velg en senere dag enn i dag."),
        (5, 5, "Velg en dag etter den første dagen borte."),
        (-1, 5, "Velg i dag eller en senere dag."),
    ],
)
def test_a_mistake_in_the_days_keeps_what_was_typed(signed_in, since, until, sentence):
    response = say(signed_in, today() + since * A_DAY, today() + until * A_DAY)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert response.context["form"]["since"].value() == (today() + since * A_DAY).isoformat()
    assert said() == []


def test_nobody_is_said_to_step_in_when_nobody_is_deputy(signed_in, kari):
    page = say(signed_in, today(), today() + 7 * A_DAY).content.decode()

    assert "Ingen er vara for deg" in page
    assert "går til" not in page
    assert reverse("people:deputy", args=[kari.terms.get().pk]) in page
    home = signed_in.get("/").content.decode()
    assert "Ingen er vara for deg som FoUI-kontakt i Frosta" in home


def test_a_deputy_who_is_away_too_is_said_to_be(signed_in, siri):
    terms.be_away(person=siri, until=today() + 4 * A_DAY)

    assert "Siri Foss er også borte" in signed_in.get("/konto/borte/").content.decode()


@pytest.mark.parametrize("address", ["/", "/konto/"])
def test_one_press_on_the_banner_and_one_is_back(signed_in, kari, address):
    terms.be_away(person=kari, until=today() + 7 * A_DAY)
    assert 'action="/konto/borte/tilbake/"' in signed_in.get(address).content.decode()

    signed_in.post(reverse("people:back"))

    assert said() == []
    assert "tilbake/" not in signed_in.get(address).content.decode()


def test_coming_back_early_leaves_the_days_that_were_and_what_is_planned(kari):
    terms.be_away(person=kari, until=today() + 10 * A_DAY)
    terms.be_away(person=kari, since=today() + 20 * A_DAY, until=today() + 30 * A_DAY)

    for _press in range(2):
        terms.be_back(person=kari, on=today() + 4 * A_DAY)

    assert said() == [(today(), today() + 4 * A_DAY), (today() + 20 * A_DAY, today() + 30 * A_DAY)]


def test_a_planned_absence_is_changed_and_cancelled(signed_in, kari):
    planned = terms.be_away(person=kari, since=today() + 5 * A_DAY, until=today() + 9 * A_DAY)
    change = reverse("people:absence_change", args=[planned.pk])
    assert (today() + 5 * A_DAY).isoformat() in signed_in.get(change).content.decode()

    say(signed_in, today() + 6 * A_DAY, today() + 12 * A_DAY, change)
    assert said() == [(today() + 6 * A_DAY, today() + 12 * A_DAY)]
    signed_in.post(reverse("people:absence_cancellation", args=[planned.pk]))

    assert said() == []
    assert signed_in.get(change).status_code == 404


def test_an_absence_that_has_begun_keeps_its_first_day(signed_in, kari):
    begun = Absence.objects.create(person=kari, since=today() - 3 * A_DAY, until=today() + 3 * A_DAY)

    say(signed_in, today(), today() + 5 * A_DAY, reverse("people:absence_change", args=[begun.pk]))
    terms.stay(absence=begun)

    assert said() == [(today() - 3 * A_DAY, today() + 5 * A_DAY)]


def test_the_same_said_twice_is_one_and_two_that_meet_are_refused(kari):
    first, second = (terms.be_away(person=kari, until=today() + 7 * A_DAY) for _press in range(2))

    assert first == second
    with pytest.raises(ValidationError, match="alt sagt"):
        terms.be_away(person=kari, since=today() + 3 * A_DAY, until=today() + 9 * A_DAY)
    assert len(said()) == 1


def test_nobody_changes_anothers_absence(client, kari, siri):
    planned = terms.be_away(person=kari, since=today() + 5 * A_DAY, until=today() + 9 * A_DAY)
    client.force_login(siri)

    assert client.get(reverse("people:absence_change", args=[planned.pk])).status_code == 404
    assert client.post(reverse("people:absence_cancellation", args=[planned.pk])).status_code == 404
    assert len(said()) == 1


# --- «Dette venter» ---


@pytest.fixture
def invited(seat, kari):
    """Invited long ago, so that it is in the digest."""
    with freeze_time(MONDAY - 5 * A_DAY):
        meeting = factories.meeting(start=MONDAY + 40 * A_DAY)
        chosen = audience.of(meeting)
        chosen.kinds = ["contact"]
        chosen.save()
        inviting.invite(meeting=meeting, by=None)
    Invitation.objects.update(invited_at=MONDAY - 4 * A_DAY)
    return meeting


def digests() -> list[str]:
    found = OutgoingMail.objects.filter(kind="mail.digest").order_by("pk")
    return [name for name in found.values_list("to_name", flat=True) if name in ("Kari Vik", "Siri Foss")]


def test_what_waits_is_mailed_to_the_deputy_and_not_to_who_is_away(kari, siri, invited):
    with freeze_time(MONDAY):
        terms.be_away(person=kari, until=today() + 7 * A_DAY)
        digest.send_due()

    assert digests() == ["Siri Foss"]


def test_with_no_deputy_what_waits_is_mailed_the_day_one_is_back(kari, invited):
    with freeze_time(MONDAY):
        terms.be_away(person=kari, until=today() + 7 * A_DAY)
        digest.send_due()
        assert digests() == []

    with freeze_time(MONDAY + 7 * A_DAY):
        digest.send_due()

    assert digests() == ["Kari Vik"]


def test_the_deputy_hears_at_once_of_an_invitation_whose_mail_went_to_who_is_away(kari, siri, invited):
    Invitation.objects.update(invited_at=MONDAY - A_DAY)

    with freeze_time(MONDAY):
        terms.be_away(person=kari, until=today() + 7 * A_DAY)
        [own] = contributions.waiting(kari, today())
        [item] = contributions.waiting(siri, today())

    assert not own.belongs_in_mail(MONDAY.date())
    assert item.belongs_in_mail(MONDAY.date())


# --- what deputies are told ---


def told(person) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("line", flat=True))


def test_the_deputy_is_told_of_the_days_in_the_next_digest(kari, siri):
    with freeze_time(MONDAY):
        terms.be_away(person=kari, until=today() + 7 * A_DAY)
        digest.send_due()

    assert told(siri) == ["Kari Vik er borte fra mandag 30. november til mandag 7. desember. Du er vara."]
    assert digests() == ["Siri Foss"]


def test_days_changed_before_the_deputy_heard_are_told_once(kari, siri):
    with freeze_time(MONDAY):
        first = terms.be_away(person=kari, until=today() + 7 * A_DAY)
        terms.be_away(person=kari, until=today() + 8 * A_DAY, instead_of=first)

    assert told(siri) == ["Kari Vik er borte fra mandag 30. november til tirsdag 8. desember. Du er vara."]


@pytest.mark.parametrize("is_mailed", [True, False])
def test_a_deputy_who_has_heard_is_told_when_it_is_cancelled_and_others_hear_nothing(kari, siri, is_mailed):
    planned = terms.be_away(person=kari, since=today() + 5 * A_DAY, until=today() + 7 * A_DAY)
    if is_mailed:
        Notice.objects.update(mailed_at=timezone.now())

    terms.stay(absence=planned)

    assert told(siri)[-1:] == (["Kari Vik er ikke borte lenger."] if is_mailed else [])


def test_a_deputy_who_has_heard_is_told_of_coming_back_early_and_not_of_the_planned_day(kari, siri):
    terms.be_away(person=kari, until=today() + 7 * A_DAY)
    Notice.objects.update(mailed_at=timezone.now())

    for _press in range(2):
        terms.be_back(person=kari)

    assert len(told(siri)) == 2
