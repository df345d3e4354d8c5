"""Mails about an idea beside those of its stages: to whom it was given, and that somebody has written.

The mails themselves lie in ``ideas.talk.mails``; they hold nothing of the idea but its number.
"""

from __future__ import annotations

from ideas.models import Idea, IdeaEvent, IdeaSender, Message
from partnership.mail import outbox

GIVEN = "ideas.given"
MESSAGE = "ideas.message"


def given(event: IdeaEvent) -> int:
    """To a named person an idea now lies with; nobody is told of what they did themselves."""
    idea = Idea.objects.select_related("holder_person").get(pk=event.idea_id)
    person = idea.holder_person
    if person is None or person.pk == event.by_id:
        return 0
    draft = outbox.to_person(person, kind=GIVEN, subject_id=event.pk, thread=f"idea:{idea.pk}:{person.pk}")
    return outbox.enqueue([draft])


def written(message: Message) -> int:
    """To the sender: that somebody has written; what, stands on the sender's page."""
    sender = IdeaSender.objects.filter(idea=message.idea_id).first()
    if sender is None or not sender.gets_mail:
        return 0
    draft = outbox.Draft(
        kind=MESSAGE,
        subject_id=message.pk,
        to_email=sender.email,
        to_name=sender.name,
        language=sender.language,
        thread=f"idea:{message.idea_id}",
    )
    return outbox.enqueue([draft])
