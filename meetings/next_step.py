"""What an organiser most likely does next, according to the state of the meeting: one sentence, one button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings import announcing, steps
from meetings.models import Meeting
from meetings.programme import Entry


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
        words = _("Write down what you agreed on. It goes to all."), _("Write what was agreed")
        return None if meeting.agreed else _to(meeting, "thanks", *words)
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


def _to(meeting: Meeting, name: str, sentence: str, label: str) -> NextStep:
    return NextStep(sentence, label, reverse(f"meetings:{name}", args=[meeting.pk]))
