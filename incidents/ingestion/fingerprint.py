"""Simhash (Charikar 2002): near-identical texts get fingerprints that differ in few bits."""

import re
from hashlib import blake2b

import numpy as np

SHINGLE = 4
BITS = 64
_WORD = re.compile(r"\w+")


def shingles(text: str) -> set[str]:
    """Every run of four words, in small letters."""
    words = [match.group() for match in _WORD.finditer(text.casefold())]
    return {" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)}


def fingerprint(text: str) -> int | None:
    """64 bits, as the signed integer that PostgreSQL stores; None where there are too few words to compare."""
    runs = shingles(text)
    if len(runs) <= SHINGLE:
        return None
    digests = b"".join(blake2b(run.encode(), digest_size=8).digest() for run in runs)
    ones = np.unpackbits(np.frombuffer(digests, np.uint8).reshape(-1, 8), axis=1, bitorder="little").sum(
        axis=0
    )
    bits = int.from_bytes(np.packbits(2 * ones > len(runs), bitorder="little").tobytes(), "little")
    return bits - (1 << BITS) if bits >> (BITS - 1) else bits


def distance(a: int, b: int) -> int:
    """Bits that differ. Copies of one story stay within a handful of 64, strangers are near 32."""
    return ((a ^ b) & ((1 << BITS) - 1)).bit_count()
