"""Who may give a role to whom: officers, deputies, and whoever holds a mailed link."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth import get_user
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from meetings.invitations import inviting
from meetings.models import Meeting
from meetings.planning import audience
from municipalities.models import FouiContact
from partnership.common import contributions, norwegian
from partnership.mail.models import OutgoingMail
from partnership.partners.models import PartnerOfficer
from partnership.people import addresses, proposals, roles, terms, yearly
from partnership.people.models import HandoverProposal, RoleTerm, User
from tests import factories

pytestmark = pytest.mark.django_db


def today() -> dt.date:
    return norwegian.today()


def signed_in(person: User, *, second: bool = True) -> Client:
    client = Client()
    client.force_login(person)
    if second:
        factories.second_factor(client, person)
    return client


def handover(seat) -> str:
    return reverse("overview:handover", args=[seat.pk])


def takes_over() -> dict[str, str]:
    return {"name": "Odd Ond", "email": "odd@ond.example", "on": today().isoformat(), "valg": "bekreft"}


def is_in_role(email: str) -> bool:
    return RoleTerm.objects.current().filter(person__email=email).exists()


@pytest.fixture
def ks():
    return factories.PartnerFactory()


@pytest.fixture
def fylket():
    return factories.PartnerFactory(slug="fylkeskommunen", name="Fylkeskommunen", short_name="Fylkeskommunen")


@pytest.fixture
def nina(ks):
    return factories.officer("Nina Solem", ks)


@pytest.fixture
def vegard(fylket):
    return factories.officer("Vegard Tiller", fylket)


@pytest.fixture
def seat():
    return FouiContact.objects.create(municipality=factories.MunicipalityFactory(name="Frosta"))


@pytest.fixture
def kari(seat):
    return factories.give(seat, factories.person("Kari Vik"))


# --- advisers' roles ---


def test_no_partner_hands_over_the_role_of_anothers_adviser(nina, vegard):
    theirs = nina.terms.get().seat

    assert signed_in(vegard).get(handover(theirs)).status_code == 403
    assert signed_in(vegard).post(handover(theirs), takes_over()).status_code == 403
    assert not is_in_role("odd@ond.example")


def test_an_adviser_hands_over_a_role_of_the_own_partner(nina, ks):
    colleague = factories.officer("Siri Foss", ks).terms.get().seat

    assert signed_in(nina).post(handover(colleague), takes_over()).status_code == 302
    assert is_in_role("odd@ond.example")


@pytest.mark.parametrize("what", ["own", "contact"])
def test_an_officer_needs_a_second_step_to_say_who_has_a_role(nina, seat, kari, what):
    chosen = nina.terms.get().seat if what == "own" else seat

    response = signed_in(nina, second=False).post(handover(chosen), takes_over())

    assert response["Location"] == "/konto/andre-steg/"
    assert not is_in_role("odd@ond.example")


def test_a_contact_needs_no_second_step_for_the_own_role(kari, seat):
    signed_in(kari, second=False).post(handover(seat), takes_over())

    assert is_in_role("odd@ond.example")


def test_naming_a_deputy_for_an_advisers_role_wants_a_second_step(nina):
    address = reverse("people:deputy", args=[nina.terms.get().pk])
    data = {"name": "Odd Ond", "email": "odd@ond.example"}

    assert signed_in(nina, second=False).post(address, data)["Location"] == "/konto/andre-steg/"
    assert not is_in_role("odd@ond.example")
    signed_in(nina).post(address, data)
    assert is_in_role("odd@ond.example")


def test_an_advisers_role_stays_with_its_partner_in_the_workroom(nina, vegard, ks, fylket):
    own = vegard.terms.get().seat.partnerofficer
    data = {"partner": ks.pk, "task": "Ny", "role_email": "", "closed_on": "", "order": "0", "why": ""}
    client = signed_in(vegard)

    client.post(reverse("admin:partners_partnerofficer_change", args=[own.pk]), data)

    own.refresh_from_db()
    assert (own.task, own.partner) == ("Ny", fylket)
    theirs = nina.terms.get().seat
    change = reverse("admin:partners_partnerofficer_change", args=[theirs.pk])
    assert client.post(change, data | {"closed_on": today().isoformat()}).status_code == 403


def test_an_officer_adds_advisers_roles_to_the_own_partner_alone(vegard, ks, fylket):
    data = {"partner": ks.pk, "task": "Ny", "role_email": "", "closed_on": "", "order": "0", "why": ""}
    add = reverse("admin:partners_partnerofficer_add")
    client = signed_in(vegard)

    assert client.post(add, data).status_code == 200
    assert not PartnerOfficer.objects.filter(task="Ny").exists()
    client.post(add, data | {"partner": fylket.pk})
    assert PartnerOfficer.objects.get(task="Ny").partner == fylket


def test_the_slug_of_a_partner_is_not_changed_in_the_workroom(vegard, ks, fylket):
    data = {
        "name": "Fylket",
        "short_name": "Fylket",
        "slug": "ks2",
        "role": "x",
        "about": "",
        "website": "",
        "order": 1,
    }
    client = signed_in(vegard)

    client.post(reverse("admin:partners_partner_change", args=[fylket.pk]), data | {"why": ""})

    fylket.refresh_from_db()
    assert (fylket.name, fylket.slug) == ("Fylket", "fylkeskommunen")
    assert client.get(reverse("admin:partners_partner_add")).status_code == 403


# --- deputies ---


def test_a_deputy_hands_the_role_over_only_while_the_holder_is_away(kari, seat):
    deputy = factories.give(seat, factories.person("Siri Foss"), capacity="deputy")
    assert signed_in(deputy).post(handover(seat), takes_over()).status_code == 403
    assert "overlevering" not in signed_in(deputy).get("/konto/").content.decode()

    terms.be_away(person=kari, until=today() + dt.timedelta(days=7))

    assert signed_in(deputy).get(handover(seat)).status_code == 200


def test_a_deputy_of_a_vacant_role_may_say_who_takes_it(seat):
    deputy = factories.give(seat, factories.person("Siri Foss"), capacity="deputy")

    assert signed_in(deputy).get(handover(seat)).status_code == 200


def test_whoever_loses_a_role_is_told(kari, seat):
    terms.hand_over(seat=seat, to=factories.person("Per Moen"), on=today(), by=None)
    mail = OutgoingMail.objects.get(kind="people.role_ended")

    assert (mail.person, mail.to_email) == (kari, kari.email)


def test_the_deputy_sees_what_came_through_the_shared_role_and_nothing_else(kari, seat):
    """Kari has two roles, and Siri is deputy in one of them."""
    other = FouiContact.objects.create(municipality=factories.MunicipalityFactory(name="Leksvik"))
    factories.give(other, kari)
    siri = factories.give(other, factories.person("Siri Foss"), capacity="deputy")
    meeting = factories.meeting()
    chosen = audience.of(meeting)
    chosen.kinds = ["contact"]
    chosen.save()
    inviting.invite(meeting=meeting, by=None)
    kari.invitations.update(seat=seat)
    meeting.refresh_from_db()
    terms.be_away(person=kari, until=today() + dt.timedelta(days=7))
    siri = User.objects.get(pk=siri.pk)

    assert Meeting.objects.visible_to(siri).count() == 0
    assert [item for item in contributions.waiting(siri, today()) if item.on_behalf_of] == []
    assert signed_in(siri).post(reverse("meetings:reply", args=[meeting.pk]), {"svar": "comes"}).status_code == 404

    kari.invitations.update(seat=other)
    assert Meeting.objects.visible_to(siri).count() == 1
    assert len([item for item in contributions.waiting(siri, today()) if item.on_behalf_of]) == 1
    assert signed_in(siri).post(reverse("meetings:reply", args=[meeting.pk]), {"svar": "comes"}).status_code == 302


def test_an_invitation_that_came_through_no_role_is_not_the_deputys(kari, seat):
    siri = factories.give(seat, factories.person("Siri Foss"), capacity="deputy")
    meeting = factories.meeting()
    chosen = audience.of(meeting)
    chosen.persons.add(kari)
    inviting.invite(meeting=meeting, by=None)
    kari.invitations.update(seat=None)
    terms.be_away(person=kari, until=today() + dt.timedelta(days=7))

    assert Meeting.objects.visible_to(siri).count() == 0
    assert contributions.waiting(siri, today()) == []


def test_a_deputy_is_never_asked_still_you_for_another(kari, seat):
    siri = factories.give(seat, factories.person("Siri Foss"), capacity="deputy")
    RoleTerm.objects.filter(person=kari).update(last_confirmed=timezone.now() - dt.timedelta(days=400))
    yearly.ask_the_silent()
    terms.be_away(person=kari, until=today() + dt.timedelta(days=7))
    assert len(contributions.waiting(User.objects.get(pk=kari.pk), today())) == 1

    assert contributions.waiting(siri, today()) == []


# --- the link in «still you?» ---


def still_you(person: User) -> str:
    RoleTerm.objects.filter(person=person).update(last_confirmed=timezone.now() - dt.timedelta(days=400))
    yearly.ask_the_silent()
    return reverse("people:still_you", args=[yearly.token(RoleTerm.objects.get(person=person))])


NEW = {"valg": "ny", "ny-name": "Odd Ond", "ny-email": "odd@ond.example"}


def test_the_link_alone_gives_the_role_to_nobody_but_is_kept_as_a_proposal(nina, kari, seat):
    link = still_you(kari)

    page = Client().post(link, NEW).content.decode()

    assert "Odd Ond" in page
    assert not is_in_role("odd@ond.example")
    assert not User.objects.filter(email="odd@ond.example").exists()
    proposal = HandoverProposal.objects.get()
    settle = reverse("overview:settle_handover", args=[proposal.pk])
    assert settle in signed_in(nina).get("/").content.decode()
    assert "odd@ond.example" in signed_in(nina).get(settle).content.decode()
    signed_in(nina).post(settle, {"valg": "godta"})
    assert is_in_role("odd@ond.example")
    assert OutgoingMail.objects.filter(kind="people.role_ended", person=kari).count() == 1


def test_leaving_by_the_link_is_a_proposal_too_and_can_be_put_aside(nina, kari, seat):
    link = still_you(kari)
    Client().post(link, {"valg": "slutt", "slutt-on": (today() + dt.timedelta(days=30)).isoformat()})
    proposal = HandoverProposal.objects.get()
    assert RoleTerm.objects.get(person=kari).until is None

    signed_in(nina).post(reverse("overview:settle_handover", args=[proposal.pk]), {"valg": "avvis"})

    proposal.refresh_from_db()
    assert (proposal.was_accepted, RoleTerm.objects.get(person=kari).until) == (False, None)


def test_a_proposal_about_an_advisers_role_is_for_the_same_partner(nina, vegard):
    Client().post(still_you(nina), NEW)
    settle = reverse("overview:settle_handover", args=[HandoverProposal.objects.get().pk])

    assert signed_in(vegard).get(settle).status_code == 403
    assert settle not in signed_in(vegard).get("/").content.decode()
    assert signed_in(nina, second=False).get(settle)["Location"] == "/konto/andre-steg/"
    assert signed_in(nina).get(settle).status_code == 200


def test_the_holder_signed_in_goes_on_to_the_hand_over_an_adviser_with_a_second_step(nina, kari, seat):
    link = still_you(kari)
    onward = f'action="{handover(seat)}"'
    assert onward not in Client().get(link).content.decode()

    assert onward in signed_in(kari, second=False).get(link).content.decode()
    assert signed_in(kari, second=False).post(link, NEW)["Location"] == handover(seat)
    assert not is_in_role("odd@ond.example")
    own, link = nina.terms.get().seat, still_you(nina)
    assert f'action="{handover(own)}"' not in signed_in(nina, second=False).get(link).content.decode()
    assert f'action="{handover(own)}"' in signed_in(nina).get(link).content.decode()


def test_what_the_holder_writes_behind_the_link_is_what_the_hand_over_asks_about(kari, seat):
    page = signed_in(kari).get(still_you(kari))
    fields = {*page.context["successor"].fields, "on"}

    response = signed_in(kari).post(handover(seat), {name: takes_over().get(name, "") for name in fields})

    assert response.context["preview"].sentences[0] == "Odd Ond blir FoUI-kontakt i Frosta med en gang."
    leaving = {"nobody": "on", **{name: takes_over()["on"] for name in page.context["leaving"].fields}}
    assert "ingen rollen" in signed_in(kari).post(handover(seat), leaving).context["preview"].sentences[-1]


@pytest.mark.parametrize("answer", [{"valg": "ja"}, NEW])
def test_a_used_link_is_closed_kindly(kari, seat, answer):
    link = still_you(kari)
    assert Client().post(link, answer).status_code == 200

    for again in (Client().get(link), Client().post(link, NEW)):
        assert again.status_code == 410
        assert "Du har allerede svart" in again.content.decode()
    assert HandoverProposal.objects.count() == (1 if answer == NEW else 0)


def test_the_link_is_refused_after_the_day_to_answer_by(kari, seat):
    link = still_you(kari)

    with freeze_time(timezone.now() + dt.timedelta(days=40)):
        response = Client().post(link, {"valg": "ja"})

    assert response.status_code == 410
    assert "Fristen for å svare er ute" in response.content.decode()


def test_accepting_twice_hands_over_once(nina, kari, seat):
    proposal = proposals.propose(term=kari.terms.get(), on=today(), name="Per Moen", email="per@frosta.example")

    first, second = (proposals.accept(proposal=proposal, by=nina) for _press in range(2))

    assert (bool(first), second) == (True, [])


# --- planned twice ---


def test_the_same_hand_over_planned_twice_is_one(kari, seat):
    per, on = factories.person("Per Moen"), today() + dt.timedelta(days=14)

    first, second = (terms.hand_over(seat=seat, to=per, on=on, by=None) for _press in range(2))

    assert first == second
    assert seat.terms.holders().count() == 2
    assert OutgoingMail.objects.filter(kind="people.takes_over", person=per).count() == 1


@pytest.mark.parametrize("days", [0, 7, 14, 21])
def test_a_new_plan_takes_the_place_of_the_old_one(kari, seat, days):
    first, second = factories.person("Feil Person"), factories.person("Per Moen")
    terms.hand_over(seat=seat, to=first, on=today() + dt.timedelta(days=14), by=None)
    on = today() + dt.timedelta(days=days)

    terms.hand_over(seat=seat, to=second, on=on, by=None)

    held = [(term.person, term.until) for term in seat.terms.holders().order_by("since")]
    assert held == [(kari, on), (second, None)]


def test_a_plan_is_given_up_by_letting_the_holder_go_on(kari, seat):
    terms.hand_over(seat=seat, to=factories.person(), on=today() + dt.timedelta(days=14), by=None)

    terms.hand_over(seat=seat, to=kari, on=today(), by=None)

    assert [(term.person, term.until) for term in seat.terms.holders()] == [(kari, None)]


# --- persons ---


def person_form(person: User, **other: str) -> dict[str, str]:
    data = {"name": person.name, "email": person.email, "phone": person.phone, "language": "nb", "is_active": "on"}
    return data | {"why": ""} | other


def change(person: User) -> str:
    return reverse("admin:people_user_change", args=[person.pk])


def test_officers_change_neither_superusers_nor_another_partners_advisers(nina, vegard):
    root = User.objects.create_superuser("root@portal.example", "Superbruker")

    for person in (root, vegard):
        data = person_form(person, name="Kapret", is_active="")
        assert signed_in(nina).post(change(person), data).status_code == 403
        person.refresh_from_db()
        assert (person.is_active, person.name) != (False, "Kapret")
    assert signed_in(root).post(change(vegard), person_form(vegard, name="Vegard T")).status_code == 302


def test_nor_somebody_who_is_to_be_another_partners_adviser(nina, vegard):
    """Whoever has the address that day has the role."""
    berit, tomorrow = factories.person("Berit Aas"), today() + dt.timedelta(days=1)
    terms.hand_over(seat=vegard.terms.get().seat, to=berit, on=tomorrow, by=vegard)
    data = person_form(berit, email="nina@annet.example", why="Bytte")

    assert signed_in(nina).post(change(berit), data).status_code == 403
    assert signed_in(vegard).post(change(berit), data).status_code == 302


def test_a_new_address_wants_a_reason_tells_the_old_one_and_ends_every_session(nina, kari):
    theirs = signed_in(kari)
    assert theirs.get("/konto/").status_code == 200
    new, old = "kari@leksvik.example", kari.email

    page = signed_in(nina).post(change(kari), person_form(kari, email=new))
    assert "Skriv hvorfor adressen blir endret." in page.content.decode()
    signed_in(nina).post(change(kari), person_form(kari, email=new, why="Skrivefeil"))

    kari.refresh_from_db()
    assert kari.email == new
    assert [row.email for row in kari.emailaddress_set.all()] == [new]
    assert kari.history.first().history_change_reason == "Skrivefeil"
    assert OutgoingMail.objects.get(kind="people.address_changed").to_email == old
    assert not get_user(theirs).is_authenticated


def test_an_address_of_somebody_else_is_refused(nina, kari):
    other = factories.contact("Per Moen")

    page = signed_in(nina).post(change(kari), person_form(kari, email=other.email.upper(), why="Bytte"))

    kari.refresh_from_db()
    assert page.status_code == 200
    assert kari.email != other.email


def test_the_own_address_is_not_changed_in_the_workroom(nina):
    signed_in(nina).post(change(nina), person_form(nina, email="ny@ks.example", why="Bytte"))

    nina.refresh_from_db()
    assert nina.email != "ny@ks.example"


def test_changing_to_the_same_address_changes_nothing(nina, kari):
    addresses.change(person=kari, email=kari.email.upper(), by=nina, reason="Ingen")

    assert not OutgoingMail.objects.filter(kind="people.address_changed").exists()


def test_naming_somebody_whose_sign_in_is_closed_does_not_open_it(kari, seat):
    gone = factories.person("Borte Vekk", is_active=False)

    with pytest.raises(ValidationError, match="stengt"):
        terms.invite_person(name="Borte Vekk", email=gone.email)
    signed_in(kari).post(
        reverse("people:deputy", args=[kari.terms.get().pk]), {"name": "Borte Vekk", "email": gone.email}
    )

    gone.refresh_from_db()
    assert not gone.is_active
    assert not roles.has_role(gone)


@pytest.mark.parametrize("letter", ["ŉ", "ﬃ", "ß", "ǆ"])
def test_a_name_of_the_widest_letters_can_be_saved(letter):
    person = factories.person(letter * 120)
    place = factories.MunicipalityFactory(name=letter * 160)

    assert len(person.sort_name) <= 160
    assert len(place.sort_name) <= 160


@pytest.mark.parametrize("sign", ["\x01", "\n", "\x7f", "\u202e"])
def test_signs_that_cannot_be_shown_are_refused_in_names(kari, seat, sign):
    data = takes_over() | {"name": f"Kari{sign}Vik"}

    response = signed_in(kari).post(handover(seat), data)

    assert response.status_code == 422
    assert "Navnet har tegn som ikke kan vises" in response.content.decode()
    account = signed_in(kari).post("/konto/", {"name": f"Kari{sign}Vik", "phone": "", "language": "nb"})
    assert account.status_code == 422
