"""The outlet of an article: known by its name, else by the domain of the address."""

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from incidents.ingestion.addresses import domain
from incidents.ingestion.errors import wrong
from incidents.models import Source

LONGEST = 200


def source_of(*, name: str, url: str, site: str = "") -> Source | None:
    """``site`` is what the page calls its outlet: it names a new one, but chooses none against the address."""
    name = " ".join(name.split())
    at = domain(url)
    if len(name) > LONGEST:
        raise wrong("source", _("expected at most %(longest)s characters.") % {"longest": LONGEST})
    if not name and not at:
        return _named(" ".join(site.split())[:LONGEST], "") if site.strip() else None
    if name:
        return _named(name, at)
    return _at(at) or _named(" ".join(site.split())[:LONGEST] or at, at)


def _at(host: str) -> Source | None:
    of_host = Source.objects.filter(Q(domain=host) | Q(aliases__contains=[host]))
    return of_host.order_by("id").first()


def _named(name: str, at: str) -> Source:
    """Two who bring the first article of an outlet at once get one outlet: the loser finds the winner's row."""
    known = (
        Source.objects.filter(name__iexact=name).first()
        or Source.objects.filter(aliases__contains=[name]).order_by("id").first()
    )
    if known:
        return known
    if at:
        # until now the outlet had its address for a name
        unnamed = Source.objects.filter(domain=at, name=at).first()
        if unnamed:
            unnamed.name = name
            unnamed.save(update_fields=["name"])
            return unnamed
    try:
        with transaction.atomic():
            taken = bool(at) and _at(at) is not None
            return Source.objects.create(name=name, domain="" if taken else at)
    except IntegrityError:
        return Source.objects.filter(Q(name__iexact=name) | Q(domain=at) & ~Q(domain="")).order_by("id")[0]
