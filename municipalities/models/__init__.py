"""Municipalities, the role of FoUI contact, and what municipalities show and learn; one noun a file."""

from municipalities.models.experience import Experience, ExperiencePicture, Trial
from municipalities.models.place import CouncilMembership, FouiContact, Municipality, RegionalCouncil
from municipalities.models.strategy import Goal, Measure, Milestone, Phase, Strategy, StrategyDocument, StrategyReader
from municipalities.models.survey import QUESTIONS, Sector, Survey, SurveyAnswer, SurveyText

__all__ = [
    "QUESTIONS", "CouncilMembership", "Experience", "ExperiencePicture", "FouiContact", "Goal", "Measure",
    "Milestone", "Municipality", "Phase", "RegionalCouncil", "Sector", "Strategy", "StrategyDocument",
    "StrategyReader", "Survey", "SurveyAnswer", "SurveyText", "Trial",
]  # fmt: skip
