"""The partners' workroom: what an officer may not read, change or guess there."""

from __future__ import annotations

import pytest
from django.contrib.admin import site
from django.test import Client
from django.urls import reverse

from meetings.invitations import inviting
from meetings.models import Meeting
from meetings.planning import audience
from municipalities.models import FouiContact
from partnership.common import norwegian
from partnership.mail import digest, outbox
from partnership.mail.models import Digest, OutgoingMail
from partnership.people import terms
from partnership.people.models import User
from tests import factories

pytestmark = pytest.mark.django_db


def signed_in(person: User) -> Client:
    """With a second factor; a server error is a page, as outside tests."""
    client = Client(raise_request_exception=False)
    client.force_login(person)
    factories.second_factor(client, person)
    return client


MODELS = [f"{model._meta.app_label}/{model._meta.model_name}" for model in site._registry]


@pytest.mark.parametrize(
    "address",
    [
        "people/user/?password__startswith=pbkdf2",
        "people/user/?name__regex=(",
        "people/user/?is_superuser__exact=1",
        "mail/outgoingmail/?payload__secret__startswith=A",
        "mail/outgoingmail/?person__password__startswith=p",
        "people/roleterm/?person__password__startswith=p",
    ],
)
def test_a_list_is_asked_by_its_own_filters_alone(nina, address):
    assert signed_in(nina).get(f"/admin/{address}").status_code == 400


@pytest.mark.parametrize(
    "address",
    [
        "people/user/?q=Nina&o=1",
        "people/roleterm/?today=yes&seat__kind__exact=officer&capacity__exact=holder",
        "municipalities/fouicontact/?holds=vacant",
        "mail/outgoingmail/?arrived=no&state=sent&kind=people.welcome&meeting=1",
        "brokers/coverage/?company=1&covers=unconfirmed",
        "partners/fundingscheme/?checked=stale&is_active__exact=1",
    ],
)
def test_the_lists_own_filters_work(nina, address):
    assert signed_in(nina).get(f"/admin/{address}").status_code == 200


def test_every_link_of_every_filter_is_allowed(nina, vegard):
    client = signed_in(nina)
    for model in MODELS:
        page = client.get(f"/admin/{model}/")
        specs = page.context["cl"].filter_specs
        for choice in (one for spec in specs for one in spec.choices(page.context["cl"])):
            assert client.get(f"/admin/{model}/{choice['query_string']}").status_code == 200, choice


def test_a_meeting_one_may_not_see_has_no_history_either(nina, vegard, fylket):
    hidden = factories.meeting(vegard, owner_partner=fylket, join_passcode="hemmelig")
    own = factories.meeting(nina, join_passcode="egen")
    client = signed_in(nina)
    assert Meeting.objects.visible_to(nina).filter(pk=hidden.pk).count() == 0

    version = hidden.history.get().pk
    assert client.get(reverse("admin:meetings_meeting_history", args=[hidden.pk])).status_code == 404
    assert client.get(f"/admin/meetings/meeting/{hidden.pk}/history/{version}/").status_code == 404
    assert client.get(reverse("admin:meetings_meeting_history", args=[own.pk])).status_code == 200
    assert client.get(f"/admin/meetings/meeting/{own.pk}/history/{own.history.get().pk}/").status_code == 200


@pytest.mark.parametrize("rest", ["x/history/", "x/history/1/", "1/history/x/", "9" * 25 + "/history/"])
@pytest.mark.parametrize("model", ["people/user", "meetings/meeting", "municipalities/fouicontact"])
def test_an_odd_number_in_a_history_is_not_found(nina, model, rest):
    assert signed_in(nina).get(f"/admin/{model}/{rest}").status_code == 404


def test_a_history_is_to_read_only(nina, vegard, fylket):
    contact = FouiContact.objects.create(municipality=factories.MunicipalityFactory())
    version = contact.history.get().pk
    own = nina.history.first().pk
    client = signed_in(nina)

    for address in (
        f"municipalities/fouicontact/{contact.pk}/history/{version}/",
        f"people/user/{nina.pk}/history/{own}/",
    ):
        assert client.get(f"/admin/{address}").status_code == 200
        assert client.post(f"/admin/{address}", {"name": "Kapret", "language": "nb"}).status_code == 403

    nina.refresh_from_db()
    assert nina.name == "Nina Solem"


def words_of(mail: OutgoingMail, reader: User) -> str:
    page = signed_in(reader).get(reverse("admin:mail_outgoingmail_change", args=[mail.pk]))
    assert page.status_code == 200
    return page.content.decode()


def test_what_a_mail_says_is_for_those_who_see_the_meeting(nina, vegard):
    kari = factories.contact("Kari Vik")
    seat = kari.terms.get().seat
    hidden = factories.meeting(kari, owner_partner=None, owner_seat=seat, title="Oppstart hos oss")
    shared = factories.meeting(vegard, title="Dialogmøte", purpose="Finne prosjekter sammen.")
    for meeting in (hidden, shared):
        chosen = audience.of(meeting)
        chosen.persons.add(factories.contact("Per Moen"))
        chosen.save()
        inviting.invite(meeting=meeting, by=None)
    mails = OutgoingMail.objects.filter(kind="meetings.invitation")
    [closed] = mails.filter(subject_id__in=hidden.invitations.values("pk"))
    [open_one] = mails.filter(subject_id__in=shared.invitations.values("pk"))

    assert "er bare for mottakeren" in words_of(closed, nina)
    assert "?svar=kommer" not in words_of(closed, nina)
    shown = words_of(open_one, nina)
    assert "Finne prosjekter sammen." in shown
    assert "•••" in shown
    assert shared.invitations.get().token() not in shown


def test_nobody_reads_anothers_digest(nina):
    kari = factories.contact("Kari Vik")
    row = Digest.objects.create(person=kari, day=norwegian.today(), keys=[])
    outbox.enqueue([outbox.to_person(kari, kind=digest.KIND, subject_id=row.pk)])

    for reader in (nina, User.objects.create_superuser("root@portal.example", "Superbruker")):
        assert "er bare for mottakeren" in words_of(OutgoingMail.objects.get(kind=digest.KIND), reader)


def test_a_welcome_can_be_read(nina):
    kari = factories.person("Kari Vik")
    seat = FouiContact.objects.create(municipality=factories.MunicipalityFactory(name="Frosta"))
    terms.appoint(seat=seat, person=kari, by=None)

    assert "FoUI-kontakt i Frosta" in words_of(OutgoingMail.objects.get(kind="people.welcome"), nina)


def test_a_page_number_of_twenty_digits_shows_the_workrooms_list(nina):
    client = signed_in(nina)

    responses = {
        name: client.get(reverse(f"admin:{name}_changelist"), {"p": "9" * 20}, follow=True).status_code
        for name in ("people_seat", "partners_fundingscheme", "mail_outgoingmail", "meetings_meeting")
    }

    assert set(responses.values()) == {200}
