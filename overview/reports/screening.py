"""«Vurder skjerming»: why somebody should look at a record before it is given out. It decides nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from partnership.common import personal_numbers

# Words that often stand beside what is somebody's own affair (offentleglova § 13, fvl. § 13); in Norwegian, as the
# records are.
_PERSONAL = re.compile(
    r"fødselsnummer|personnummer|diagnose\w*|sykmeld\w*|sykemeld\w*|pasient\w*|barnevern\w*|rusmis\w*|psykisk\w*|"
    r"helseopplysning\w*|sosialhjelp\w*|varsl\w+|advarsel|oppsigelse\w*|lønnskrav",
    re.IGNORECASE,
)
_MARKED = re.compile(
    r"unntatt\s+(?:fra\s+)?offent\w+|u\.\s?off|offl\.?\s?§|offentleg?lova?\s+§|taushetsplikt\w*|teieplikt\w*|"
    r"fortrolig\w*|konfidensiel\w*",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<!\d)\d{6}\s?\d{5}(?!\d)")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_PHONE = re.compile(r"(?<!\d)(?:\+47\s?)?[2-9]\d(?:\s?\d{2}){3}(?!\d)|(?<!\d)[49]\d{2}\s\d{2}\s\d{3}(?!\d)")


def reasons(*texts: str, known: Iterable[str] = ()) -> list[str]:
    """``known`` is what the kind of record itself says; then what stands in the words."""
    text = " ".join(texts)
    found = list(known)
    if marked := _MARKED.search(text):
        found.append(_("marked: «%(word)s»") % {"word": marked[0]})
    if _NUMBER.search(text) or personal_numbers.holds_one(text):
        found.append(_("eleven digits, perhaps a national identity number"))
    if personal := _PERSONAL.search(text):
        found.append(_("words of personal matters: «%(word)s»") % {"word": personal[0]})
    if _ADDRESS.search(text) or _PHONE.search(text):
        found.append(_("an e-mail address or a telephone number"))
    return found


def in_words(reasons: list[str]) -> str:
    """The cell: «Vurder: …», or empty when no rule says anything."""
    return _("Consider: %(why)s") % {"why": "; ".join(reasons)} if reasons else ""
