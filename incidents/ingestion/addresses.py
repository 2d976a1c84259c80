"""Addresses of articles, in the one form by which two of them are compared."""

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from django.utils.translation import gettext as _

from incidents.ingestion.errors import wrong

LONGEST = 2000
_TRACKING = re.compile(
    r"^(?:utm_.*|at_(?:medium|campaign|link.*|ptr_name|format|bbc_team)|mc_[ce]id|(?:fb|g|dc|ms|tw|y|wbraid|gbraid)clid"
    r"|igshid|igsh|_ga|_gl|cmpid|ocid|smid|smtyp|ref|ref_src|ref_url|spm|yclid|mkt_tok|__twitter_impression)$",
    re.IGNORECASE,
)
_KEPT = "/%:@!$&'()*+,;=~"


def checked(url: str) -> str:
    url = url.strip()
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        is_web = parts.scheme.lower() in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        is_web = False
    if not is_web or re.search(r"[\s\x00-\x1f\x7f\ud800-\udfff]", url):
        raise wrong("url", _("expected a web address such as https://example.org/2024/01/20/story."))
    if len(url) > LONGEST or len(canonical(url)) > LONGEST:
        raise wrong("url", _("expected at most %(longest)s characters.") % {"longest": LONGEST})
    return url


def canonical(url: str) -> str:
    """Two addresses of one article have one canonical form; it is for comparison, not for following.

    Scheme and host count in small letters, http as https; what only says where the reader came from is
    dropped. A site's front page is no article's address: it has none.
    """
    parts = urlsplit(url)
    path = quote(parts.path.rstrip("/"), safe=_KEPT)
    named = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.match(name)
    ]
    if not path and not named:
        return ""
    host = (parts.hostname or "").lower()
    host = f"[{host}]" if ":" in host else host
    port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
    return urlunsplit(("https", f"{_ascii(host)}{port}", path, urlencode(named), ""))


def domain(url: str) -> str:
    return _ascii((urlsplit(url).hostname or "").lower()).removeprefix("www.")[:253] if url else ""


def _ascii(host: str) -> str:
    try:
        return host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        return quote(host)
