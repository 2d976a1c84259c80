from incidents.models import Campaign, Incident, User
from incidents.review.change import change, touch


def add_to_campaign(
    incident: Incident, campaign: Campaign, *, by: User, seen_version: int, reason: str = ""
) -> Incident:
    with change(
        incident,
        verb="add_to_campaign",
        permission="change_incident",
        by=by,
        seen_version=seen_version,
        reason=reason,
    ) as row:
        if not row.campaigns.filter(pk=campaign.pk).exists():
            row.campaigns.add(campaign)
            touch(row)
        return row


def take_from_campaign(
    incident: Incident, campaign: Campaign, *, by: User, seen_version: int, reason: str = ""
) -> Incident:
    with change(
        incident,
        verb="take_from_campaign",
        permission="change_incident",
        by=by,
        seen_version=seen_version,
        reason=reason,
    ) as row:
        if row.campaigns.filter(pk=campaign.pk).exists():
            row.campaigns.remove(campaign)
            touch(row)
        return row
