"""How often a thing may be asked for: counted for an hour in the shared cache, so that all workers count together.

With the cache away nothing is counted: a portal without it is still of use.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import get_resolver
from django.utils.crypto import salted_hmac

from partnership.common import links

log = logging.getLogger(__name__)
AN_HOUR = 3600
# Of one link from one address: a person with pages, files and answers, or a calendar that asks every minute.
USES_OF_A_LINK = 120
# Of one link that many have, from one address: a whole municipality may answer a survey in the same hour.
USES_OF_A_SHARED_LINK = 4000
# From one address, of all links together: cut off by mail programs, or guessed.
LINKS_THAT_ARE_NONE = 300
# Of a page that follows along every few seconds, in two windows.
USES_BY_A_PAGE = 4000
View = Callable[..., HttpResponseBase]
Who = Callable[..., str]


def by_address(request: HttpRequest, **kwargs: Any) -> str:
    """The network address the request comes from, behind ``TRUSTED_PROXIES``; empty when it cannot be known.

    Of an IPv6 address the first half: one household or office has all of the rest.
    """
    try:
        address = ipaddress.ip_address(get_adapter(request).get_client_ip(request))
    except (PermissionDenied, ImproperlyConfigured, ValueError):
        return ""
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)


def by_link(request: HttpRequest, token: str = "", **kwargs: Any) -> str:
    """The mailed link that is used."""
    return token


def by_person(request: HttpRequest, **kwargs: Any) -> str:
    return str(request.user.pk or "")


def by_whoever(request: HttpRequest, **kwargs: Any) -> str:
    """The person, or the address of a stranger."""
    return by_person(request) or by_address(request)


def limited(name: str, number: int, who: Who = by_address, *, is_search: bool = False) -> Callable[[View], View]:
    """Answer with the 429 page when ``who`` has sent the view more than ``number`` forms within the hour; a search
    is counted whatever the method."""
    what = "search" if is_search else "form"

    def decorate(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if (is_search or request.method == "POST") and is_too_often(name, who(request, **kwargs), number):
                return _too_many_requests(request, what)
            return view(request, *args, **kwargs)

        return counted

    return decorate


def _uses(purpose: str, follows: bool, is_shared: bool, who: str) -> tuple[str, str, int]:
    if follows:
        return f"follow:{purpose}", who, USES_BY_A_PAGE
    return f"link:{purpose}", who, USES_OF_A_SHARED_LINK if is_shared else USES_OF_A_LINK


def limited_link(purpose: str, *, follows: bool = False, is_shared: bool = False) -> Callable[[View], View]:
    """Answer with the 429 page when a link of ours is used too often, or an address tries too many that are none.

    Whoever has a link of their own is counted with nobody else: thousands answer in the same minutes, and a whole
    municipality may have one address. Counted whatever the method. What a page that ``follows`` along asks by itself
    is counted by itself. One that ``is_shared`` is used by many people from the same address.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, token: str, **kwargs: Any) -> HttpResponseBase:
            address = by_address(request)
            if links.is_ours(purpose, token):
                is_too_many = is_too_often(*_uses(purpose, follows, is_shared, f"{token} {address}"))
            else:
                is_too_many = is_too_often("no-link", address, LINKS_THAT_ARE_NONE)
            if is_too_many:
                return _too_many_requests(request, "link")
            return view(request, *args, token=token, **kwargs)

        return counted

    return decorate


def is_too_often(name: str, who: str, number: int) -> bool:
    """Count once more; whether that is more than ``number`` within the hour that began with the first.

    Under a key made with the portal's secret: a plain hash of a network address is found by trying them all.
    """
    if not who:
        return False
    key = f"limit:{name}:{salted_hmac('portal.limit', who, algorithm='sha256').hexdigest()[:32]}"
    try:
        cache.add(key, 0, AN_HOUR)
        return int(cache.incr(key)) > number
    except Exception:
        log.warning("a limit could not be counted", extra={"limit": name})
        return False


def _too_many_requests(request: HttpRequest, what: str) -> HttpResponseBase:
    """The portal's own page, named in the root URLconf as Django's other error pages are. ``what`` was too often:
    «form», «link» or «search»."""
    page: Callable[..., HttpResponseBase] = get_resolver().resolve_error_handler(429)
    return page(request, wait=dt.timedelta(seconds=AN_HOUR), what=what)
