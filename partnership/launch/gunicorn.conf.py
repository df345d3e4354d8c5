"""Gunicorn as the portal runs it. Requests are logged by the portal itself, by route and not by path."""

import os

bind = f"{os.environ.get('BIND') or '0.0.0.0'}:{os.environ.get('PORT') or 8000}"  # noqa: S104 – a container's only address
workers = int(os.environ.get("WEB_WORKERS") or 2)
threads = int(os.environ.get("WEB_THREADS") or 4)
worker_class = "gthread"
preload_app = True
accesslog = None
control_socket_disable = True
max_requests = 5000
max_requests_jitter = 500
graceful_timeout = 20
timeout = 60


def post_fork(server, worker):  # type: ignore[no-untyped-def]
    """A worker opens its own database connections."""
    from django.db import connections

    connections.close_all()
