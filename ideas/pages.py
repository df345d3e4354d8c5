"""Addresses of the room's pages as other files of it name them; empty where there is no such page."""

from __future__ import annotations

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from ideas.mailing import acting_links
from ideas.models import Idea
from municipalities.models import Municipality
from partnership.people.models import User


def of(idea: Idea, name: str) -> str:
    """The page ``ideas:<name>`` of one idea."""
    return _reversed(f"ideas:{name}", idea.pk)


def intake(municipality: Municipality) -> str:
    """Where the municipality opens its intake and writes its leader's address."""
    return _reversed("ideas:intake", municipality.slug)


def elsewhere() -> str:
    """The contact's list, cut down to what lies with others."""
    found = _reversed("ideas:list")
    return f"{found}?vis=andre" if found else ""


def from_mail(idea: Idea, person: User, name: str = "acting") -> str:
    """An absolute address where ``person`` acts on the idea without signing in."""
    return acting_links.url(idea, person, name)


def absolute(path: str) -> str:
    return settings.PORTAL_URL + path


def _reversed(name: str, *args: object) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def gather() -> str:
    """«Fire ting ventet. Gi alle ny dato»."""
    return reverse("ideas:gather")
