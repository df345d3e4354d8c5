"""The same done with several ideas: each its own event, and what cannot be is named and left as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction

from ideas.models import Idea

MOST = 50


@dataclass
class Done:
    """``refused``: sentences by idea."""

    done: list[Idea] = field(default_factory=list)
    refused: list[tuple[Idea, str]] = field(default_factory=list)


def each(ideas: Iterable[Idea], do: Callable[[Idea], object]) -> Done:
    """``do`` raises ValidationError for what cannot be."""
    found = Done()
    for idea in ideas:
        try:
            with transaction.atomic():
                do(idea)
        except ValidationError as error:
            found.refused.append((idea, " ".join(error.messages)))
        else:
            found.done.append(idea)
    return found
