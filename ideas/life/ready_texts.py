"""Kind words to begin from when a municipality does not go on with an idea. The contact changes them freely."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class ReadyText:
    """``key`` stands in the address; ``because`` ends «Ikke nå, fordi …»; ``text`` is what the sender may read."""

    key: str
    because: _StrPromise
    text: _StrPromise


NOT_NOW = (
    ReadyText(
        "leder",
        _("it belongs with the leader"),
        _(
            "Thank you for the idea. This is something your own leader can decide, and decide quickly. Take it up "
            "there, and feel free to say that you have talked with me. If you do not get on, write to me again."
        ),
    ),
    ReadyText(
        "drift",
        _("it belongs with operations"),
        _(
            "Thank you for telling us. This is a matter for operations, and is better put right there than as a "
            "project. Tell those who keep it going, and they take it from there."
        ),
    ),
    ReadyText(
        "i-gang",
        _("it is already under way"),
        _(
            "Thank you for the idea. We are already working on this, so you have seen something that matters. Would "
            "you like to take part? Write to me, and I will put you in touch with those who work on it."
        ),
    ),
    ReadyText(
        "ikke-na",
        _("it does not fit in now"),
        _(
            "Thank you for the idea. We do not go on with it now, since we have neither the people nor the money for "
            "it this year. It is kept, and can be taken up again when that changes."
        ),
    ),
)
BY_KEY = {one.key: one for one in NOT_NOW}


def find(key: str) -> ReadyText | None:
    return BY_KEY.get(key)
