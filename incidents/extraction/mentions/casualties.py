"""Who was hurt, and how many: killed, wounded, missing, captured, displaced.

Reads: "killed two Americans", "killing at least 60 civilians and wounding 98", "six inmates were killed and
27 injured", "left at least 42 people dead", "eight people being injured", "30 dead", "died of wounds", "lost
their lives", "claimed about 42 lives", "cost a contractor his life", "shot dead", "the death toll rose to
35", "bringing the toll to 50", "the deaths of 12 people", "found the bodies of 20 men", "including three
children", "two of whom", "several were being evaluated for brain injuries", "in critical condition", "no
casualties were reported", "there were no injuries", "nobody was hurt", "two soldiers were missing", "abducted
276 girls", "displaced 3,000 families".

One mention per group of victims: "killed a judge and seven members of his family" is one and seven. A victim
without a number is one ("killed an Iraqi soldier"); a person killed by name is at least one ("killed General
Qassem Soleimani").

Does not read: "killed the bill", "died down", "deadly" alone, cattle, "casualties" of no said kind ("40
casualties"), pronouns that stand for victims counted before ("they were killed"). Wars' totals are read and
marked ``is_campaign``; what is denied, planned or imagined is left to modifiers.
"""

from __future__ import annotations

from functools import lru_cache

from incidents.extraction.mentions import casualty_phrases, casualty_verbs
from incidents.extraction.mentions.casualty_findings import Findings
from incidents.extraction.mentions.casualty_words import SINCE, STRETCH, SUPERLATIVE
from incidents.extraction.mentions.victims import Tokens
from incidents.extraction.records import CasualtyMention, Sentence


def find(sentence: Sentence) -> list[CasualtyMention]:
    if sentence.doc is None:
        return []
    found = Findings(Tokens(sentence), _is_campaign)
    casualty_verbs.read(found)
    casualty_phrases.read(found)
    return found.unique()


@lru_cache(maxsize=8)
def _is_campaign(text: str) -> bool:
    """Figures of a war or a stretch of time; "the deadliest attack since 2007" is about the attack."""
    since = SINCE.search(text)
    return bool(STRETCH.search(text)) or (since is not None and not SUPERLATIVE.search(text[: since.start()]))
