"""Ideas, their life, and what is written about them; one noun a file."""

from ideas.models.idea import Idea, IdeaAccess, IdeaSender, IdeaYear, Visibility
from ideas.models.intake import Intake
from ideas.models.life import BrokerRequest, EventKind, IdeaEvent, PassingOn, Reminder, StandingConsent
from ideas.models.logged import IdeaEntry
from ideas.models.money import Anchoring, Application, LeaderRequest
from ideas.models.outline import OutlineSection, ProjectOutline, ReplacedText
from ideas.models.results import Applause, Lesson, Support
from ideas.models.talk import Attachment, Comment, Message, Note
from ideas.models.together import Follow, SameNeed

__all__ = [
    "Anchoring", "Applause", "Application", "Attachment", "BrokerRequest", "Comment", "EventKind", "Follow", "Idea",
    "IdeaAccess", "IdeaEntry", "IdeaEvent", "IdeaSender", "IdeaYear", "Intake", "LeaderRequest", "Lesson", "Message",
    "Note", "OutlineSection", "PassingOn", "ProjectOutline", "Reminder", "ReplacedText", "SameNeed",
    "StandingConsent", "Support", "Visibility",
]  # fmt: skip
