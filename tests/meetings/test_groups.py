"""Groups from real answers: proposed, moved, locked, mended on the day, and seen by those who sit in them."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from meetings.groups import composing, questions, reasons, seen
from meetings.groups.arranging import Circle, Person, Role
from meetings.invitations import answering, inviting, wishing
from meetings.models import Audience, AudienceGuest, GroupMember, Invitation, MeetingDay, NoteField, WorkGroup
from partnership.partners.models import Theme
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def themes():
    return [Theme.objects.create(name=name, slug=name.lower()) for name in ("Aldring", "Klima")]


def comes(invitation: Invitation, *wishes: Theme, attends: str = "room") -> Invitation:
    invitation = answering.answer(invitation=invitation, reply="comes", attends=attends, source="link")
    first, also = (wishes[0], wishes[1:]) if wishes else (None, ())
    wishing.say(invitation=invitation, said=wishing.Said(first=first, also=also))
    return invitation


@pytest.fixture
def meeting(themes):
    """Eight contacts, four to a theme; two brokers, one to a theme; two researchers."""
    meeting = factories.meeting(place="Rådhuset", asks=["themes", "case"])
    for number in range(8):
        factories.contact(f"Kontakt {number}")
    for number in range(2):
        factories.broker(f"Megler {number}")
        AudienceGuest.objects.create(
            meeting=meeting, name=f"Forsker {number}", email=f"f{number}@ntnu.example", role="researcher"
        )
    Audience.objects.create(meeting=meeting, kinds=["contact", "broker"])
    inviting.invite(meeting=meeting, by=meeting.host)
    for number, invitation in enumerate(meeting.invitations.order_by("name")):
        comes(invitation, themes[number % 2])
    return meeting


def tables(meeting) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for member in GroupMember.objects.of(meeting):
        found.setdefault(member.group.name, []).append(member.invitation.name)
    return found


def members(meeting) -> dict[int, int]:
    return dict(GroupMember.objects.of(meeting).values_list("invitation", "group"))


def test_a_proposal_seats_everybody_by_theme_with_a_broker_and_a_researcher_in_each(meeting):
    composing.propose(meeting=meeting, size=6)

    found = tables(meeting)
    assert sorted(found) == ["Gruppe 1: Aldring", "Gruppe 2: Klima"]
    assert sorted(map(len, found.values())) == [6, 6]
    for names in found.values():
        assert sum(name.startswith("Megler") for name in names) == 1
        assert sum(name.startswith("Forsker") for name in names) == 1
    shown = seen.overview(meeting)
    assert {one.label: (one.reached, one.best) for one in shown.sums} == {
        "Grupper med en megler": ("2 av 2", "2 av 2"),
        "Grupper med en forsker": ("2 av 2", "2 av 2"),
        "Kommuner og organisasjoner i hver gruppe": (shown.sums[2].best, shown.sums[2].best),
        "Sitter med et tema de ønsket": ("12 av 12", "12 av 12"),
    }
    assert "6 av 6 ønsket dette temaet." in shown.groups[0].why
    assert "Med en megler." in shown.groups[0].why


def test_the_locked_stay_and_the_rest_are_proposed_anew(meeting):
    groups = composing.propose(meeting=meeting, size=4)
    moved = meeting.invitations.get(name="Kontakt 0")
    target = next(one for one in groups if one.pk != members(meeting)[moved.pk])

    composing.move(meeting=meeting, invitation=moved, group=target)
    before = members(meeting)
    composing.propose(meeting=meeting, size=4)

    assert members(meeting)[moved.pk] == target.pk
    assert GroupMember.objects.get(invitation=moved).is_locked
    assert members(meeting) != before


def test_a_lock_does_not_decide_how_many_groups_there_are(client, meeting):
    groups = composing.propose(meeting=meeting, size=6)
    someone = meeting.invitations.get(name="Kontakt 0")
    target = next(one for one in groups if one.pk != members(meeting)[someone.pk])
    composing.move(meeting=meeting, invitation=someone, group=target)
    client.force_login(meeting.host)

    client.post(reverse("meetings:groups", args=[meeting.pk]), {"valg": "forslag", "size": "3"})

    assert sorted(map(len, tables(meeting).values())) == [3, 3, 3, 3]
    assert members(meeting)[someone.pk] == target.pk


def test_that_locks_make_more_groups_than_were_asked_for_is_said(client, meeting):
    groups = composing.propose(meeting=meeting, size=3)
    for group in groups:
        composing.lock(meeting=meeting, members=group.members.all()[:1], is_locked=True)
    client.force_login(meeting.host)

    page = client.post(
        reverse("meetings:groups", args=[meeting.pk]), {"valg": "forslag", "size": "6"}, follow=True
    ).content.decode()

    assert meeting.groups.count() == 4
    assert "Det er 4 grupper. Med 6 i hver ville det vært 2" in page


def test_a_new_proposal_while_people_see_theirs_is_asked_about_and_can_be_undone(client, meeting):
    composing.propose(meeting=meeting, size=6)
    WorkGroup.objects.filter(meeting=meeting, number=2).update(room="Møterom 2")
    composing.show(meeting=meeting, is_shown=True)
    before = {key: WorkGroup.objects.get(pk=group).number for key, group in members(meeting).items()}
    client.force_login(meeting.host)
    address = reverse("meetings:groups", args=[meeting.pk])

    asked = client.post(address, {"valg": "forslag", "size": "12"})
    assert asked.status_code == 200
    assert "Lage et nytt forslag nå?" in asked.content.decode()
    assert meeting.groups.count() == 2
    said = client.post(address, {"valg": "forslag", "size": "12", "bekreft": "ja"}, follow=True).content.decode()
    assert "Alle ser den nye gruppen sin nå." in said
    assert "Ingen ser det" not in said
    assert meeting.groups.count() == 1
    client.post(address, {"valg": "angre"})

    after = {key: WorkGroup.objects.get(pk=group).number for key, group in members(meeting).items()}
    assert after == before
    assert meeting.groups.get(number=2).room == "Møterom 2"
    assert "Angre det nye forslaget" not in client.get(address).content.decode()


def test_everybody_in_one_group_is_asked_about_too_and_undone(client, meeting):
    composing.propose(meeting=meeting, size=6)
    composing.show(meeting=meeting, is_shown=True)
    client.force_login(meeting.host)
    address = reverse("meetings:groups", args=[meeting.pk])

    assert "Samle alle i én gruppe nå?" in client.post(address, {"valg": "plenum"}).content.decode()
    client.post(address, {"valg": "plenum", "bekreft": "ja"})
    assert [one.name for one in meeting.groups.all()] == ["Gruppe 1: Alle samlet"]
    client.post(address, {"valg": "angre"})

    assert sorted(map(len, tables(meeting).values())) == [6, 6]
    assert sorted(tables(meeting)) == ["Gruppe 1: Aldring", "Gruppe 2: Klima"]


def test_a_proposal_is_not_undone_after_a_move_or_over_new_notes(meeting):
    composing.propose(meeting=meeting, size=6)
    composing.propose(meeting=meeting, size=3)
    written(meeting.groups.get(number=4))
    with pytest.raises(ValidationError, match="skrevet notater siden"):
        composing.undo(meeting=meeting)

    someone = meeting.invitations.get(name="Kontakt 0")
    composing.move(meeting=meeting, invitation=someone, group=meeting.groups.first())

    with pytest.raises(ValidationError, match="ingenting å angre"):
        composing.undo(meeting=meeting)
    assert MeetingDay.objects.get(meeting=meeting).proposal_before is None


def test_a_name_for_all_does_not_stay_on_one_of_several(meeting):
    composing.plenary(meeting=meeting)

    composing.propose(meeting=meeting, size=6)

    assert sorted(tables(meeting)) == ["Gruppe 1: Aldring", "Gruppe 2: Klima"]


def test_who_declines_after_is_told_of_and_mended_and_few_are_moved(client, meeting):
    composing.propose(meeting=meeting, size=4)
    before = members(meeting)
    gone = meeting.invitations.get(name="Kontakt 3")
    answering.answer(invitation=gone, reply="declined", source="link")
    AudienceGuest.objects.create(meeting=meeting, name="Sen Gjest", email="sen@sintef.example", role="researcher")
    inviting.invite(meeting=meeting, by=meeting.host)
    late = comes(meeting.invitations.get(name="Sen Gjest"))
    client.force_login(meeting.host)
    address = reverse("meetings:groups", args=[meeting.pk])

    page = client.get(address).content.decode()
    assert "1 i en gruppe kommer ikke lenger." in page
    assert "1 har ingen gruppe." in page
    client.post(address, {"valg": "juster"})

    after = members(meeting)
    assert gone.pk not in after
    assert late.pk in after
    assert sum(before[key] != after[key] for key in before.keys() & after.keys()) <= 1
    assert "kommer ikke lenger" not in client.get(address).content.decode()


def test_somebody_noted_absent_is_not_seated_and_somebody_who_turns_up_is(meeting):
    absent, maybe = meeting.invitations.get(name="Kontakt 1"), meeting.invitations.get(name="Kontakt 2")
    answering.answer(invitation=maybe, reply="maybe", source="link")
    Invitation.objects.filter(pk=absent.pk).update(attendance="notice")
    Invitation.objects.filter(pk=maybe.pk).update(attendance="present")

    composing.propose(meeting=meeting, size=6)

    assert absent.pk not in members(meeting)
    assert maybe.pk in members(meeting)


def test_those_on_the_screen_get_a_group_of_their_own(meeting):
    meeting.join_url = "https://teams.example/mote"
    meeting.save()
    composing.propose(meeting=meeting, size=6)
    first, second = meeting.invitations.order_by("pk")[:2]
    for one in (first, second):
        comes(one, attends="digital")

    composing.mend(meeting=meeting)

    seats = members(meeting)
    assert seats[first.pk] == seats[second.pk]
    assert WorkGroup.objects.get(pk=seats[first.pk]).is_digital


def test_without_a_room_nobody_is_in_one(meeting):
    meeting.place = ""
    meeting.save()
    meeting.invitations.filter(name="Kontakt 0").update(attends="")
    meeting.invitations.exclude(name="Kontakt 0").update(attends="digital")

    groups = composing.propose(meeting=meeting, size=6)

    assert [one.is_digital for one in groups] == [True, True]
    assert sorted(map(len, tables(meeting).values())) == [6, 6]


def test_groups_follow_when_the_room_is_given_up(meeting):
    composing.propose(meeting=meeting, size=6)
    before = members(meeting)
    meeting.place = ""
    meeting.save()

    composing.mend(meeting=meeting)

    assert members(meeting) == before
    assert set(meeting.groups.values_list("is_digital", flat=True)) == {True}


def test_a_group_left_empty_goes_when_groups_are_adjusted_unless_it_has_written(meeting):
    groups = composing.propose(meeting=meeting, size=6)
    alone = meeting.invitations.get(name="Kontakt 0")
    Invitation.objects.filter(pk=alone.pk).update(attends="digital")
    composing.mend(meeting=meeting)
    screen = meeting.groups.get(is_digital=True)
    Invitation.objects.filter(pk=alone.pk).update(attends="room")

    note = written(screen)
    composing.mend(meeting=meeting)
    assert meeting.groups.count() == len(groups) + 1
    note.delete()
    composing.mend(meeting=meeting)

    assert sorted(meeting.groups.values_list("pk", flat=True)) == [one.pk for one in groups]


def test_one_who_sits_alone_is_warned_of(client, meeting):
    Invitation.objects.filter(pk=meeting.invitations.get(name="Kontakt 0").pk).update(attends="digital")
    composing.propose(meeting=meeting, size=6)
    client.force_login(meeting.host)

    page = client.get(reverse("meetings:groups", args=[meeting.pk])).content.decode()

    assert page.count("Bare én person sitter her.") == 1


def test_plenary_is_one_group_and_late_arrivals_come_into_it(meeting):
    composing.plenary(meeting=meeting)
    AudienceGuest.objects.create(meeting=meeting, name="Sen Gjest", email="sen@sintef.example")
    inviting.invite(meeting=meeting, by=meeting.host)
    comes(meeting.invitations.get(name="Sen Gjest"))

    composing.mend(meeting=meeting)

    assert {name: len(names) for name, names in tables(meeting).items()} == {"Gruppe 1: Alle samlet": 13}


def written(group) -> NoteField:
    return NoteField.objects.create(group=group, text="Det vi ble enige om")


def test_notes_are_not_thrown_away_by_a_new_proposal(meeting):
    groups = composing.propose(meeting=meeting, size=4)
    note = written(groups[2])

    composing.propose(meeting=meeting, size=6)
    with pytest.raises(ValidationError, match="skrevet notater"):
        composing.plenary(meeting=meeting)

    note.refresh_from_db()
    assert meeting.groups.count() == 2


def test_another_hosts_meeting_is_not_the_last_time(meeting):
    partner = factories.PartnerFactory(slug="annen", name="Annen", short_name="Annen")
    other = factories.meeting(
        factories.officer(partner=partner), owner_partner=partner, start=meeting.start - dt.timedelta(days=3),
        state="held",
    )  # fmt: skip
    group = WorkGroup.objects.create(meeting=other, number=1)
    for one in meeting.invitations.all()[:6]:
        group.members.create(invitation=Invitation.objects.create(meeting=other, name=one.name, email=one.email))

    assert composing.met(meeting) == set()


def test_last_times_groupmates_are_parted_by_address(meeting):
    composing.propose(meeting=meeting, size=6)
    before = members(meeting)
    names = dict(meeting.invitations.values_list("pk", "name"))
    later = factories.meeting(
        host=meeting.host, owner_partner=meeting.owner_partner, place="Rådhuset", start=meeting.end
    )
    Audience.objects.create(meeting=later, kinds=["contact", "broker"])
    inviting.invite(meeting=later, by=later.host)
    for invitation in later.invitations.all():
        comes(invitation)

    composing.propose(meeting=later, size=5)

    assert composing.met(later)
    now = {later.invitations.get(pk=key).name: group for key, group in members(later).items()}
    old = {names[key]: group for key, group in before.items() if names[key] in now}
    again = sum(old[a] == old[b] and now[a] == now[b] for a in now for b in now if a < b)
    # Five of each old group share two new ones: at best four pairs of each meet again.
    assert again == 8


def test_people_see_their_own_group_when_it_is_shown_and_not_before(client, meeting):
    composing.propose(meeting=meeting, size=6)
    mine, other = meeting.invitations.get(name="Kontakt 0"), meeting.invitations.get(name="Forsker 0")
    wishing.say(invitation=mine, said=wishing.Said(case="Nattilsyn"))
    links = [reverse("answers:answer", args=[one.token()]) for one in (mine, other)]
    client.force_login(mine.person)
    pages = [*links, meeting.get_absolute_url()]

    assert not any("Gruppen din" in client.get(page).content.decode() for page in pages)
    composing.show(meeting=meeting, is_shown=True)

    assert all("Gruppen din" in client.get(page).content.decode() for page in pages)
    group = WorkGroup.objects.get(members__invitation=mine)
    page = client.get(links[0]).content.decode()
    assert all(one.invitation.name in page for one in group.members.all())
    assert "Tar med: Nattilsyn" in page
    outside = GroupMember.objects.of(meeting).exclude(group=group).first()
    assert outside.invitation.name not in page


def test_who_has_declined_sees_no_group_and_is_seen_in_none(client, meeting):
    composing.propose(meeting=meeting, size=6)
    composing.show(meeting=meeting, is_shown=True)
    gone = meeting.invitations.get(name="Kontakt 0")
    mate = GroupMember.objects.of(meeting).filter(group=gone.group_member.group).exclude(invitation=gone).first()
    answering.answer(invitation=gone, reply="declined", source="link")

    assert "Gruppen din" not in client.get(reverse("answers:answer", args=[gone.token()])).content.decode()
    page = client.get(reverse("answers:answer", args=[mate.invitation.token()])).content.decode()
    assert "Gruppen din" in page
    assert "Kontakt 0" not in page


def test_moving_and_locking_by_the_page(client, meeting):
    groups = composing.propose(meeting=meeting, size=6)
    client.force_login(meeting.host)
    someone = meeting.invitations.get(name="Kontakt 0")
    target = next(one for one in groups if one.pk != members(meeting)[someone.pk])

    said = client.post(
        reverse("meetings:group_move", args=[meeting.pk]), {"person": someone.pk, "gruppe": target.pk}, follow=True
    )
    assert f"Kontakt 0 sitter i {target.name}." in said.content.decode()
    client.post(reverse("meetings:group_lock", args=[meeting.pk]), {"gruppe": target.pk, "valg": "las"})

    assert GroupMember.objects.of(meeting).filter(group=target, is_locked=False).count() == 0
    client.post(reverse("meetings:group_lock", args=[meeting.pk]), {"person": someone.pk, "valg": "los"})
    assert not GroupMember.objects.get(invitation=someone).is_locked


@pytest.mark.parametrize(("attends", "is_digital", "said"), [
    ("room", True, "er i rommet, og Gruppe 9 møtes på skjerm"),
    ("digital", False, "deltar på skjerm, og Gruppe 9 møtes i rommet"),
    ("room", False, ""),
])  # fmt: skip
def test_a_move_between_room_and_screen_says_what_it_means(client, meeting, attends, is_digital, said):
    composing.propose(meeting=meeting, size=6)
    target = WorkGroup.objects.create(meeting=meeting, number=9, is_digital=is_digital)
    someone = meeting.invitations.get(name="Kontakt 0")
    Invitation.objects.filter(pk=someone.pk).update(attends=attends)
    client.force_login(meeting.host)

    page = client.post(
        reverse("meetings:group_move", args=[meeting.pk]), {"person": someone.pk, "gruppe": target.pk}, follow=True
    ).content.decode()

    assert "Kontakt 0 sitter i Gruppe 9." in page
    assert said in page
    assert ('data-color="warning" role="status">Kontakt 0' in page) == bool(said)
    where = "på skjerm" if attends == "digital" else "i rommet"
    assert f"FoUI-kontakt, {someone.organisation} · {where}" in " ".join(page.split())


def test_a_guest_without_a_role_has_no_leading_comma(client, meeting):
    composing.propose(meeting=meeting, size=6)
    Invitation.objects.filter(name="Forsker 0").update(role="", organisation="Indre Fosen")
    client.force_login(meeting.host)

    page = client.get(reverse("meetings:groups", args=[meeting.pk])).content.decode()

    assert ">Indre Fosen · i rommet<" in " ".join(page.split())


def test_why_tells_of_who_is_alone_in_a_role_and_of_last_times_groupmates():
    person = lambda key, role: Person(key=key, role=role, place=f"sted {key}")  # noqa: E731
    people = [person(1, Role.MUNICIPALITY), person(2, Role.BROKER), person(3, Role.MUNICIPALITY)]

    why = reasons.of_group(Circle(1), people[:2], people, {frozenset({1, 2}), frozenset({1, 3})})

    assert "Alene i rollen sin her: kommune." in why
    assert "1 par satt sammen forrige gang." in why
    assert "Ingen satt sammen forrige gang." in reasons.of_group(Circle(1), people[1:2], people, {frozenset({1, 3})})
    assert not any("forrige gang" in line for line in reasons.of_group(Circle(1), people[:2], people))


@pytest.mark.parametrize("typed", [{"person": "x"}, {"person": "1", "gruppe": ""}, {"gruppe": "²"}])
def test_what_is_not_there_is_not_moved(client, meeting, typed):
    composing.propose(meeting=meeting, size=6)
    client.force_login(meeting.host)

    before = members(meeting)
    said = client.post(reverse("meetings:group_move", args=[meeting.pk]), typed, follow=True).content.decode()

    assert "Ingenting ble flyttet." in said
    assert members(meeting) == before


@pytest.mark.parametrize(("size", "said"), [("1", "minst 2"), ("99", "høyst 30"), ("", "Skriv et tall.")])
def test_a_size_that_makes_no_groups_is_refused_beside_the_field(client, meeting, size, said):
    client.force_login(meeting.host)

    response = client.post(reverse("meetings:groups", args=[meeting.pk]), {"valg": "forslag", "size": size})

    assert response.status_code == 422
    assert said in response.content.decode()
    assert not meeting.groups.exists()


def test_nobody_to_seat_is_said(client):
    meeting = factories.meeting()
    client.force_login(meeting.host)

    page = client.post(
        reverse("meetings:groups", args=[meeting.pk]), {"valg": "forslag", "size": "6"}, follow=True
    ).content.decode()

    assert "Minst to må ha sagt at de kommer" in page


def test_room_link_and_roles_are_shown_to_the_group(client, meeting):
    group = composing.propose(meeting=meeting, size=6)[0]
    composing.show(meeting=meeting, is_shown=True)
    leader = group.members.first().invitation
    client.force_login(meeting.host)

    client.post(
        reverse("meetings:group", args=[meeting.pk, group.pk]),
        {"room": "Møterom 2", "join_url": "https://teams.example/g1", "facilitator": leader.pk, "title": ""},
    )
    assert (
        f"Møterom 2 · ledes av {leader.name}"
        in client.get(reverse("meetings:groups", args=[meeting.pk])).content.decode()
    )

    page = client.get(reverse("answers:answer", args=[leader.token()])).content.decode()
    assert "Møterom 2" in page
    assert "leder gruppen" in page
    composing.move(meeting=meeting, invitation=leader, group=meeting.groups.exclude(pk=group.pk).first())
    composing.propose(meeting=meeting, size=6)
    group.refresh_from_db()
    assert group.facilitator is None
    assert group.room == "Møterom 2"


def test_two_who_change_one_group_keep_what_each_has_written(client, meeting):
    group = composing.propose(meeting=meeting, size=6)[0]
    leader = group.members.first().invitation
    client.force_login(meeting.host)
    address = reverse("meetings:group", args=[meeting.pk, group.pk])

    def shown() -> dict[str, str]:
        page = client.get(address).content.decode()
        fields = re.findall(r'<input type="hidden" name="(var-[a-z_]+)" value="([^"]*)">', page)
        return dict.fromkeys(("title", "theme", "room", "join_url", "facilitator", "note_taker"), "") | dict(fields)

    first, second = shown(), shown()
    theme = {"theme": first["var-theme"]}
    client.post(address, first | theme | {"room": "Møterom 2"})
    client.post(address, second | theme | {"facilitator": leader.pk})

    group.refresh_from_db()
    assert (group.room, group.facilitator) == ("Møterom 2", leader)


def test_whoever_is_moved_no_longer_leads_the_group_they_left(meeting):
    composing.propose(meeting=meeting, size=6)
    first, second = meeting.groups.all()[:2]
    leader = first.members.first().invitation
    first.facilitator = first.note_taker = leader
    first.save()

    composing.move(meeting=meeting, invitation=leader, group=second)

    first.refresh_from_db()
    assert (first.facilitator, first.note_taker) == (None, None)


def test_a_move_to_a_group_that_has_just_gone_is_told(client, meeting):
    composing.propose(meeting=meeting, size=6)
    stale = meeting.groups.last()
    invitation = meeting.groups.first().members.first().invitation
    composing.plenary(meeting=meeting)

    with pytest.raises(ValidationError, match="ikke der lenger"):
        composing.move(meeting=meeting, invitation=invitation, group=stale)


def test_without_a_broker_why_says_no_more_than_that(meeting):
    broker = Person(1, Role.BROKER), Person(2, Role.BROKER)
    found = reasons.of_group(Circle(1), [Person(3, Role.MUNICIPALITY)], [*broker, Person(3, Role.MUNICIPALITY)])

    assert "Uten megler." in found


def test_questions_keep_their_answers(client, meeting):
    client.force_login(meeting.host)
    address = reverse("meetings:questions", args=[meeting.pk])
    client.post(address, {"tekst": ["Hva er problemet?", "Hvem må være med?", "", "", ""]})
    assert [one.text for one in meeting.questions.all()] == ["Hva er problemet?", "Hvem må være med?"]
    group = composing.propose(meeting=meeting, size=6)[0]
    NoteField.objects.create(group=group, question=meeting.questions.first(), text="Natt")

    refused = client.post(address, {"tekst": ["", "Hvem må være med?"]})
    questions.save(meeting=meeting, texts=["Hva er det egentlig?", ""])

    assert refused.status_code == 422
    assert "Grupper har svart på" in refused.content.decode()
    assert [one.text for one in meeting.questions.all()] == ["Hva er det egentlig?"]


def test_a_question_that_goes_leaves_the_others_their_answers(client, meeting):
    client.force_login(meeting.host)
    address = reverse("meetings:questions", args=[meeting.pk])
    client.post(address, {"tekst": ["Først", "Hvem må være med?", "Hva haster?", "", ""]})
    group = composing.propose(meeting=meeting, size=6)[0]
    NoteField.objects.create(group=group, question=meeting.questions.get(order=2), text="Rektor")

    client.post(address, {"tekst": ["", "Hvem må være med?", "Hva haster?", "", ""]})
    as_shown = client.get(address).context["texts"]
    client.post(address, {"tekst": as_shown})

    assert as_shown == ["", "Hvem må være med?", "Hva haster?", "", ""]
    assert [one.text for one in meeting.questions.all()] == ["Hvem må være med?", "Hva haster?"]
    assert group.notes.get().question.text == "Hvem må være med?"


def test_the_page_asks_the_same_of_six_and_of_sixty(client, meeting, django_assert_max_num_queries):
    client.force_login(meeting.host)
    composing.propose(meeting=meeting, size=6)
    address = reverse("meetings:groups", args=[meeting.pk])
    client.get(address)

    with django_assert_max_num_queries(19):
        client.get(address)
    for number in range(30):
        AudienceGuest.objects.create(meeting=meeting, name=f"Gjest {number}", email=f"g{number}@ntnu.example")
    inviting.invite(meeting=meeting, by=meeting.host)
    for invitation in meeting.invitations.filter(reply=""):
        comes(invitation)
    composing.propose(meeting=meeting, size=4)
    with django_assert_max_num_queries(19):
        client.get(address)
