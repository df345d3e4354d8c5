"""Signed links for people who are not signed in.

A token is ``<pk>.<version>.<signature>``: one salt per purpose, so that a token for one thing opens no other;
raising the stored version revokes every earlier token. Nothing secret is stored.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing


class BadLink(Exception):
    """The token is malformed, forged, or made for another purpose."""


@dataclass(frozen=True)
class Link:
    pk: int
    version: int


def make(purpose: str, pk: int, version: int) -> str:
    return signing.Signer(salt=f"portal.link.{purpose}", sep=".").sign(f"{pk}.{version}")


def is_ours(purpose: str, token: str) -> bool:
    """Whether we have signed it, revoked or not."""
    try:
        read(purpose, token)
    except BadLink:
        return False
    return True


def read(purpose: str, token: str) -> Link:
    """What a token points at; the caller compares ``version`` with the stored one. Raises BadLink."""
    try:
        value = signing.Signer(salt=f"portal.link.{purpose}", sep=".").unsign(token)
        pk, version = value.split(".")
        return Link(int(pk), int(version))
    except (signing.BadSignature, ValueError) as error:
        raise BadLink from error
