"""One search over all that the reader may see."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from partnership.common import contributions
from partnership.common.limits import by_whoever, limited
from partnership.common.middleware import drops_nul
from partnership.common.searching import LONGEST, MANY, Sought

# In an hour: far more than anybody reads.
SEARCHES = 600


@drops_nul
@login_not_required
@never_cache
@require_safe
@limited("search", SEARCHES, by_whoever, is_search=True)
def search(request: HttpRequest) -> HttpResponse:
    """``?q=`` what is looked for, ``?i=`` the one group that is asked for."""
    typed = request.GET.get("q", "")
    sought = Sought.of(typed, request.GET.get("i", "")[:20])
    groups = contributions.search(request.user, sought) if sought.words else []
    context = {
        "sought": sought,
        # Whole, also where it was cut: nobody writes it twice.
        "typed": typed.replace("\x00", ""),
        "groups": groups,
        "shown": sum(len(group.hits) for group in groups),
        "most": MANY,
        "longest": LONGEST,
    }
    return render(request, "overview/search.html", context)
