"""Something to look at on a new installation: an account a role, a token, and the sample stories."""

import json
import os
import secrets
from pathlib import Path
from typing import Any

import pghistory
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from incidents.management.commands.submit import from_file, submit_and_queue
from incidents.models import Token, User
from incidents.vocabulary import Scope

ROLES = ("admin", "editor", "analyst", "submitter", "viewer")
SCOPES = [Scope.READ, Scope.DRAFTS, Scope.SUBMIT]
SAMPLES = "samples"


class Command(BaseCommand):
    help = (
        "Make demo accounts (once; their random passwords are kept in var/demo.json, mode 0600), a token that may"
        " read everything and submit, and submit the sample stories. Later runs keep all that and note the URL."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--url", required=True, help="The address at which the web server answers.")
        parser.add_argument(
            "--new-passwords", action="store_true", help="Give existing demo accounts new ones."
        )

    def handle(self, *, url: str, new_passwords: bool, **options: Any) -> None:
        kept, draft = settings.VAR / "demo.json", settings.VAR / "demo.json.new"
        known = _read(kept) or _read(draft) or {}
        passwords = {account["username"]: account["password"] for account in known.get("accounts", [])}
        if new_passwords:
            passwords = {}
        for role in ROLES:
            if role not in passwords and (new_passwords or not User.objects.filter(username=role).exists()):
                passwords[role] = secrets.token_urlsafe(12)
        content: dict[str, Any] = {
            "url": url,
            "accounts": _accounts(passwords),
            "token": known.get("token", ""),
        }
        # passwords are on the disk before accounts have them: a death in between locks nobody out
        _write(draft, content)
        with pghistory.context(actor="demo", verb="set up"), transaction.atomic():
            accounts = {role: self.account(role, passwords, new_passwords) for role in ROLES}
            if not Token.objects.living(content["token"]):
                _, content["token"] = Token.objects.issue(accounts["admin"], name="Demo", scopes=SCOPES)
            _write(draft, content)
        self.submit_samples()
        draft.replace(kept)  # last: its being there says that all the rest is
        self.stdout.write(f"demo: accounts, passwords and a token in {kept}")

    def account(self, role: str, passwords: dict[str, str], new_passwords: bool) -> User:
        user, is_new = User.objects.get_or_create(
            username=role, defaults={"is_staff": True, "is_superuser": role == "admin"}
        )
        if is_new:
            user.groups.set(Group.objects.filter(name=role))
        if is_new or (new_passwords and role in passwords):
            user.set_password(passwords[role])
            user.save(update_fields=["password"])
        elif role not in passwords:
            self.stderr.write(f"demo: {role} keeps the password it has; --new-passwords gives it another")
        return user

    def submit_samples(self) -> None:
        new = 0
        for path in sorted((settings.BASE_DIR / SAMPLES).glob("*.txt")):
            try:
                new += submit_and_queue(**from_file(path.name, path.read_bytes(), {})).is_new
            except ValidationError as error:
                self.stderr.write(f"{path.name}: {error.messages}")
        self.stdout.write(f"demo: {new} sample stories submitted")


def _accounts(passwords: dict[str, str]) -> list[dict[str, str]]:
    return [
        {"username": role, "password": passwords[role], "role": role} for role in ROLES if role in passwords
    ]


def _read(path: Path) -> dict[str, Any] | None:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return content if isinstance(content, dict) else None


def _write(path: Path, content: dict[str, Any]) -> None:
    """Readable by ourselves alone, and whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{os.getpid()}")
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(json.dumps(content, indent=2) + "\n")
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
