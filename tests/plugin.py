"""Loaded by pytest before pytest-django (pyproject's addopts), so that settings find running servers."""

from partnership.launch import testing

testing.start()
