"""Which language a text is in. Only English is read; what is not, must not be read into nonsense."""

import re
from functools import cache

from django.utils.translation import gettext as _
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from incidents.ingestion.errors import wrong

READ = "en"
# Languages that news of conflict comes in. The model knows 97, and among the small ones it errs.
LIKELY = """ar az bg bn cs da de el en es et fa fi fr he hi hr hu hy id it ja ka kk ko ku ky lt lv mr ms ne nl no
    pa pl ps pt ro ru si sk so sq sr sv sw ta te th tl tr uk ur uz vi zh"""
SAMPLE = 5000  # characters from each of two places
SHORT = 12  # words, below which a guess is weak
SURE = 0.9
_OFTEN = frozenset(
    (
        "the",
        "of",
        "and",
        "to",
        "was",
        "were",
        "that",
        "with",
        "said",
        "from",
        "has",
        "have",
        "had",
        "which",
        "by",
        "after",
    )
)
_CODE = re.compile(r"^([a-z]{2,3})(?:[-_][a-z0-9]{2,8})*$")
_TWO_LETTERS = {"eng": "en", "fra": "fr", "fre": "fr", "ara": "ar", "rus": "ru", "ukr": "uk", "spa": "es"}


def language_code(given: str) -> str:
    """``en-US`` -> ``en``; blank stays blank."""
    given = given.strip().lower()
    if not given:
        return ""
    match = _CODE.match(given)
    if not match:
        raise wrong("language", _('expected an ISO 639-1 code such as "en".'))
    return _TWO_LETTERS.get(match[1], match[1])


def detected(text: str) -> str:
    middle = len(text) // 2
    sample = text[:SAMPLE] + (text[middle : middle + SAMPLE] if len(text) > 3 * SAMPLE else "")
    if _is_plainly_english(sample):
        return READ
    ranked = dict(_identifier().rank(sample))
    language = max(ranked, key=ranked.__getitem__)
    if language == READ:
        return READ
    is_weak = len(sample.split()) < SHORT or ranked[language] < SURE
    return READ if is_weak and _is_plain(sample) and ranked[READ] > 0.01 else language


def _is_plainly_english(text: str) -> bool:
    """By the words that every English text is full of, and no other: of most articles the model, which takes as
    long as all the rest of taking one in, need not be asked."""
    words = text.lower().split()
    often = [word for word in words if word in _OFTEN]
    is_full_of_them = len(often) > 0.15 * len(words) and often.count("the") > 0.03 * len(words)
    return len(words) >= 4 * SHORT and is_full_of_them and len(set(often)) > 4


def _is_plain(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and sum(c.isascii() for c in letters) > 0.98 * len(letters)


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LIKELY.split())
    return identifier
