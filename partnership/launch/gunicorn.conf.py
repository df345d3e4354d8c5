"""Gunicorn as the portal runs it. Requests are logged by the portal itself, by route and not by path."""

import os

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
# The longest there is: a long search is cut by the portal, with a word about it, and not by the server.
limit_request_line = 8190


def post_fork(server, worker):  # type: ignore[no-untyped-def]
    """A worker opens its own database connections."""
    from django.db import connections

    connections.close_all()
