"""How fast the whole reading is, against the parser alone; what memory it takes; what the screen costs.

    python -m benchmarks.reading [--rounds 5]

Speed: our whole reading, and plain ``nlp.pipe`` of the same pipeline, over the same articles in the same
process on one core, in turn. Time is the processor's, not the clock's, since others may use the machine; the
ratio of each pair is what counts, and of those the median. Ours is faster than its own parser because not
every sentence is worth parsing, and because it has NumPy multiply the parser's matrices, which anybody may tell
the library to do; the second figure grants that to the parser alone as well. Memory: the most that a fresh
process takes which sets up what a worker does and reads them all. Quality: with the screen, and
with every sentence parsed.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks import score, sets
from incidents.extraction import Article, Reading, language, pipeline
from incidents.extraction.clean import clean
from incidents.extraction.sentences import split
from incidents.gazetteer.gazetteer import Gazetteer

Read = Callable[[], Iterable[object]]

MEMORY_LIMIT_MB = 700
SPEED_GOAL = 1.5


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--as-worker", action="store_true", help="read once and print the memory taken")
    options = parser.parse_args()
    if options.as_worker:
        print(memory_taken())
        return 0
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    speed(options.rounds)
    memory()
    quality()
    return 0


def all_articles() -> list[Article]:
    return [a for name in ("samples", *sets.TUNED_ON) for a in sets.articles(sets.gold(name))]


# --- speed ----------------------------------------------------------------------------------------------


def speed(rounds: int) -> None:
    articles = all_articles()
    texts = [article.text for article in articles]
    gazetteer, as_ours = Gazetteer.load(), language.pipeline()
    import spacy  # the threads that it may use were set while ours was loaded

    as_it_comes = spacy.load(language.model_name())
    ways: list[Read] = [
        lambda: pipeline.extract_many(articles, gazetteer),
        lambda: as_it_comes.pipe(texts),
        lambda: as_ours.pipe(texts),
    ]
    for way in ways:
        used(way)  # the first time is about caches
    taken = [[used(way) for way in ways] for _ in range(rounds)]
    rates = [len(articles) / statistics.median(seconds) for seconds in zip(*taken, strict=True)]
    print(f"speed    {len(articles)} articles, one core: ours {rates[0]:.1f} a second")
    for at, name in ((1, f"as it comes (wanted {SPEED_GOAL})"), (2, "multiplying as ours does")):
        ratios = sorted(seconds[at] / seconds[0] for seconds in taken)
        print(
            f"         nlp.pipe alone, {name}, {rates[at]:.1f}: ours {statistics.median(ratios):.2f} times as many"
            f" ({ratios[0]:.2f} to {ratios[-1]:.2f} in {rounds} rounds)"
        )
    sentences = [s for article in articles for s in split(clean(article.text)).sentences]
    print(
        f"         parsed: {share_parsed(articles, gazetteer):.0%} of the words of {len(sentences)} sentences"
    )


def used(read: Read) -> float:
    """Seconds of the processor."""
    started = time.process_time()
    for _ in read():
        pass
    return time.process_time() - started


def share_parsed(articles: Iterable[Article], gazetteer: Gazetteer) -> float:
    layouts = [split(clean(article.text)) for article in articles]
    parsed = sum(
        len(s.text)
        for story in pipeline.parse_worthwhile(layouts, gazetteer)
        for s in story
        if s.doc is not None
    )
    return parsed / sum(len(s.text) for layout in layouts for s in layout.sentences)


# --- memory ---------------------------------------------------------------------------------------------


def memory() -> None:
    taken = int(sets.run(["-m", "benchmarks.reading", "--as-worker"]))
    print(f"memory   {taken} MB at most in a process that reads them all (limit {MEMORY_LIMIT_MB})")


def memory_taken() -> int:
    """Megabytes. What a worker has loaded besides: Django with the project's apps and Celery."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    import django

    django.setup()
    from tracker.celery import app

    app.loader.import_default_modules()
    for _ in pipeline.extract_many(all_articles(), Gazetteer.load()):
        pass
    status = Path("/proc/self/status")
    if status.exists():  # what getrusage says begins with the memory of the process that started this one
        (peak,) = (line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(peak) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 * 1024)


# --- quality --------------------------------------------------------------------------------------------


def quality() -> None:
    print("quality  with the screen, and with every sentence parsed")
    for name in ("samples", *sets.TUNED_ON):
        if records := sets.gold(name):
            screened, whole = (
                score.figures(name, records, sets.answers(read, read_all(read, screened=how)), 0.0)
                for how in (True, False)
                for read in [sets.articles(records)]
            )
            shown = (
                f"{key} {screened[key]:.3f} / {whole[key]:.3f}"
                for key in ("slot_f1", "incident_f1", "main_recall", "counters_f1", "found_f1")
                if key in screened
            )
            print(f"  {name:8} {'  '.join(shown)}")


def read_all(articles: list[Article], *, screened: bool) -> list[Reading]:
    return list(pipeline.extract_many(articles, Gazetteer.load(), screened=screened))


if __name__ == "__main__":
    sys.exit(main())
