"""What is said about an idea, and what lies beside it: to the sender, and inside.

Verbs raise ``ValidationError``; nothing is then changed.
"""

from __future__ import annotations

import os
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ideas import events
from ideas.models import Attachment, EventKind, Idea, Message, Note
from ideas.talk import letters
from partnership.common import uploads
from partnership.people.models import Seat, User

MOST_FILES = 20


@transaction.atomic
def write_to_sender(*, idea: Idea, text: str, by: User, behalf_of: Seat | None = None) -> Message:
    """The sender gets a mail with a link; what the sender wrote before is answered. Pressed twice is sent once.

    A broker who writes for the contact has not read that: it waits on, and the contact is told what was done.
    """
    Idea.objects.select_for_update(of=("self",)).get(pk=idea.pk)
    text = _worth_saying(text)
    last = idea.messages.order_by("-at", "-pk").first()
    if last is not None and not last.is_senders and (last.text, last.by_id) == (text, by.pk):
        return last
    if behalf_of is None:
        mark_read(idea=idea)
    else:
        events.record(idea, EventKind.WROTE, by=by, behalf_of=behalf_of, is_internal=True)
    message = Message.objects.create(idea=idea, text=text, by=by, behalf_of=behalf_of)
    letters.written(message)
    return message


def mark_read(*, idea: Idea) -> int:
    """«Lest»: what the sender wrote waits no longer. How many there were."""
    return idea.messages.from_sender().unread().update(read_at=timezone.now())


def note(*, idea: Idea, text: str, by: User) -> Note:
    """Inside the municipality; the sender never sees it."""
    text = _worth_saying(text)
    last = idea.notes.order_by("-at", "-pk").first()
    if last is not None and (last.text, last.by_id) == (text, by.pk):
        return last
    return Note.objects.create(idea=idea, text=text, by=by)


def attach(
    *, idea: Idea, file: UploadedFile, by: User | None, is_internal: bool, message: Message | None = None
) -> Attachment:
    """``message``: what it is sent with."""
    content_type = uploads.checked_type(file)
    if idea.attachments.kept().count() >= MOST_FILES:
        raise ValidationError(_("There are twenty files here already. Take one away first."))
    made = Attachment(
        idea=idea, name=_file_name(file.name or ""), content_type=content_type, size=file.size or 0,
        is_internal=is_internal, by=by, message=message,
    )  # fmt: skip
    made.file.save(f"{idea.number}{os.path.splitext(made.name)[1].lower()}", file, save=False)
    made.save()
    return made


def hang(messages: list[Message], files: list[Attachment]) -> list[Attachment]:
    """Put each of ``files`` under the message it came with (``kept_files``); those that came with none of them."""
    for one in messages:
        one.kept_files = [file for file in files if file.message_id == one.pk]
    hung = {one.pk for one in messages}
    return [file for file in files if file.message_id not in hung]


@transaction.atomic
def take_away(*, attachment: Attachment, by: User) -> None:
    """The file is deleted; that it was there, by whom and when it was taken away stays. Twice is once."""
    stored = Attachment.objects.select_for_update(of=("self",)).get(pk=attachment.pk)
    if stored.removed_at is not None:
        return
    name, storage = stored.file.name, stored.file.storage
    stored.removed_at, stored.file = timezone.now(), ""
    stored.save(update_fields=["removed_at", "file"])
    note(idea=stored.idea, text=_("Took away the attachment «%(name)s».") % {"name": stored.name}, by=by)
    transaction.on_commit(lambda: _delete(storage, name))


def _delete(storage: Any, name: str | None) -> None:
    if name:
        storage.delete(name)


def _file_name(name: str) -> str:
    """Without folders, shortened so that the ending stays."""
    stem, ending = os.path.splitext(os.path.basename(name.replace("\\", "/")))
    return stem[: uploads.LONGEST_NAME - len(ending)] + ending


def _worth_saying(text: str) -> str:
    text = text.strip()
    if not text:
        raise ValidationError({"text": _("Write something here.")})
    return text
