"""Wiring only. The Celery app is imported here so that every ``shared_task`` finds it."""

from tracker.celery import app as celery_app

__all__ = ["celery_app"]
