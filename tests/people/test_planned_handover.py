"""A hand-over is confirmed first; one on a later day is seen, told of, and can be called off."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from freezegun import freeze_time

from ideas.models import Idea
from meetings.invitations import inviting
from meetings.models import Invitation
from municipalities.models import FouiContact
from partnership.common import norwegian
from partnership.mail import kinds
from partnership.mail.models import Notice, OutgoingMail
from partnership.people import terms
from partnership.people.models import User
from tests import factories
from tests.meetings.test_inviting import for_contacts
from tests.people.test_handing_over import handover, signed_in

pytestmark = pytest.mark.django_db


def today() -> dt.date:
    return norwegian.today()


def later() -> dt.date:
    return today() + dt.timedelta(days=14)


@pytest.fixture
def seat():
    return FouiContact.objects.create(municipality=factories.MunicipalityFactory(name="Frosta", slug="frosta"))


@pytest.fixture
def kari(seat):
    return factories.give(seat, factories.person("Kari Vik"))


@pytest.fixture
def per(seat, kari):
    """Is to take over, as Kari has planned."""
    person = factories.person("Per Moen")
    terms.hand_over(seat=seat, to=person, on=later(), by=kari)
    return person


def cancellation(seat) -> str:
    return reverse("overview:handover_cancellation", args=[seat.pk])


def mails(person: User) -> list[str]:
    return list(OutgoingMail.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


def written(**other: str) -> dict[str, str]:
    return {"name": "Odd Berg", "email": "odd@frosta.example", "phone": "", "on": later().isoformat()} | other


# --- confirmed first ---


def test_what_will_happen_is_shown_before_anything_does(kari, seat):
    factories.give(seat, factories.person("Siri Foss"), capacity="deputy")
    meeting = factories.meeting()
    for_contacts(meeting)
    inviting.invite(meeting=meeting, by=None)

    response = signed_in(kari).post(handover(seat), written())

    words = {"day": norwegian.format_day(later()), "last": norwegian.format_day(later() - dt.timedelta(days=1))}
    assert response.context["preview"].sentences == [
        "Odd Berg er FoUI-kontakt i Frosta fra {day}.".format(**words),
        "Kari Vik har rollen til og med {last}.".format(**words),
        "Én åpen invitasjon flytter fra Kari Vik til Odd Berg, som får den på e-post.",
        "Siri Foss fortsetter som vara.",
    ]
    assert response.context["preview"].mails == [
        "Odd Berg (odd@frosta.example): skal ta over. Samme dag kommer en e-post til, med det å begynne med",
        f"Kari Vik ({kari.email}): mister rollen den dagen",
    ]
    assert not User.objects.filter(email="odd@frosta.example").exists()
    assert seat.terms.holders().count() == 1


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({}, "To prosjektideer går fra Kari Vik til Odd Berg."),
        (
            {"nobody": "on"},
            "To prosjektideer ligger hos rollen: vara, en annen kontakt eller postmottak har dem til noen får "
            "rollen.",
        ),
    ],
)
def test_ideas_that_lie_with_the_role_are_counted(kari, seat, form, sentence):
    place = seat.municipality
    factories.idea(place)
    factories.idea(place, holder_seat=None, holder_person=kari)
    factories.idea(place, holder_seat=None, holder_person=factories.person())

    response = signed_in(kari).post(handover(seat), written() | form)

    assert sentence in response.context["preview"].sentences


@pytest.mark.parametrize("count", [0, 2])
def test_a_partner_who_hands_over_does_not_learn_how_many_ideas_lie_with_the_role(kari, seat, count):
    for _number in range(count):
        factories.idea(seat.municipality)
    nina = factories.officer("Nina Solem")
    client = signed_in(nina)
    factories.second_factor(client, nina)

    sure = client.post(handover(seat), written(on=today().isoformat())).context["preview"].sentences
    done = client.post(handover(seat), written(on=today().isoformat(), valg="bekreft"), follow=True)

    assert sure[-1] == "Prosjektideer som ligger hos rollen, går til Odd Berg."
    assert not [line for line in sure[:-1] if "ide" in line]
    assert [str(message) for message in done.context["messages"]] == ["Odd Berg er nå FoUI-kontakt i Frosta."]
    assert Idea.objects.held_by_seat(seat.pk).count() == count


def test_a_hand_over_at_once_says_so_and_warns_of_another_name(kari, seat):
    known = factories.person("Per Moen")
    factories.give(seat, known, capacity="deputy")

    response = signed_in(kari).post(handover(seat), written(email=known.email, on=today().isoformat()))

    assert response.context["preview"].sentences == [
        "Per Moen blir FoUI-kontakt i Frosta med en gang.",
        "Kari Vik har ikke rollen lenger, men kan fortsatt logge inn.",
        "Per Moen slutter som vara.",
    ]
    assert "Adressen tilhører Per Moen" in response.content.decode()


def test_nobody_taking_over_says_what_happens_to_what_is_open(kari, seat):
    meeting = factories.meeting(host=kari, owner_seat=seat, owner_partner=None)
    for_contacts(meeting)
    inviting.invite(meeting=meeting, by=None)

    response = signed_in(kari).post(handover(seat), {"nobody": "on", "on": later().isoformat()})

    assert response.context["preview"].sentences[1:] == [
        "Etter det har ingen rollen, til noen får den.",
        "Én åpen invitasjon til Kari Vik blir trukket tilbake.",
        "Velg ny vert for: Dialogmøte",
    ]
    form = response.context["form"]
    confirmed = {name: form[name].value() for name in ("nobody", "on")} | {"valg": "bekreft"}
    signed_in(kari).post(handover(seat), confirmed)
    assert seat.terms.holders().get().until == later()


def test_what_was_shown_is_done_when_confirmed_and_kept_when_corrected(kari, seat):
    page = signed_in(kari).post(handover(seat), written(valg="rett"))
    assert page.status_code == 200
    assert page.context["form"]["name"].value() == "Odd Berg"
    assert page.context["form"]["on"].value() == later().isoformat()
    assert seat.terms.holders().count() == 1

    for _press in range(2):
        signed_in(kari).post(handover(seat), written(valg="bekreft"))

    odd = User.objects.get(email="odd@frosta.example")
    assert seat.terms.holders().get(person=odd).planned_by == kari
    assert mails(odd) == ["people.takes_over"]


def test_name_and_address_are_needed_unless_nobody_takes_over(kari, seat):
    page = signed_in(kari).get(handover(seat)).content.decode()
    assert page.count("(valgfritt)") == 1  # the telephone

    response = signed_in(kari).post(handover(seat), written(name="", email="odd@"))

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"name", "email"}
    assert response.context["form"]["email"].value() == "odd@"
    assert response.context["form"]["on"].value() == later().isoformat()


def test_the_holder_is_not_the_successor(kari, seat):
    response = signed_in(kari).post(handover(seat), written(email=kari.email.upper()))

    assert response.status_code == 422
    assert "Kari Vik har alt rollen." in response.content.decode()


def test_a_refusal_when_confirming_keeps_what_was_typed_and_makes_nobody(kari, seat):
    FouiContact.objects.filter(pk=seat.pk).update(closed_on=later())

    response = signed_in(kari).post(handover(seat), written(valg="bekreft"))

    assert response.status_code == 422
    assert response.context["form"]["name"].value() == "Odd Berg"
    assert not User.objects.filter(email="odd@frosta.example").exists()
    assert seat.terms.holders().get().until is None


def test_a_vacant_role_is_not_handed_to_nobody(seat):
    nina = factories.officer("Nina Solem")

    page = signed_in(nina).get(handover(seat))

    assert "nobody" not in page.context["form"].fields
    assert signed_in(nina).post(handover(seat), {"nobody": "on", "on": later().isoformat()}).status_code == 422


# --- told and seen ---


def test_a_future_holder_is_told_when_and_who_has_the_role_now(per, kari):
    row = OutgoingMail.objects.get(person=per)

    mail = kinds.registry()[row.kind].compose([row])[row.pk]

    assert mail.subject == f"Du blir FoUI-kontakt i Frosta fra {norwegian.format_day(later())}"
    assert "Fram til da har Kari Vik rollen." in mail.text
    assert reverse("overview:takeover", args=[per.terms.get().pk]) in mail.text


@pytest.mark.parametrize("address", ["/", "/konto/", "/konto/ny-i-rollen/"])
def test_a_future_holders_pages_say_from_when(per, address):
    page = signed_in(per).get(address).content.decode().replace("\xa0", " ")

    assert f"Fra {norwegian.format_day(later())} er du FoUI-kontakt i Frosta." in page
    assert reverse("overview:takeover", args=[per.terms.get().pk]) in page
    assert "Du har ingen rolle" not in page


def test_a_future_holder_sees_what_comes_and_has_it_not_yet(per, kari, seat):
    meeting = factories.meeting()
    for_contacts(meeting)
    inviting.invite(meeting=meeting, by=None)

    page = signed_in(per).get(reverse("overview:takeover", args=[per.terms.get().pk])).content.decode()

    assert "1 åpen invitasjon" in page
    assert kari.email in page
    assert signed_in(per).get(meeting.get_absolute_url()).status_code == 404
    assert signed_in(per).get(handover(seat)).status_code == 403


def test_meetings_that_the_reader_does_not_see_are_counted_and_not_named(per, kari, seat):
    factories.meeting(host=kari, owner_seat=seat, owner_partner=None, title="Utkast om budsjett")
    nina = factories.officer("Nina Solem")
    known = reverse("overview:takeover", args=[per.terms.get().pk])

    asked = signed_in(nina).post(handover(seat), written()).content.decode()
    coming = signed_in(per).get(known).content.decode()
    done = signed_in(nina).post(handover(seat), written(on=today().isoformat(), valg="bekreft"), follow=True)

    pages = [asked, coming, done.content.decode()]
    assert ["ett møte som du ikke ser" in page for page in pages] == [True] * 3
    assert ["Utkast om budsjett" in page for page in pages] == [False] * 3
    odd = User.objects.get(email="odd@frosta.example")
    assert "Utkast om budsjett" in signed_in(odd).get("/moter/").content.decode()


def test_a_stranger_to_the_role_does_not_see_what_is_taken_over(per):
    address = reverse("overview:takeover", args=[per.terms.get().pk])

    assert signed_in(factories.contact()).get(address).status_code == 404
    assert Client().get(address)["Location"].startswith("/logg-inn/")


def test_the_day_it_begins_the_new_holder_is_welcomed_once(per, seat):
    with freeze_time(norwegian.at(later(), dt.time(6))):
        for _run in range(2):
            terms.carry_out_due_handovers()

        assert mails(per) == ["people.takes_over", "people.welcome"]
        address = reverse("overview:takeover", args=[per.terms.get().pk])
        assert signed_in(per).get(address)["Location"] == "/konto/ny-i-rollen/"
        assert "Fem ting" in signed_in(per).get("/konto/ny-i-rollen/").content.decode()


def test_one_who_begins_today_is_welcomed_at_once_and_only_once(kari, seat):
    odd = factories.person("Odd Berg")

    terms.hand_over(seat=seat, to=odd, on=today(), by=kari)
    terms.carry_out_due_handovers()

    assert mails(odd) == ["people.welcome"]


@pytest.mark.parametrize("address", ["/konto/", "/kommuner/frosta/"])
def test_the_plan_is_seen_with_a_way_to_call_it_off(per, kari, seat, address):
    page = signed_in(kari).get(address).content.decode().replace("\xa0", " ")

    assert f"Per Moen tar over {norwegian.format_day(later())}." in page
    assert cancellation(seat) in page
    public = Client().get("/kommuner/frosta/").content.decode()
    assert "Per Moen" not in public


# --- called off ---


def test_the_holder_calls_it_off_and_the_successor_is_told(per, kari, seat):
    assert "Avlys overleveringen" in signed_in(kari).get(cancellation(seat)).content.decode()

    for _press in range(2):
        signed_in(kari).post(cancellation(seat))

    assert [(term.person, term.until) for term in seat.terms.holders()] == [(kari, None)]
    assert mails(per) == ["people.takes_over", "people.handover_called_off"]
    assert mails(kari) == ["people.role_ended"]
    [ended] = OutgoingMail.objects.filter(person=kari)
    assert isinstance(kinds.registry()[ended.kind].compose([ended])[ended.pk], kinds.Obsolete)


def test_the_successor_says_no_and_the_holder_is_told(per, kari, seat):
    page = signed_in(per, second=False).get(cancellation(seat)).content.decode()
    assert "Skal du ikke ta over?" in page

    signed_in(per, second=False).post(cancellation(seat))

    assert not per.terms.exists()
    assert mails(kari) == ["people.role_ended", "people.handover_called_off"]
    row = OutgoingMail.objects.get(person=kari, kind="people.handover_called_off")
    mail = kinds.registry()[row.kind].compose([row])[row.pk]
    assert mail.subject == "Du beholder rollen som FoUI-kontakt i Frosta"
    assert "Per Moen har registrert det" in mail.text


def test_an_officer_calls_it_off_with_a_second_step_and_both_are_told(per, kari, seat):
    nina = factories.officer("Nina Solem")
    assert signed_in(nina, second=False).post(cancellation(seat))["Location"] == "/konto/andre-steg/"
    assert per.terms.exists()

    signed_in(nina).post(cancellation(seat))

    assert not User.objects.get(pk=per.pk).terms.exists()
    for person in (per, kari):
        assert mails(person)[-1] == "people.handover_called_off"


def test_whoever_planned_it_may_call_it_off_and_is_told_when_another_does(kari, seat):
    nina = factories.officer("Nina Solem")
    per = factories.person("Per Moen")
    terms.hand_over(seat=seat, to=per, on=later(), by=nina)
    nina.terms.update(until=today())
    assert signed_in(User.objects.get(pk=nina.pk)).get(cancellation(seat)).status_code == 200

    signed_in(per).post(cancellation(seat))

    notice = Notice.objects.get()
    assert (notice.person, notice.line) == (nina, "Per Moen tar likevel ikke over som FoUI-kontakt i Frosta.")


def test_nobody_else_calls_it_off(per, seat):
    deputy = factories.give(seat, factories.person("Siri Foss"), capacity="deputy")
    for other in (factories.contact(), factories.broker(), deputy):
        assert signed_in(other).post(cancellation(seat)).status_code == 403

    assert per.terms.exists()


def test_nothing_planned_is_nothing_to_call_off(kari, seat):
    response = signed_in(kari).get(cancellation(seat), follow=True)

    assert "Ingen overlevering er planlagt." in response.content.decode()
    assert terms.call_off(seat=seat, by=kari) == []


def test_leaving_with_nobody_after_can_be_called_off(kari, seat):
    terms.hand_over(seat=seat, to=None, on=later(), by=kari)
    assert "Jeg slutter ikke likevel" in signed_in(kari).get("/konto/").content.decode()

    signed_in(kari).post(cancellation(seat))

    assert seat.terms.holders().get().until is None


def test_planned_again_for_the_same_day_the_holder_is_told_again(per, kari, seat):
    terms.call_off(seat=seat, by=per)

    terms.hand_over(seat=seat, to=per, on=later(), by=None)

    assert mails(kari) == ["people.role_ended", "people.handover_called_off", "people.role_ended"]


def test_a_plan_that_gives_way_to_another_is_told_to_whom_it_concerned(per, kari, seat):
    odd = factories.person("Odd Berg")

    terms.hand_over(seat=seat, to=odd, on=later(), by=kari)

    assert mails(per) == ["people.takes_over", "people.handover_called_off"]
    assert mails(odd) == ["people.takes_over"]


def test_another_day_for_the_same_successor_is_no_calling_off(per, kari, seat):
    terms.hand_over(seat=seat, to=per, on=later() + dt.timedelta(days=7), by=kari)

    assert mails(per) == ["people.takes_over", "people.takes_over"]


def test_the_invitations_move_the_day_the_role_does(per, kari, seat):
    meeting = factories.meeting(start=norwegian.at(later() + dt.timedelta(days=20), dt.time(9)))
    for_contacts(meeting)
    inviting.invite(meeting=meeting, by=None)

    with freeze_time(norwegian.at(later(), dt.time(6))):
        terms.carry_out_due_handovers()

    assert Invitation.objects.active().get(meeting=meeting).person == per


def test_a_deputy_who_was_to_take_over_goes_on_as_deputy(kari, seat):
    siri = factories.give(seat, factories.person("Siri Foss"), capacity="deputy")
    terms.hand_over(seat=seat, to=siri, on=later(), by=kari)

    terms.call_off(seat=seat, by=kari)

    [term] = siri.terms.all()
    assert (term.capacity, term.until) == ("deputy", None)


def test_a_holder_plans_for_few_people_a_week_and_an_officer_for_as_many_as_it_takes(kari, seat):
    """Each gets a mail, and another when the plan gives way: the role would mail whom it liked."""
    for number in range(6):
        signed_in(kari).post(handover(seat), written(email=f"odd{number}@frosta.example", valg="bekreft"))

    reached = OutgoingMail.objects.filter(kind="people.takes_over").values_list("to_email", flat=True)
    refused = signed_in(kari).post(handover(seat), written(valg="bekreft"))
    assert len(reached) == terms.MOST_SUCCESSORS - 1  # Kari herself was given the role this week
    assert refused.status_code == 422
    assert "Det er skrevet 5 overleveringer av rollen denne uka." in refused.content.decode()
    assert signed_in(factories.officer()).post(handover(seat), written(valg="bekreft")).status_code == 302
