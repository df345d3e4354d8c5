from meetings.models.audience import Audience, AudienceGuest, GuestRole, JoinRequest
from meetings.models.invitation import Answer, Attends, Invitation, Reply, Source
from meetings.models.meeting import Material, Meeting, MeetingMessage
from meetings.models.programme import ProgrammeItem, SpeakerRequest

__all__ = [
    "Answer",
    "Attends",
    "Audience",
    "AudienceGuest",
    "GuestRole",
    "Invitation",
    "JoinRequest",
    "Material",
    "Meeting",
    "MeetingMessage",
    "ProgrammeItem",
    "Reply",
    "Source",
    "SpeakerRequest",
]
