from meetings.querysets.dates import AskedPersonQuerySet, DatePollQuerySet
from meetings.querysets.groups import GroupMemberQuerySet, NoteFieldQuerySet, WorkGroupQuerySet
from meetings.querysets.invitation import InvitationQuerySet
from meetings.querysets.meeting import MeetingMessageQuerySet, MeetingQuerySet
from meetings.querysets.minutes import MinutesQuerySet, MinutesVersionQuerySet, RemarkQuerySet
from meetings.querysets.outcomes import AgreementQuerySet, FeedbackQuerySet, FollowUpQuerySet, IdeaProposalQuerySet
from meetings.querysets.past import PastImportQuerySet
from meetings.querysets.programme import ProgrammeItemQuerySet, SpeakerRequestQuerySet
from meetings.querysets.wishes import PracticalNeedQuerySet, WishQuerySet

__all__ = [
    "AgreementQuerySet",
    "AskedPersonQuerySet",
    "DatePollQuerySet",
    "FeedbackQuerySet",
    "FollowUpQuerySet",
    "GroupMemberQuerySet",
    "IdeaProposalQuerySet",
    "InvitationQuerySet",
    "MeetingMessageQuerySet",
    "MeetingQuerySet",
    "MinutesQuerySet",
    "MinutesVersionQuerySet",
    "NoteFieldQuerySet",
    "PastImportQuerySet",
    "PracticalNeedQuerySet",
    "ProgrammeItemQuerySet",
    "RemarkQuerySet",
    "SpeakerRequestQuerySet",
    "WishQuerySet",
    "WorkGroupQuerySet",
]
