"""Telling others what was published, changed and gone, by requests to addresses of theirs: Standard Webhooks 1.0.

1. ``owning`` is what an owner does: makes one, changes it, tries it
2. ``tell`` writes a message for each change that a webhook asks for, and moves its position, in one transaction
3. ``send`` sends what is due, tries again what failed, and notes what became of it

A worker that dies between loses nothing: what was written and not noted as sent is sent again.
"""
