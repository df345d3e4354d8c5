"""Files people hand in: of a few known types, told by their content, and not too large."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

LARGEST = 10 * 1024 * 1024
LONGEST_NAME = 160
_OFFICE = "application/vnd.openxmlformats-officedocument"
# What the file begins with, and what it is: the sender's own word for it is not kept.
KINDS = {
    ".pdf": (b"%PDF", "application/pdf"),
    ".docx": (b"PK\x03\x04", f"{_OFFICE}.wordprocessingml.document"),
    ".pptx": (b"PK\x03\x04", f"{_OFFICE}.presentationml.presentation"),
    ".xlsx": (b"PK\x03\x04", f"{_OFFICE}.spreadsheetml.sheet"),
    ".png": (b"\x89PNG", "image/png"),
    ".jpg": (b"\xff\xd8\xff", "image/jpeg"),
    ".jpeg": (b"\xff\xd8\xff", "image/jpeg"),
}


def checked_type(file: UploadedFile) -> str:
    """The content type that both name and content say. Raises ValidationError."""
    ending = "." + (file.name or "").rsplit(".", 1)[-1].lower()
    if ending not in KINDS:
        raise ValidationError(_("Files of this type cannot be used here."))
    if (file.size or 0) > LARGEST:
        raise ValidationError(_("The file is larger than 10 MB. Put it elsewhere and give a link."))
    begins = file.read(8)
    file.seek(0)
    first, content_type = KINDS[ending]
    if not begins.startswith(first):
        raise ValidationError(_("The file is not what its name says."))
    return content_type


def delete_when_done(file: FieldFile) -> None:
    """The stored file of a row that goes, after the commit: a row that stays has its file."""
    storage, name = file.storage, file.name
    if name:
        transaction.on_commit(lambda: storage.delete(name), robust=True)
