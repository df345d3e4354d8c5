"""Warnings from our modules are errors (pyproject's ``filterwarnings``), however deep the module lies."""

from __future__ import annotations

import warnings

import pytest
from django.utils.deprecation import RemovedInDjango60Warning


@pytest.mark.parametrize("module", ["partnership.common.links", "brokers.models", "meetings.views.board", "overview"])
@pytest.mark.parametrize("kind", [UserWarning, DeprecationWarning])
def test_a_warning_from_our_own_module_is_an_error(module, kind):
    with pytest.raises(kind):
        warnings.warn_explicit("old", kind, "file.py", 1, module=module)


def test_what_the_next_django_takes_away_is_an_error_wherever_it_is_used():
    with pytest.raises(RemovedInDjango60Warning):
        warnings.warn_explicit("old", RemovedInDjango60Warning, "file.py", 1, module="django.forms.fields")
