"""The nouns (docs/models/). Every change of every one of them is a Revision, written by the database."""

from incidents.models.actors import Actor, Tie
from incidents.models.articles import Article, Batch, Reading, Receipt, Source
from incidents.models.candidates import Apart, Candidate
from incidents.models.desk import Comment, Job, JobRow, Notice, SavedView, Skip, Verdict, Visit
from incidents.models.doubles import Distinct, Double
from incidents.models.evidence import Counter, Evidence, Statement
from incidents.models.ged import GedEvent, GedVersion
from incidents.models.idempotency import IdempotencyKey
from incidents.models.incidents import (
    Campaign,
    Casualties,
    Incident,
    Membership,
    Participation,
    PublicIdCounter,
    Relation,
    Report,
    WeaponUse,
)
from incidents.models.labels import translate
from incidents.models.people import Token, User
from incidents.models.places import Base, Place, Presence
from incidents.models.snapshots import Snapshot, SnapshotFile
from incidents.models.tallies import Tally
from incidents.models.tombstones import Tombstone
from incidents.models.triggers import Trigger
from incidents.models.webhooks import Delivery, Webhook

__all__ = [
    "Actor",
    "Apart",
    "Article",
    "Base",
    "Batch",
    "Campaign",
    "Candidate",
    "Casualties",
    "Comment",
    "Counter",
    "Delivery",
    "Distinct",
    "Double",
    "Evidence",
    "GedEvent",
    "GedVersion",
    "IdempotencyKey",
    "Incident",
    "Job",
    "JobRow",
    "Membership",
    "Notice",
    "Participation",
    "Place",
    "Presence",
    "PublicIdCounter",
    "Reading",
    "Receipt",
    "Relation",
    "Report",
    "SavedView",
    "Skip",
    "Snapshot",
    "SnapshotFile",
    "Source",
    "Statement",
    "Tally",
    "Tie",
    "Token",
    "Tombstone",
    "Trigger",
    "User",
    "Verdict",
    "Visit",
    "WeaponUse",
    "Webhook",
]

translate(model for model in vars().copy().values() if isinstance(model, type) and model.__name__ in __all__)
