from meetings.querysets.invitation import InvitationQuerySet
from meetings.querysets.meeting import MeetingMessageQuerySet, MeetingQuerySet
from meetings.querysets.programme import ProgrammeItemQuerySet, SpeakerRequestQuerySet

__all__ = [
    "InvitationQuerySet",
    "MeetingMessageQuerySet",
    "MeetingQuerySet",
    "ProgrammeItemQuerySet",
    "SpeakerRequestQuerySet",
]
