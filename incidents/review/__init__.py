"""What people do to incidents, one verb a file. Browser, API and commands call these and nothing below them.

Each verb checks the right, locks the row, compares the version seen, acts, and leaves in the history who did it
and why; it returns the incident as it then stands. ``permissions`` is the table of who may do what.
"""

from incidents.review.accept import accept
from incidents.review.acknowledge import acknowledge
from incidents.review.apart import apart, ask_again
from incidents.review.assign import assign
from incidents.review.choose import choose
from incidents.review.confirm import confirm
from incidents.review.create import create
from incidents.review.edit import edit
from incidents.review.errors import ChangedSince, NotAllowed, Stale, WrongStatus
from incidents.review.ground import ground
from incidents.review.link import link, unlink
from incidents.review.merge import merge
from incidents.review.publish import publish
from incidents.review.reject import reject
from incidents.review.reopen import reopen
from incidents.review.revert import revert
from incidents.review.split import split
from incidents.review.undo import undo_step
from incidents.review.unmerge import Unmerged, unmerge

__all__ = [
    "ChangedSince",
    "NotAllowed",
    "Stale",
    "Unmerged",
    "WrongStatus",
    "accept",
    "acknowledge",
    "apart",
    "ask_again",
    "assign",
    "choose",
    "confirm",
    "create",
    "edit",
    "ground",
    "link",
    "merge",
    "publish",
    "reject",
    "reopen",
    "revert",
    "split",
    "undo_step",
    "unlink",
    "unmerge",
]
