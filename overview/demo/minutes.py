"""The demo's two meetings that are over: one with minutes out for remarks, one where all is told."""

from __future__ import annotations

import datetime as dt

from meetings.after import agreeing, following_up
from meetings.after.following_up import Responsible
from meetings.mailing import reminding
from meetings.minutes import gathering, publishing, remarking
from meetings.models import Attendance, Feedback, Invitation, Meeting, Minutes, MinutesVersion
from partnership.common import norwegian
from partnership.mail.models import OutgoingMail
from partnership.people.models import User

# (number of the programme item, what was agreed)
AGREED = (
    (3, "Kommunene prøver det samme verktøyet for nattilsyn i tre måneder."),
    (5, "To kommuner søker sammen om følgeforskning."),
)
FOLLOW_UP = "Samle tallene fra prøvetiden"
REMARK = "Det var tre kommuner som ville prøve verktøyet, ikke to. Vi vil også være med."
SUMMARY = (
    "Kommuner og partnere delte erfaringer med innovasjonsstrategi. Kommunene deler strategiene sine, og KS "
    "inviterer til et verksted om forankring i kommunestyret."
)
CORRECTION = "Verkstedet er for alle kommuner, ikke bare dem som var der."
# (how useful, how much was met, what should be otherwise), of 5
THOUGHT = (
    (5, 4, "Mer tid i gruppene."), (4, 4, ""), (4, 3, "Send spørsmålene til gruppene på forhånd."), (5, 5, ""),
    (3, 4, ""), (4, 4, "Kortere innlegg før pausen."), (5, 4, ""), (4, 5, ""), (2, 3, ""), (4, 4, ""),
    (5, 4, "Flere eksempler fra små kommuner."), (4, 3, ""),
)  # fmt: skip


def lay_out() -> None:
    scenes = Meeting.objects.filter(is_demo=True)
    _out_for_remarks(scenes.get(title="Verksted om velferdsteknologi"))
    _told(scenes.get(title="Dialogmøte om innovasjonsstrategi"))


def _out_for_remarks(meeting: Meeting) -> None:
    """To a contact of the demo among others, who finds it under «Dette venter»; the guest has it by mail."""
    host: User = meeting.host
    there = list(meeting.invitations.coming().order_by("sort_name"))
    for one in there:
        one.attendance = Attendance.PRESENT
    Invitation.objects.bulk_update(there, ["attendance"])
    items = list(meeting.programme.all())
    for number, text in AGREED:
        agreeing.agree(meeting=meeting, text=text, item=items[number], by=host)
    contacts = [one for one in there if one.seat is not None]
    due = norwegian.add_working_days(norwegian.today(), 30)
    following_up.add(
        meeting=meeting, text=FOLLOW_UP, to=Responsible(seat=contacts[-1].seat), due=due, item=items[5], by=host
    )
    _thanked(meeting)
    _written(meeting)
    publishing.send_out(meeting=meeting, until=norwegian.add_working_days(norwegian.today(), 4), by=host)
    remarking.remark(meeting=meeting, invitation=contacts[-1], text=REMARK)


def _told(meeting: Meeting) -> None:
    """Published, corrected once, with a summary for everybody; and twelve have answered the three questions."""
    _thanked(meeting)
    minutes = _written(meeting, public_summary=SUMMARY, case_reference="26/1041")
    publishing.publish(meeting=meeting, by=meeting.host)
    minutes.refresh_from_db()
    minutes.text += f"\n\n{CORRECTION}"
    minutes.save()
    publishing.correct(minutes=minutes, why="Hvem verkstedet er for.", by=meeting.host)
    published = norwegian.at(norwegian.add_working_days(norwegian.today(), -4), dt.time(13))
    Minutes.objects.filter(pk=minutes.pk).update(published_at=published)
    MinutesVersion.objects.filter(minutes=minutes, number=1).update(at=published)
    there = [one for one in meeting.invitations.order_by("pk") if one.was_there]
    # Answered while one could, which is over by now.
    Feedback.objects.bulk_create(
        Feedback(meeting=meeting, useful=useful, met=met, differently=differently)
        for useful, met, differently in THOUGHT[: len(there)]
    )
    answered = [one.pk for one in there[: len(THOUGHT)]]
    meeting.invitations.filter(pk__in=answered).update(feedback_on=norwegian.today() - dt.timedelta(days=7))


def _written(meeting: Meeting, **fields: str) -> Minutes:
    return Minutes.objects.create(meeting=meeting, text=gathering.draft(meeting), author=meeting.host, **fields)


def _thanked(meeting: Meeting) -> None:
    """Thanks came the working day after; nobody gets them once more."""
    message = reminding.thank(meeting=meeting, by=None)
    assert message is not None
    due = reminding.thanks_due(meeting)
    meeting.messages.filter(pk=message.pk).update(at=due, goes_at=due)
    OutgoingMail.objects.filter(group=message.group).update(state=OutgoingMail.State.SENT, sent_at=due)
