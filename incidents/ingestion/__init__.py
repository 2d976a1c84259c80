"""From an article handed in to drafts in the database."""

from incidents.ingestion.errors import TooLarge
from incidents.ingestion.read import Outcome, get_ready, lost, read, reread
from incidents.ingestion.submit import Submitted, submit

__all__ = ["Outcome", "Submitted", "TooLarge", "get_ready", "lost", "read", "reread", "submit"]
