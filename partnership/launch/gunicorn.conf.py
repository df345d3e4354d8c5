"""Gunicorn as the portal runs it. Requests are logged by the portal itself, by route and not by path."""

import os

from gunicorn.http import message  # type: ignore[import-untyped]

from partnership import environment

bind = f"{os.environ.get('BIND', '0.0.0.0')}:{environment.integer('PORT', 8000)}"  # noqa: S104 – a container's only address
workers = environment.integer("WEB_WORKERS", 2, least=1)
threads = environment.integer("WEB_THREADS", 4, least=1)
worker_class = "gthread"
preload_app = True
accesslog = None
control_socket_disable = True
max_requests = 5000
max_requests_jitter = 500
graceful_timeout = 20
timeout = 60
# Room for a search of 10,000 signs of any kind, which are up to nine bytes each: the portal cuts it with a word about
# it and keeps what was written, and the server's own page does neither. Gunicorn knows 8,190 or no limit at all.
limit_request_line = message.MAX_REQUEST_LINE = 96 * 1024


def post_fork(server, worker):  # type: ignore[no-untyped-def]
    """A worker opens its own database connections."""
    from django.db import connections

    connections.close_all()
