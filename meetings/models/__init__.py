from meetings.models.audience import Audience, AudienceGuest, GuestRole, JoinRequest
from meetings.models.dates import AskedPerson, DateMark, DatePoll, ProposedDate
from meetings.models.feedback import QUESTIONS, Degree, Feedback
from meetings.models.groups import GroupMember, GroupQuestion, MeetingDay, NoteField, NoteVersion, WorkGroup
from meetings.models.invitation import Answer, Attendance, Attends, Invitation, Reply, Source
from meetings.models.meeting import Material, Meeting
from meetings.models.messages import MeetingMessage
from meetings.models.minutes import Minutes, MinutesVersion, Remark
from meetings.models.outcomes import Agreement, FollowUp, IdeaProposal
from meetings.models.past import PastAnswer, PastImport
from meetings.models.programme import ProgrammeItem, SpeakerRequest
from meetings.models.wishes import Asks, BroughtCase, PracticalNeed, Wish

__all__ = [
    "QUESTIONS",
    "Agreement",
    "Answer",
    "AskedPerson",
    "Asks",
    "Attendance",
    "Attends",
    "Audience",
    "AudienceGuest",
    "BroughtCase",
    "DateMark",
    "DatePoll",
    "Degree",
    "Feedback",
    "FollowUp",
    "GroupMember",
    "GroupQuestion",
    "GuestRole",
    "IdeaProposal",
    "Invitation",
    "JoinRequest",
    "Material",
    "Meeting",
    "MeetingDay",
    "MeetingMessage",
    "Minutes",
    "MinutesVersion",
    "NoteField",
    "NoteVersion",
    "PastAnswer",
    "PastImport",
    "PracticalNeed",
    "ProgrammeItem",
    "ProposedDate",
    "Remark",
    "Reply",
    "Source",
    "SpeakerRequest",
    "Wish",
    "WorkGroup",
]
