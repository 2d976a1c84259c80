"""A small cast: Alice the analyst, Bob the editor, Charlie without rights; and the roles at the edges."""

from django.contrib.auth.models import Group

from incidents.models import User

PASSWORD = "correct-horse-battery"


def person(username: str, *roles: str) -> User:
    user = User.objects.create_user(username, password=PASSWORD, is_staff=bool(roles))
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


def alice() -> User:
    return person("alice", "analyst")


def bob() -> User:
    return person("bob", "editor")


def charlie() -> User:
    """Has an account, and no role."""
    return person("charlie")


def everybody() -> dict[str, User]:
    """One account a role, by the role's name, and ``nobody`` with none."""
    roles = ("viewer", "submitter", "analyst", "editor", "admin")
    return {"nobody": charlie()} | {role: person(f"the_{role}", role) for role in roles}
