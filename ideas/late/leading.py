"""What a municipality's leader says of a late idea by the link in the mail: whoever has the mail may have the link.

So it gives nobody a part in the idea. It is a note inside the municipality, and the contact decides.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from ideas.models import Idea, Note, Reminder
from municipalities.models import FouiContact
from partnership.mail import notices
from partnership.people.models import User


@transaction.atomic
def write(*, reminder: Reminder, text: str, who: str = "") -> Note | None:
    """``who``: whom the leader would give it to. The same twice is one note; None: nothing was said."""
    said = "\n".join(line for line in (text.strip(), who.strip() and _("Suggested: %s") % who.strip()) if line)
    if not said:
        return None
    idea = Idea.objects.select_for_update(of=("self",)).get(pk=reminder.idea_id)
    written = _("From the municipality's leader: %s") % said
    note, is_new = Note.objects.get_or_create(idea=idea, by=None, text=written[:4000])
    if is_new:
        for person in User.objects.with_current_seat_in(FouiContact.objects.in_municipality(idea.municipality)):
            with translation.override(person.language):
                line = _("The leader has written about idea %(number)s.") % {"number": idea.number}
            notices.notify(person, "ideas", f"idea-leader:{note.pk}", idea.get_absolute_url(), line)
    return note
