FROM python:3.12-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
COPY requirements.txt .
RUN python -m venv /venv && /venv/bin/pip install --require-hashes -r requirements.txt

FROM python:3.12-slim
# Pango, for PDF.
RUN apt-get update && apt-get install --no-install-recommends -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 STATIC_ROOT=/app/staticfiles PORTAL_DATA_DIR=/data
RUN useradd --system --uid 10001 portal && mkdir /data && chown portal /data
COPY --from=build /venv /venv
WORKDIR /app
COPY . .
# Values that exist only while the files are collected; nothing of them stays in the image.
RUN SECRET_KEY=only-while-the-files-are-collected-and-never-kept-anywhere PORTAL_URL=https://build.invalid DATABASE_URL=postgresql://build/build REDIS_URL=redis://build \
    EMAIL_URL=smtp://build MAIL_FROM=build@build.invalid \
    sh -c "python manage.py compile_translations && python manage.py collectstatic --noinput"
USER portal
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s \
    CMD ["python", "-m", "partnership.launch.healthy", "web"]
CMD ["gunicorn", "-c", "partnership/launch/gunicorn.conf.py", "partnership.wsgi"]
