"""A group's sheet: the challenge and the questions, each a field that several write in at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.day import following
from meetings.models import GroupQuestion, Invitation, Minutes, NoteField, NoteVersion, WorkGroup
from meetings.notes import merging
from partnership.common import personal_numbers
from partnership.people.models import User

LONGEST = 20_000
ONE_ROW = dt.timedelta(minutes=1)
CHALLENGE = 0


@dataclass(frozen=True)
class Writer:
    """Who writes: by the mailed link the invitation alone, signed in the person too."""

    name: str
    invitation: Invitation | None = None
    user: User | None = None

    @property
    def key(self) -> str:
        """Tells writers apart who share a browser: what one has not sent is not the other's to send."""
        if self.user is not None:
            return f"u{self.user.pk}"
        return f"i{self.invitation.pk}" if self.invitation else ""


@dataclass(frozen=True)
class Field:
    """``key``: of the question, or ``CHALLENGE``. ``note`` is None until something is written; ``typed`` is what was
    sent and refused."""

    key: int
    label: str
    note: NoteField | None
    typed: str | None = None

    @property
    def base(self) -> str:
        return self.note.text if self.note else ""

    @property
    def text(self) -> str:
        return self.base if self.typed is None else self.typed


def sheet(group: WorkGroup) -> list[Field]:
    """In order: the questions, and the challenge first. Two queries."""
    notes = {note.question_id or CHALLENGE: note for note in group.notes.all()}
    label = group.meeting.challenge or _("Notes from the group")
    fields = [Field(CHALLENGE, label, notes.get(CHALLENGE))]
    return fields + [Field(one.pk, one.text, notes.get(one.pk)) for one in group.meeting.questions.all()]


def is_open(group: WorkGroup) -> bool:
    """Until the minutes are published: what is said there is corrected there."""
    return not Minutes.objects.published().filter(meeting=group.meeting_id).exists()


@transaction.atomic
def save(*, group: WorkGroup, key: int, base: str, text: str, by: Writer) -> tuple[NoteField, bool]:
    """The field as it stands after, and whether two had changed the same lines and both now stand there.

    ``base`` is what the writer began from. Raises ValidationError, and keeps what is stored, when the text is too
    long or holds a national identity number, the question or the group is gone, or the sheet is closed.
    """
    if not is_open(group):
        raise ValidationError(_("The minutes are published. Write to the organiser if something is wrong."))
    base, text = _plain(base), _plain(text)
    # Before the lock: whoever sends a book must not keep the others of the group waiting.
    _check_length(base, text)
    personal_numbers.none_in(text)
    note = _locked(group, key)
    merged = merging.merge(base, text, note.text)
    _check_length(merged.text)
    if merged.text == note.text:
        return note, False
    before = note.text
    note.text, note.version = merged.text, note.version + 1
    note.changed_at, note.changed_by = timezone.now(), by.name
    note.save()
    _keep(note, before, by)
    following.touch_sheet(group.pk)
    return note, merged.keeps_both


def _check_length(*texts: str) -> None:
    if max(map(len, texts)) > LONGEST:
        too_long = _("The text is longer than %(n)s characters. Split it between the fields.")
        raise ValidationError(too_long % {"n": LONGEST})


def _locked(group: WorkGroup, key: int) -> NoteField:
    """The row, made at the first save; one of each, also when two begin at once."""
    if not WorkGroup.objects.select_for_update().filter(pk=group.pk):
        raise ValidationError(_("The group is not there any more. Copy your text, and open the page again."))
    question = None
    if key != CHALLENGE:
        question = GroupQuestion.objects.filter(meeting=group.meeting_id, pk=key).first()
        if question is None:
            raise ValidationError(_("The question has been taken away. Copy your text to another field."))
    note, _is_new = NoteField.objects.get_or_create(group=group, question=question)
    return note


def _keep(note: NoteField, before: str, by: Writer) -> None:
    """While one writer goes on, a row is rewritten for a minute as long as nothing of it is taken out."""
    newest = note.versions.order_by("-version").first()
    goes_on = newest is not None and newest.by_name == by.name and newest.at > timezone.now() - ONE_ROW
    if newest is not None and goes_on and note.text.startswith(before):
        newest.text, newest.version = note.text, note.version
        newest.save(update_fields=["text", "version"])
        return
    NoteVersion.objects.create(
        field=note, version=note.version, text=note.text, by_name=by.name, by_invitation=by.invitation, by=by.user
    )


def _plain(text: str) -> str:
    """One kind of line end, and nothing a database refuses."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
