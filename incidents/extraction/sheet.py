"""A draft in the making: the words each field stands on, and how near they stand to the event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from incidents.extraction.confidence import Standing
from incidents.extraction.records import Article, Evidence, Span


@dataclass
class Sheet:
    """Evidence by field, and where it stands at best."""

    article: Article
    shared: frozenset[int]  # sentences that tell of several events
    home: int  # the sentence that tells of the event first
    evidence: list[Evidence] = field(default_factory=list)
    standing: dict[str, Standing] = field(default_factory=dict)

    def stand(
        self,
        name: str,
        spans: Iterable[tuple[Span, int]],
        *,
        taken_over: bool = False,
        presumed: bool = False,
    ) -> bool:
        """Note what a field stands on; False where it stands on nothing, and so must not be filled."""
        found = list(dict.fromkeys(spans))
        for span, _ in found:
            self.evidence.append(Evidence(name, span, span.of(self.article.text)))
        if found:
            best = min(self._standing(sentence) for _, sentence in found)
            best = Standing.PRESUMED if presumed else Standing.TAKEN_OVER if taken_over else best
            self.standing[name] = best
        return bool(found)

    def _standing(self, sentence: int) -> Standing:
        if sentence != self.home:
            return Standing.JOINED
        return Standing.SHARED if sentence in self.shared else Standing.DIRECT
