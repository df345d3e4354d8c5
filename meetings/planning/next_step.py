"""What an organiser most likely does next, according to the state of the meeting: one sentence, one button."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.mailing import announcing
from meetings.minutes import publishing
from meetings.models import Agreement, Attendance, FollowUp, Invitation, Meeting, Minutes
from meetings.planning import series, steps
from meetings.planning.programme import Entry
from partnership.common import norwegian

# Who holds a single meeting is asked about a next one while it is fresh.
OFFERED_FOR = dt.timedelta(days=30)


@dataclass(frozen=True)
class NextStep:
    sentence: str
    label: str
    url: str


def likely(meeting: Meeting, *, entries: Sequence[Entry], silent: int, new_people: int) -> NextStep | None:
    """None when nothing waits for the organiser."""
    if meeting.is_cancelled or meeting.is_retold:
        return None
    if meeting.is_draft:
        return _of_draft(meeting, bool(entries))
    if meeting.is_over:
        return _afterwards(meeting)
    if announcing.goes_with_programme(meeting, has_programme=bool(entries)):
        return _to(
            meeting, "programme_ready", _("People hold the date. The programme is ready."), _("Send the programme")
        )
    if meeting.has_unsent_change:
        return _to(meeting, "update", _("The change has not been sent."), _("Send the change"))
    if new_people:
        sentence = ngettext(
            "%(n)s person in the audience is not invited yet.",
            "%(n)s people in the audience are not invited yet.",
            new_people,
        )
        label = ngettext("Invite %(n)s new person", "Invite %(n)s new people", new_people)
        return _to(meeting, "sending", sentence % {"n": new_people}, label % {"n": new_people})
    sentence = ngettext("%(n)s person has not answered.", "%(n)s people have not answered.", silent)
    said = sentence % {"n": silent} if silent else _("Everybody has answered.")
    return _to(meeting, "board", said, _("The board: who comes"))


def _of_draft(meeting: Meeting, has_programme: bool) -> NextStep:
    step = steps.missing(meeting, has_programme=has_programme)
    sentence = {
        "content": _("It does not say yet where the meeting is."),
        "host": _("The host's phone is missing."),
        "programme": _("The programme is empty."),
        "audience": _("Nobody is chosen to be invited."),
        "sending": _("All is in place. Look over, and send."),
    }[step.name]
    label = str(step.label) if step.name == "sending" else _("Next: %(step)s") % {"step": step.label}
    return NextStep(sentence, label, step.url)


def _afterwards(meeting: Meeting) -> NextStep | None:
    """Attendance, what was agreed, minutes, remarks, published, the next meeting. Minutes that are begun have passed
    what comes before them. At most four queries."""
    minutes = Minutes.objects.of(meeting).begun().first()
    if minutes is None:
        return _before_minutes(meeting)
    if minutes.is_published:
        return _of_series(meeting)
    if minutes.state == Minutes.State.DRAFT:
        words = _("The minutes are written, and only you who plan it see them."), _("Send them out for remarks")
        return _to(meeting, "minutes_sending", *words)
    unanswered = minutes.remarks.unanswered().count()
    if unanswered:
        sentence = ngettext("%(n)s remark is not answered.", "%(n)s remarks are not answered.", unanswered)
        return _to(meeting, "minutes", sentence % {"n": unanswered}, _("Answer the remarks"))
    sentence = publishing.stands(minutes)
    if minutes.is_overdue(norwegian.today()):
        return _to(meeting, "minutes_publication", sentence, _("Publish the minutes"))
    return _to(meeting, "minutes", sentence, _("See the minutes"))


def _before_minutes(meeting: Meeting) -> NextStep:
    noted = set(Invitation.objects.active().sent().filter(meeting=meeting).values_list("attendance", flat=True))
    if noted == {Attendance.UNSAID}:
        words = _("The meeting is over. Note who was there while you remember it."), _("Note who was there")
        return _to(meeting, "attendance", *words)
    if not (meeting.agreed or Agreement.objects.of(meeting).exists() or FollowUp.objects.made_in(meeting).exists()):
        words = _("Write what you agreed on, and who does what by when."), _("Write what was agreed")
        return _to(meeting, "outcomes", *words)
    words = _("The portal has a draft of the minutes for you, from all that is noted."), _("Write the minutes")
    return _to(meeting, "minutes_edit", *words)


def _of_series(meeting: Meeting) -> NextStep | None:
    """None when there is a next one, when the series is ended, and for a single meeting of long ago."""
    is_single = not meeting.rhythm and meeting.follows_id is None
    is_late = meeting.end < timezone.now() - OFFERED_FOR
    if series.next_of(meeting) is not None or (not meeting.rhythm and (not is_single or is_late)):
        return None
    words = _("The minutes are published. The next meeting can be drafted from this one."), _("Plan the next meeting")
    return _to(meeting, "next_in_series", *words)


def _to(meeting: Meeting, name: str, sentence: str, label: str) -> NextStep:
    return NextStep(sentence, label, reverse(f"meetings:{name}", args=[meeting.pk]))
