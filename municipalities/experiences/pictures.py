"""Pictures people hand in, drawn anew: turned upright, at most ``WIDEST`` pixels a side, and without what the camera
wrote in them (place, time, name). Bytes in, bytes out."""

from __future__ import annotations

import io
import warnings

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image

from partnership.common import uploads

WIDEST = 1280
# So many can be drawn without taking the memory from everybody else.
MOST_PIXELS = 40_000_000
MOST = 6
# A progressive picture has ten. Each reads all pixels anew and takes eighty bytes: ten megabytes of them take hours.
MOST_SCANS = 50
_SCAN = b"\xff\xda"  # where one begins (ITU-T T.81, B.1.1.3); within a scan FF is followed by 00
# Which way is up, as the camera wrote it (Exif 2.32, tag 0x0112), and how it is turned.
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_KINDS = {"image/jpeg": "JPEG", "image/png": "PNG"}


def drawn(file: UploadedFile) -> ContentFile[bytes]:
    """A file with a name of ours. Raises ``ValidationError`` saying what to do."""
    kind = _KINDS.get(uploads.checked_type(file))
    if kind is None:
        raise ValidationError(_("Choose a picture that ends in .jpg or .png."))
    if kind == "JPEG" and _scans(file) > MOST_SCANS:
        raise ValidationError(_("The picture cannot be read. Save it once more as .jpg and try again."))
    try:
        with warnings.catch_warnings():
            # Its own warning about many pixels is our sentence below.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            # Only the head is read here.
            with Image.open(file, formats=(kind,)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise ValidationError(_too_large(picture))
                return _as_file(_upright(picture), kind)
    except ValidationError:
        raise
    except Image.DecompressionBombError:
        raise ValidationError(_("The picture has too many pixels. Make it smaller and try again.")) from None
    except Exception:  # what is no picture makes the library fail in any way: struct.error, TypeError, MemoryError …
        raise ValidationError(_("The picture cannot be read. Save it once more as .jpg and try again.")) from None


def _scans(file: UploadedFile) -> int:
    content: bytes = file.read()
    file.seek(0)
    return content.count(_SCAN)


def _too_large(picture: Image.Image) -> str:
    millions = round(picture.width * picture.height / 1_000_000)
    words = {"n": millions, "most": MOST_PIXELS // 1_000_000}
    return _("The picture has %(n)s million pixels. Make it smaller than %(most)s million and try again.") % words


def _upright(picture: Image.Image) -> Image.Image:
    """Small first: turning needs the pixels twice. Of what the camera wrote one word is read: the library's own
    turning writes the rest anew, and fails where that is wrong."""
    turn = _TURNS.get(picture.getexif().get(_ORIENTATION, 1))
    picture.thumbnail((WIDEST, WIDEST))
    turned = picture if turn is None else picture.transpose(turn)
    mode = "RGBA" if picture.format == "PNG" and "A" in turned.getbands() else "RGB"
    converted = turned.convert(mode)
    # Only the pixels: a new picture has none of the old one's words.
    clean = Image.new(mode, converted.size)
    clean.paste(converted)
    return clean


def _as_file(picture: Image.Image, kind: str) -> ContentFile[bytes]:
    out = io.BytesIO()
    picture.save(out, kind, **({"quality": 82, "progressive": True} if kind == "JPEG" else {"optimize": True}))
    return ContentFile(out.getvalue(), name="bilde.jpg" if kind == "JPEG" else "bilde.png")
