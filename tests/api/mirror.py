"""Somebody who keeps a copy, and does what the guide says and no more."""

from rest_framework.test import APIClient

from incidents.models import Incident

INCIDENTS, DELETED = "/api/v1/incidents", "/api/v1/deleted"
BEGINNING = "2000-01-01T00:00:00Z"


def pages(client: APIClient, address: str, **asked: object) -> list[dict]:
    rows, cursor = [], {}
    while cursor is not None:
        answer = client.get(address, {**asked, **cursor})
        assert answer.status_code == 200, answer.content
        rows += answer.json()["results"]
        following = answer.json()["next_cursor"]
        cursor = {"cursor": following} if following else None
    return rows


class Mirror:
    def __init__(self, client: APIClient) -> None:
        self.client = client
        self.copy: dict[int, int] = {}
        self.changed = self.gone = BEGINNING

    def look(self) -> None:
        changed = pages(self.client, INCIDENTS, updated_since=self.changed, fields="id,version,updated_at")
        gone = pages(self.client, DELETED, updated_since=self.gone)
        self.copy |= {row["id"]: row["version"] for row in changed}
        for row in gone:
            self.copy.pop(row["id"], None)
        self.changed = max([self.changed, *(row["updated_at"] for row in changed)])
        self.gone = max([self.gone, *(row["gone_at"] for row in gone)])


def public() -> dict[int, int]:
    return dict(Incident.objects.public().values_list("pk", "version"))
