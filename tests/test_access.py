"""Tries the access table, every row as every kind of person, and finds addresses that lack a row."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.contrib.admin import site
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from PIL import Image

from brokers.models import Broker
from ideas.intake import as_sender, postmottak, sending, supporting
from ideas.late import reminding
from ideas.lessons import learning, thanking
from ideas.mailing import acting_links
from ideas.models import IdeaAccess, Lesson, Support
from ideas.money import anchoring, applying, outlining
from ideas.talk import commenting, talking
from ideas.together import passing_on, same_need
from ideas.whose import holding
from ideas.with_brokers import brokering, on_behalf
from meetings.after import proposing
from meetings.invitations import inviting
from meetings.mailing import feeds
from meetings.models import (
    Invitation,
    JoinRequest,
    Material,
    MeetingDay,
    MeetingMessage,
    Minutes,
    SpeakerRequest,
)
from meetings.planning import audience
from municipalities.barometer import opening
from municipalities.models import Experience, ExperiencePicture, FouiContact, Survey
from municipalities.strategies import phasing, starting
from municipalities.strategies import readers as strategy_readers
from overview.models import ContactEnquiry, Report
from partnership.common import links
from partnership.mail.models import OutgoingMail
from partnership.mail.preferences import PURPOSE as PREFERENCE
from partnership.partners.models import FundingScheme, InformationPage, Theme
from partnership.people import proposals, yearly
from partnership.people.models import Absence, RoleTerm, User
from tests import factories
from tests.access import ACTORS, OFFICERS, SIGN_IN_OPEN, SIGN_IN_OWN, SIGNED_IN, TABLE
from tests.meetings import test_find_date as find_date

pytestmark = pytest.mark.django_db


def _names(resolver: URLResolver, prefix: str = "") -> list[str]:
    found: list[str] = []
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            if pattern.namespace != "admin":
                found += _names(pattern, space)
        elif isinstance(pattern, URLPattern) and pattern.name:
            found.append(prefix + pattern.name)
    return found


def test_every_address_has_a_row():
    names = set(_names(get_resolver()))

    assert names - set(TABLE) - SIGN_IN_OPEN - SIGN_IN_OWN == set()
    assert set(TABLE) - names == set()


@pytest.fixture
def world():
    """One of everything the table's addresses point at, and one person of each kind."""
    ks = factories.PartnerFactory()
    other = factories.PartnerFactory(slug="statsforvalteren", name="Statsforvalteren", short_name="Statsforvalteren")
    people: dict[str, User] = {"officer": factories.officer("Nina Solem", ks)}
    people["other_officer"] = factories.officer("Håkon Rostad", other)
    place = factories.MunicipalityFactory(slug="frosta")
    seat = FouiContact.objects.create(municipality=place)
    people["contact"] = factories.give(seat, factories.person("Kari Vik"))
    meeting = factories.meeting(people["officer"], owner_partner=ks)
    chosen = audience.of(meeting)
    chosen.kinds = ["contact"]
    chosen.save()
    inviting.invite(meeting=meeting, by=None)
    meeting.refresh_from_db()
    people["deputy"] = factories.give(seat, capacity="deputy")
    people["other_contact"] = factories.contact()
    people["broker"] = factories.broker()
    people["ended"] = factories.person()
    RoleTerm.objects.create(
        seat=FouiContact.objects.create(municipality=factories.MunicipalityFactory()),
        person=people["ended"],
        since=timezone.localdate() - dt.timedelta(days=90),
        until=timezone.localdate(),
    )
    people["superuser"] = User.objects.create_superuser("root@portal.example", "Superbruker")
    RoleTerm.objects.filter(person=people["contact"]).update(asked_at=timezone.now())
    return people, _targets(people, meeting, seat, other)


def _targets(people, meeting, seat, other):
    idea = factories.idea(seat.municipality, sender="siv@frosta.example")
    attached = talking.attach(
        idea=idea, file=SimpleUploadedFile("plan.pdf", b"%PDF-1.7"), by=people["contact"], is_internal=True
    )
    question = _asked(people, seat.municipality)
    term = RoleTerm.objects.get(person=people["contact"])
    invitation = factories.invited(meeting, people["contact"])
    item = meeting.programme.create(title="Innlegg", minutes=10, partner=other, is_slot=True)
    public = factories.meeting(people["officer"], is_public=True, state="published")
    enquiry = ContactEnquiry.objects.create(
        municipality=seat.municipality, seat=seat, sent_to="postmottak@frosta.example", sent_at=timezone.now()
    )
    material = Material(meeting=meeting, title="Lysark")
    material.file.save("lysark.pdf", ContentFile(b"%PDF-1.7"))
    asked = JoinRequest.objects.create(meeting=meeting, name="Live Sand", email="live@forskning.example")
    speaker = SpeakerRequest.objects.create(meeting=meeting, about="Strategi", asked_by=people["contact"])
    scheme = FundingScheme.objects.create(
        name="Ordning", slug="ordning", owner_partner=other, purpose="Penger.", deadline_kind="running",
        facts_year=2026, last_checked=timezone.localdate(),
    )  # fmt: skip
    call = scheme.calls.create(title="Utlysning", year=2026, last_checked=timezone.localdate())
    planned_seat = FouiContact.objects.create(municipality=factories.MunicipalityFactory())
    on = timezone.localdate() + dt.timedelta(days=14)
    planned = RoleTerm.objects.create(seat=planned_seat, person=people["other_contact"], since=on)
    absence = Absence.objects.create(person=people["contact"], since=on, until=on + dt.timedelta(days=7))
    outline = outlining.start(idea=factories.idea(seat.municipality), by=people["contact"])
    anchored = anchoring.anchor(idea=outline.idea, who="Rådet", on=timezone.localdate(), by=people["contact"])
    leader = anchoring.ask_leader(
        idea=outline.idea, name="Liv Dahl", email="liv@frosta.example", summary="To linjer", by=people["contact"]
    )
    applied = applying.choose(idea=outline.idea, call=call, why="Passer", by=people["contact"])
    token = links.make(PREFERENCE, people["contact"].pk, 1)
    return {
        "": [],
        "place": ["frosta"],
        **_experience(seat.municipality),
        **_surveys(people["contact"], seat.municipality),
        **_page_and_theme(meeting.owner_partner),
        **_report(people["contact"], seat.municipality),
        "broker": [Broker.objects.first().pk],
        "entry": [_entry(people["broker"], seat.municipality).pk],
        "company": [Broker.objects.first().company.slug],
        "partner": ["ks"],
        "enquiry": [enquiry.pk],
        "enquiry_token": [enquiry.token()],
        "seat": [seat.pk],
        "handover_proposal": [proposals.propose(term=people["broker"].terms.get(), on=timezone.localdate()).pk],
        "scheme": [scheme.slug],
        "call": [scheme.slug, call.pk],
        "term": [term.pk],
        "planned_seat": [planned_seat.pk],
        "planned_term": [planned.pk],
        "absence": [absence.pk],
        "no_session": [0],
        "deputy_term": [RoleTerm.objects.get(person=people["deputy"]).pk],
        "still_you_token": [yearly.token(term)],
        "preference_token": [token],
        "speaker_request": [speaker.pk],
        "meeting": [meeting.pk],
        "public_meeting": [public.pk],
        "item": [meeting.pk, item.pk],
        "material": [meeting.pk, material.pk],
        "message": [meeting.pk, MeetingMessage.objects.first().pk],
        "join_request": [meeting.pk, asked.pk],
        "invitation": [meeting.pk, invitation.pk],
        **_of_the_day(meeting, invitation),
        **_dates(people),
        "proposal": [_proposal(invitation, seat.municipality).pk],
        "lost_invitation": [meeting.pk, _lost(meeting).pk],
        "answer_token": [invitation.token()],
        "over_token": [_over_token(meeting)],
        "answer_material": [invitation.token(), material.pk],
        "feed_token": [feeds.token(people["contact"])],
        "idea": [idea.pk],
        "idea_step": [idea.pk, "prov-lokalt"],
        "idea_attachment": [idea.pk, attached.pk],
        "idea_access": [idea.pk, IdeaAccess.objects.create(idea=idea, person=factories.person(), why="named").pk],
        "idea_event": [idea.pk, holding.mark_seen(idea=idea, by=people["contact"]).pk],
        "acting_token": [acting_links.token(idea, people["contact"])],
        **_ideas(seat, idea),
        "leader_token": [_leader_token(idea)],
        "comment": [idea.pk, commenting.comment(idea=idea, text="Prøv det.", by=people["contact"]).pk],
        **_learned(people["contact"], seat.municipality),
        **_shared(people, seat.municipality),
        "outline": [outline.idea_id],
        "outline_section": [outline.idea_id, "problem"],
        "criterion": [outline.idea_id, "region"],
        "anchoring": [outline.idea_id, anchored.pk],
        "leader_request": [outline.idea_id, leader.pk],
        "right_leader_token": [leader.token()],
        "idea_call": [outline.idea_id, call.pk],
        "application": [outline.idea_id, applied.pk],
        "asked_idea": [question.idea_id],
        "asked_broker": [question.idea_id, question.pk],
        "broker_request": [question.pk],
        "broker_token": [question.token(people["broker"])],
        "consent": [_consent(question, people).pk],
        "no_mail": ["ukjent"],
        **_strategy(seat.municipality, people["contact"]),
    }


def _strategy(place, by):
    """With a kick-off, a document, a goal down to a milestone, and a reader; only the municipality sees it."""
    found = factories.strategy(place)
    phasing.add(strategy=found, kinds=["kick_off"])
    measure = found.goals.create(title="Ideer blir prøvd").measures.create(title="Fast svartid")
    milestone = measure.milestones.create(title="Svar på ti dager", due=timezone.localdate())
    file = SimpleUploadedFile("mandat.pdf", b"%PDF-1.7")
    document = starting.attach(strategy=found, title="Mandat", file=file, by=by)
    reader = strategy_readers.add(
        strategy=found, name="Geir Ness", email="geir@forbund.example", part="Fagforbundet", by=by
    )
    return {
        "strategy": [found.pk],
        "strategy_year": [found.pk, timezone.localdate().year],
        "strategy_phase": [found.pk, found.phases.get().pk],
        "strategy_document": [found.pk, document.pk],
        "goal": [found.pk, measure.goal_id],
        "measure": [found.pk, measure.pk],
        "milestone": [found.pk, milestone.pk],
        "strategy_reader": [found.pk, reader.pk],
        "strategy_token": [reader.token()],
        "strategy_file": [reader.token(), document.pk],
    }


def _of_the_day(meeting, invitation):
    """A group with the contact in it and a note, an agreement, and a follow-up of the contact's role."""
    group = meeting.groups.create(number=1)
    group.members.create(invitation=invitation)
    MeetingDay.objects.create(meeting=meeting, shown_at=timezone.now())
    due = timezone.localdate() + dt.timedelta(days=5)
    follow_up = meeting.follow_ups.create(text="Ring", seat=invitation.seat, due=due)
    return {
        "group": [meeting.pk, group.pk],
        "group_token": [invitation.token()],
        "note": [meeting.pk, group.notes.create(text="Linje").pk],
        "agreement": [meeting.pk, meeting.agreements.create(text="Enige").pk],
        "follow_up": [follow_up.pk],
        "follow_up_token": [follow_up.token(invitation.person_id)],
        **_minutes(meeting, invitation),
    }


def _dates(people):
    """The officer's, where the contact is asked."""
    poll = find_date.make(people["officer"], people=[people["contact"]])
    asked = poll.asked.get()
    return {"date_poll": [poll.pk], "asked": [poll.pk, asked.pk], "dates_token": [asked.token()]}


def _minutes(meeting, invitation):
    """Published, with a remark; and those of a meeting that is over, by a guest's link."""
    minutes = Minutes.objects.create(
        meeting=meeting, state="published", text="Vi møttes.", published_at=timezone.now()
    )
    minutes.versions.create(number=1, text=minutes.text, is_published=True)
    start = timezone.now() - dt.timedelta(days=5)
    held = factories.meeting(meeting.host, start=start, state="held")
    guest = held.invitations.create(name="Rune Dahl", email="rune@ntnu.example", invited_at=start)
    own = Minutes.objects.create(meeting=held, state="published", text="Vi møttes.", published_at=timezone.now())
    own.versions.create(number=1, text=own.text, is_published=True)
    return {
        "remark": [meeting.pk, minutes.remarks.create(invitation=invitation, text="Feil dato").pk],
        "held_token": [guest.token()],
        "minutes_version_token": [guest.token(), 1],
        "minutes_version": [meeting.pk, 1],
    }


def _over_token(meeting):
    """Of one who was at an earlier meeting of the same host."""
    start = timezone.now() - dt.timedelta(days=2)
    earlier = factories.meeting(meeting.host, owner_partner=meeting.owner_partner, start=start, state="held")
    guest = earlier.invitations.create(
        name="Gunn Ness", email="gunn@forskning.example", invited_at=start, attendance="present"
    )
    return guest.token()


def _proposal(invitation, place):
    return proposing.propose_case(invitation=invitation, municipality=place, text="Felles kjøring")


def _asked(people, place):
    """A question to the broker about another idea than the one only its contact sees."""
    idea = factories.idea(place, sender="rolf@frosta.example")
    seat = Broker.objects.get(terms__person=people["broker"])
    return brokering.ask(idea=idea, broker=seat, by=people["contact"])


def _consent(question, people):
    place = question.idea.municipality
    return on_behalf.give(municipality=place, broker=question.broker, by=people["contact"])


def _entry(broker, place):
    """A talk with a municipality the broker's company covers."""
    factories.covering(broker, place)
    return factories.talk(broker, place)


def _ideas(seat, idea):
    shown = factories.idea(seat.municipality, sender="tor@frosta.example", visibility="public")
    homeless = factories.idea()
    support = Support.objects.create(idea=shown, email="anne@frosta.example")
    return {
        "public_idea": [shown.pk],
        "sender_token": [idea.sender.token()],
        **_sent_file(seat, shown),
        "sent_token": [sending.token(idea)],
        "postmottak_token": [postmottak.token(homeless)],
        "support_token": [supporting.token(support)],
    }


def _sent_file(seat, idea):
    """A file that was sent to who sent the idea and has said so."""
    as_sender.confirm(sender=idea.sender)
    by = seat.terms.filter(capacity="holder").get().person
    file = SimpleUploadedFile("svar.pdf", b"%PDF-1.7")
    sent = talking.attach(idea=idea, file=file, by=by, is_internal=False)
    return {"sender_file": [idea.sender.token(), sent.pk]}


def _leader_token(idea):
    """Of the mail to the municipality's leader about a late idea."""
    told = idea.reminders.create(level="leader", about=idea.next_date)
    return reminding.token(told, idea.municipality.intake)


def _surveys(contact, place):
    """One that is open, and one that ended long ago."""
    today = timezone.localdate()
    ended = Survey.objects.create(
        municipality=place, opened_on=today - dt.timedelta(days=90), closes_on=today - dt.timedelta(days=80)
    )
    opened = opening.open_survey(
        municipality=place, closes_on=today + dt.timedelta(days=7), for_leader=False, by=contact
    )
    return {"survey": [place.slug, ended.pk], "survey_token": [opened.token()]}


def _learned(contact, place):
    """A public lesson of an idea few see, and the links about it."""
    idea = factories.idea(place, sender="liv@frosta.example", stage="in_use")
    lesson = Lesson(idea=idea, title="Roligere netter", learned="Færre turer.", is_public=True)
    learning.write(lesson=lesson, for_all=True, by=contact)
    thanking.ask(lesson=lesson, name="Anne Ness", email="anne@frosta.example", by=contact)
    return {
        "lesson": [lesson.pk],
        "thanks_token": [lesson.thanks_token()],
        "lesson_consent_token": [idea.sender.token()],
    }


def _page_and_theme(partner):
    page = InformationPage.objects.create(partner=partner, name="Veileder", text="Les.", published_at=timezone.now())
    return {"page": [page.slug], "theme": [Theme.objects.create(name="Klima").slug]}


def _report(by, place):
    """The contact's own, done."""
    day = timezone.localdate()
    report = Report.objects.create(
        municipality=place,
        since=day,
        until=day,
        ordered_by=by,
        state="done",
        seen_as="own",
        finished_at=timezone.now(),
    )
    report.xlsx.save(f"{report.pk}/rapport.xlsx", ContentFile(b"PK"))
    return {"report": [report.pk], "report_file": [report.pk, "xlsx"]}


def _experience(place):
    """Published, with a picture, and one more to take away."""
    shared = Experience.objects.create(municipality=place, title="Buss", published_at=timezone.now())
    drawn = io.BytesIO()
    Image.new("RGB", (4, 4)).save(drawn, "PNG")
    picture, other = (
        ExperiencePicture.objects.create(
            experience=shared, alt="En buss", file=ContentFile(drawn.getvalue(), name="bilde.png")
        )
        for _ in range(2)
    )
    return {
        "experience": [shared.pk],
        "experience_step": [shared.pk, "2"],
        "experience_picture": [shared.pk, other.pk],
        "picture": [picture.pk],
    }


def _shared(people, place):
    """What is asked of another municipality: to take an idea over, and to be introduced."""
    other = FouiContact.objects.held_today_by(people["other_contact"]).get().municipality
    idea = factories.idea(place, sender="geir@frosta.example", visibility="public")
    like = factories.idea(other, visibility="public")
    passing = passing_on.ask(idea=idea, to=other, reason="Det gjelder dere.", by=people["contact"])
    need = same_need.propose(idea=factories.idea(place), other=like, by=people["contact"])
    return {
        "passing": [passing.pk],
        "passing_consent_token": [idea.sender.token()],
        "same_need": [need.pk],
        "two_ideas": [idea.pk, like.pk],
    }


def _lost(meeting):
    """A guest's, whose mail has come back."""
    lost = Invitation(meeting=meeting, name="Geir Ness", email="geir.ness@forskning.example")
    inviting.invite_one(invitation=lost, by=None)
    OutgoingMail.objects.filter(subject_id=lost.pk, kind=inviting.INVITATION).update(state="dead")
    return lost


# Verbs refuse an empty form with a message or 422: what counts is that the person was let in.
LET_IN = {200, 204, 302, 422}


@pytest.mark.parametrize("actor", ACTORS)
def test_the_table_holds_for(actor, world):
    people, targets = world
    client = Client()
    if actor != "stranger":
        client.force_login(people[actor])
    wrong = []
    for name, row in TABLE.items():
        url = reverse(name, args=targets[row.args])
        response = client.post(url) if row.method == "post" else client.get(url)
        status = response.status_code
        sent_to_sign_in = status == 302 and response["Location"].startswith("/logg-inn/")
        if actor in row.may:
            ok = (status in LET_IN and not sent_to_sign_in) or (row.args == "no_mail" and status == 404)
        elif actor == "stranger" and sent_to_sign_in:
            ok = True
        else:
            ok = status == (404 if actor in row.hidden_from else 403)
        if not ok:
            wrong.append(f"{name}: {status}")

    assert wrong == []


@pytest.mark.parametrize("actor", ACTORS)
def test_sign_in_pages_are_open_or_ones_own(actor, world):
    people, _ = world
    client = Client()
    if actor != "stranger":
        client.force_login(people[actor])
    wrong = []
    for name in sorted(SIGN_IN_OPEN | SIGN_IN_OWN):
        args = {
            "account_reset_password_from_key": ["1", "set-password"],
            "mfa_edit_webauthn": [1],
            "mfa_remove_webauthn": [1],
        }
        response = client.get(reverse(name, args=args.get(name, [])))
        to_sign_in = response.status_code == 302 and response["Location"].startswith("/logg-inn/?next")
        if name in SIGN_IN_OWN and actor not in SIGNED_IN and not to_sign_in:
            wrong.append(f"{name}: {response.status_code}")
        if response.status_code >= 500:
            wrong.append(f"{name}: {response.status_code}")

    assert wrong == []


def test_no_change_on_get(world):
    """Addresses that only change something refuse GET."""
    people, targets = world
    client = Client()
    client.force_login(people["superuser"])
    for name, row in TABLE.items():
        if row.method == "post":
            assert client.get(reverse(name, args=targets[row.args])).status_code == 405, name


def test_a_key_that_no_column_holds_is_found_nowhere(world):
    """Each address with such a key in the last place, for one who is let in."""
    people, targets = world
    answers = {}
    for name, row in TABLE.items():
        args = targets[row.args]
        if args and isinstance(args[-1], int):
            client = Client(raise_request_exception=False)
            client.force_login(people[next((one for one in ("contact", *people) if one in row.may), "officer")])
            asked = client.post if row.method == "post" else client.get
            answers[name] = asked(reverse(name, args=[*args[:-1], 10**30])).status_code

    # One says that there is nothing to undo.
    assert {name: status for name, status in answers.items() if status != 404} == {"meetings:past_undo": 302}
    assert len(answers) > 100


def test_the_workroom_wants_a_second_factor(world):
    people, _ = world
    client = Client()
    client.force_login(people["officer"])

    assert client.get("/admin/").status_code == 302

    factories.second_factor(client, people["officer"])
    assert client.get("/admin/").status_code == 200
    for actor in ("contact", "broker", "ended"):
        client.force_login(people[actor])
        factories.second_factor(client, people[actor])
        assert client.get("/admin/").status_code == 302


def test_every_page_of_the_workroom_is_closed_to_all_but_officers(world):
    """Generated rows: the site's own index, import and export, and the list and form of every model."""
    people, _ = world
    addresses = [
        reverse("admin:index"),
        reverse("admin:contact_import"),
        reverse("admin:contact_export", args=["csv"]),
        reverse("admin:contact_template", args=["csv"]),
        reverse("admin:records"),
    ]
    for model, own in site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        addresses.append(reverse(f"{name}_changelist"))
        if row := model._default_manager.first():
            addresses.append(reverse(f"{name}_change", args=[row.pk]))
            addresses.append(reverse(f"{name}_history", args=[row.pk]))
        if own.can_add:
            addresses.append(reverse(f"{name}_add"))
    for actor in ACTORS:
        client = Client()
        if actor != "stranger":
            client.force_login(people[actor])
            factories.second_factor(client, people[actor])
        expected = 200 if actor in OFFICERS else 302
        for address in addresses:
            assert client.get(address).status_code == expected, (actor, address)


def test_the_workrooms_sign_in_leads_to_the_portals(world):
    people, _ = world
    client = Client()

    assert client.get("/admin/people/user/", follow=True).redirect_chain[-1][0].startswith("/logg-inn/?next=")
    client.force_login(people["superuser"])
    factories.second_factor(client, people["superuser"])
    assert client.get("/admin/login/?next=/admin/people/user/")["Location"] == "/admin/people/user/"
    assert client.get("/admin/login/?next=https://ond.example/")["Location"] == "/admin/"
    client.force_login(people["officer"])
    assert client.get("/admin/login/")["Location"] == "/konto/andre-steg/"
    client.force_login(people["contact"])
    assert client.get("/admin/login/").status_code == 403
