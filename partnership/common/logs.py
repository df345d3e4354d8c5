"""Log lines as JSON, one object a line, with what the caller put in ``extra``; the route, never the path.

Paths hold the tokens of mailed links, and Django writes them: in its messages, and as the request itself.
"""

from __future__ import annotations

import json
import logging
import re
from typing import Any

from django.http import HttpRequest

# What every record has; the rest was put there by the caller.
_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
# «<pk>.<version>.<signature>» (common.links): wherever it turns up, such as in the text of an exception.
_TOKEN = re.compile(r"\b\d+\.\d+\.[\w-]{20,}")
# The path of an address, or alone; a host before it may stay.
_PATH = re.compile(r"(?<![/:\w])/\S*|(?<=://)([^/\s]+)/\S*")


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        extra = {key: value for key, value in vars(record).items() if key not in _OWN}
        event = record.getMessage()
        request = extra.get("request")
        if isinstance(request, HttpRequest):
            del extra["request"]
            route = route_of(request)
            extra |= {"method": request.method, "route": route}
            event = _without_path(record, route)
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": event,
        }
        line |= {key: value for key, value in extra.items() if key not in line}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return _TOKEN.sub("…", json.dumps(line, default=str, ensure_ascii=False))


def route_of(request: HttpRequest) -> str:
    """The pattern of the address, such as «svar/<str:token>/»; «-» where none fits."""
    return request.resolver_match.route if request.resolver_match else "-"


def _without_path(record: logging.LogRecord, route: str) -> str:
    """The message with the route where Django writes the path, or a whole address that somebody came from."""
    given: Any = record.args if isinstance(record.args, tuple) else ()
    args = tuple(
        _PATH.sub(lambda found: f"{found[1] or ''}/{route}", value) if isinstance(value, str) else value
        for value in given
    )
    return str(record.msg) % args if args else _PATH.sub("/…", str(record.msg))


def formatter() -> logging.Formatter:
    return JsonFormatter()
