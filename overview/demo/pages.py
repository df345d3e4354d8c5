"""Pages as they are after a while: one checked lately whose link is dead, one that nobody has looked at for long."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from overview.demo import people
from partnership.common import norwegian
from partnership.partners.models import InformationPage, PageLink
from partnership.people.models import User

DEAD, OLD = "distriktforsk", "ks-tilbyr"
LINK = "https://distriktforsk.example/velkommen"
SENTENCE = f"\n\nOppdiktet i demoen: [påmelding til meglerdag]({LINK})."


def lay_out() -> None:
    """Invented like everything else here: the address is nobody's."""
    now, today = timezone.now(), norwegian.today()
    page = InformationPage.objects.filter(slug=DEAD).first()
    if page is None:
        return
    name, slug, _task = next(officer for officer in people.OFFICERS if officer[1] == "fylkeskommunen")
    page.checked_by = User.objects.filter(email=people.address(name, slug)).first()
    page.checked_on = today - dt.timedelta(days=12)
    if LINK not in page.text:
        page.text += SENTENCE
    page.save()
    PageLink.objects.filter(page=page, link=LINK).update(
        link_tried=LINK, link_checked_at=now, link_broken_since=now - dt.timedelta(days=5)
    )
    # Of what visitors of the demo have checked, one is left over to check.
    InformationPage.objects.filter(slug=OLD).update(checked_on=today - dt.timedelta(days=400), checked_by=None)
