"""A contact, a broker and an officer for whom all waits that can: each source has something for one of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from ideas.models import BrokerRequest, Idea, IdeaEvent, LeaderRequest, Message, PassingOn, SameNeed
from meetings.models import (
    AskedPerson,
    DatePoll,
    FollowUp,
    IdeaProposal,
    Invitation,
    Meeting,
    Minutes,
    SpeakerRequest,
)
from municipalities.models import Experience, Survey
from overview.models import ContactEnquiry
from overview.reports.models import Report
from partnership.common import norwegian
from partnership.mail.models import OutgoingMail
from partnership.partners.models import InformationPage
from partnership.people import proposals
from partnership.people.models import Absence, RoleTerm, User
from tests import factories
from tests.partners import money

DAY = dt.timedelta(days=1)
# How the keys of what waits begin, one or more for each source.
KINDS = {
    "still-you", "newcomer", "survey", "milestone", "idea-out-of-reach", "idea", "idea-message", "idea-leader",
    "lesson", "passing", "same-need", "leader", "broker-request", "broker-call", "idea-behalf",
    "broker-declined", "invitation", "slot", "speaker", "meeting", "follow-up", "follow-up-vacant",
    "follow-ups-overdue", "idea-proposal", "minutes-publish", "minutes", "minutes-remarks", "dates",
    "dates-choose", "handover-proposal", "enquiry", "vacant", "schemes", "calls", "links", "pages",
    "page-links", "report",
}  # fmt: skip


class MuchWaits:
    """``fill`` adds one of everything, each time it is called."""

    def __init__(self) -> None:
        self.place = factories.MunicipalityFactory(name="Frosta")
        self.kari = factories.contact("Kari Vik", self.place)
        self.ola = factories.broker("Ola Moen")
        self.nina = factories.officer("Nina Solem")
        self.broker = factories.covering(self.ola, self.place)
        self.partner = self.nina.terms.get().seat.partnerofficer.partner
        self.seats = {who: who.terms.get().seat for who in (self.kari, self.ola, self.nina)}
        self.contact = self.seats[self.kari]
        self.now, self.today = timezone.now(), norwegian.today()
        RoleTerm.objects.filter(person=self.kari).update(
            asked_at=self.now - DAY, last_confirmed=self.now - 400 * DAY, since=self.today - 10 * DAY
        )

    @property
    def people(self) -> list[User]:
        """As each request reads them."""
        return [User.objects.get(pk=one.pk) for one in (self.kari, self.ola, self.nina)]

    def fill(self) -> None:
        self._ideas()
        self._broker()
        self._municipality()
        self._meetings()
        self._outcomes()
        self._polls()
        self._officer()
        self._report()

    def _idea(self, place: Any = None, **fields: Any) -> Idea:
        values = {"holder_seat": self.contact, "next_date": self.today - DAY, "stage": "clarifying"}
        return factories.idea(place or self.place, **(values | fields))

    def _ideas(self) -> None:
        late = self._idea()
        late.reminders.create(level="holder", about=late.next_date)
        Message.objects.create(idea=late, text="Hei", is_senders=True)
        self._idea(stage="ended", stage_since=self.now - 10 * DAY)
        other = self._idea(factories.MunicipalityFactory(), holder_seat=None)
        PassingOn.objects.create(idea=other, to=self.place, reason="Deres.")
        SameNeed.objects.create(first=late, second=self._idea(factories.MunicipalityFactory(), holder_seat=None))
        asked = {"answer": "call", "answered_at": self.now, "name": "Per", "email": "per@kommune.example"}
        LeaderRequest.objects.create(idea=late, asked_by=self.kari, summary="Snø", **asked)
        homeless = factories.MunicipalityFactory(postmottak="")
        self._idea(homeless, holder_seat=None)

    def _broker(self) -> None:
        with_broker = {"holder_seat": self.broker, "stage": "brokering", "visibility": "area"}
        asked = {"broker": self.broker, "asked_by": self.kari, "answer_by": self.today + 3 * DAY}
        BrokerRequest.objects.create(idea=self._idea(**with_broker), **asked)
        BrokerRequest.objects.create(idea=self._idea(**with_broker), answer="taken", answered_at=self.now, **asked)
        declined = self._idea()
        BrokerRequest.objects.create(idea=declined, answer="cannot", answered_at=self.now, **asked)
        acted = self._idea()
        IdeaEvent.objects.create(
            idea=acted, kind="new_date", by=self.ola, behalf_of=self.contact, before={"next_date": str(self.today)}
        )
        money.call(money.scheme(f"Ordning {acted.pk}", applicants=["municipality"]), closes=money.closing(9))

    def _municipality(self) -> None:
        ended = self.today - (9 + 3 * self.place.surveys.count()) * DAY
        Survey.objects.create(
            municipality=self.place,
            opened_on=ended - DAY,
            closes_on=ended,
            closed_at=self.now,
        )
        strategy = factories.strategy(self.place)
        goal = strategy.goals.create(title="Mål")
        goal.measures.create(title="Tiltak").milestones.create(title="Delmål", due=self.today, seat=self.contact)
        strategy.phases.get_or_create(kind="hearing", defaults={"due": self.today + 9 * DAY})
        shown = Experience.objects.create(
            municipality=self.place, title="Buss", lesson="Spør først.", published_at=self.now
        )
        shown.trials.create(municipality=factories.MunicipalityFactory(), at=self.now)

    def _meeting(self, **fields: Any) -> Meeting:
        values = {"host": self.nina, "owner_partner": self.partner, "state": "published"}
        return factories.meeting(**(values | fields))

    def _invited(self, meeting: Meeting, who: User | None, **fields: Any) -> Invitation:
        name, email = (who.name, who.email) if who else ("Geir Ness", f"geir{meeting.pk}@a.example")
        return Invitation.objects.create(
            meeting=meeting,
            person=who,
            seat=self.seats.get(who),
            name=name,
            email=email,
            invited_at=self.now - 9 * DAY,
            **fields,
        )

    def _meetings(self) -> None:
        meeting = self._meeting()
        for who in (self.kari, self.ola, self.nina):
            self._invited(meeting, who)
        lost = self._invited(meeting, None)
        OutgoingMail.objects.create(
            kind="meetings.invitation", subject_id=lost.pk, thread=f"invitation:{lost.pk}", to_email=lost.email,
            message_id=f"<{lost.pk}@portal.example>", state="dead",
        )  # fmt: skip
        meeting.join_requests.create(name="Gjest", email="gjest@a.example")
        for partner in (self.partner, factories.PartnerFactory(slug=f"p{meeting.pk}", short_name="NTNU")):
            meeting.programme.create(title="Innlegg", minutes=20, partner=partner, is_slot=True)
        SpeakerRequest.objects.create(meeting=meeting, about="Strategi", asked_by=self.kari)

    def _outcomes(self) -> None:
        held = {"start": self.now - 9 * DAY, "end": self.now - 8 * DAY, "state": "held"}
        for days, author in ((5, self.nina), (-1, self.nina)):
            meeting = self._meeting(**held)
            until = self.today + days * DAY
            minutes = Minutes.objects.create(meeting=meeting, state="remarks", author=author, remarks_until=until)
            self._invited(meeting, self.kari, reply="comes")
            told = self._invited(meeting, self.ola, reply="comes")
            minutes.remarks.create(invitation=told, text="Det var elleve.")
        FollowUp.objects.create(meeting=meeting, text="Ringe", seat=self.contact, due=self.today - DAY)
        vacant = factories.MunicipalityFactory().contacts.create()
        FollowUp.objects.create(meeting=meeting, text="Skrive", seat=vacant, due=self.today + 5 * DAY)
        IdeaProposal.objects.create(meeting=meeting, municipality=self.place, text="Felles vakt")

    def _polls(self) -> None:
        poll = DatePoll.objects.create(
            owner_partner=self.partner, asked_by=self.nina, title="Styret", answer_by=self.today - DAY,
            sent_at=self.now - 5 * DAY,
        )  # fmt: skip
        poll.dates.create(start=self.now + 9 * DAY)
        AskedPerson.objects.create(
            poll=poll, person=self.kari, name="Kari Vik", email=self.kari.email, asked_at=self.now - 5 * DAY
        )

    def _officer(self) -> None:
        proposals.propose(term=factories.broker().terms.get(), on=self.today)
        ContactEnquiry.objects.create(
            municipality=factories.MunicipalityFactory(), sent_to="post@a.example", name="Per",
            answered_by="Postmottak", answered_at=self.now,
        )  # fmt: skip
        long_ago = self.today - 200 * DAY
        dead = {"link": "https://a.example/", "link_tried": "https://a.example/", "link_checked_at": self.now}
        dead |= {"link_broken_since": self.now - DAY}
        scheme = money.scheme(f"Gammel {InformationPage.objects.count()}", last_checked=long_ago, **dead)
        money.call(scheme, last_checked=long_ago, **dead)
        page = InformationPage.objects.create(
            name=f"Veileder {scheme.pk}", text="Les dette.", published_at=self.now, partner=self.partner
        )
        page.links.create(**dead)

    def _report(self) -> None:
        days = {"since": self.today - 30 * DAY, "until": self.today}
        done = {"state": "done", "finished_at": self.now}
        Report.objects.create(municipality=self.place, ordered_by=self.kari, **days, **done)

    def go_away(self) -> list[User]:
        """All three are away, each with a deputy: the deputies."""
        deputies = []
        for person, seat in self.seats.items():
            Absence.objects.create(person=person, since=self.today - DAY, until=self.today + 3 * DAY)
            deputies.append(factories.give(seat, capacity="deputy"))
        return [User.objects.get(pk=one.pk) for one in deputies]
