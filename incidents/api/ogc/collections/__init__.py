from incidents.api.ogc.collections.bases import Bases
from incidents.api.ogc.collections.collection import Collection
from incidents.api.ogc.collections.incidents import Incidents
from incidents.api.ogc.collections.presences import Presences

COLLECTIONS: dict[str, Collection] = {each.id: each for each in (Incidents(), Bases(), Presences())}

__all__ = ["COLLECTIONS", "Collection"]
