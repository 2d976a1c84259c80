"""How long the list of a picker takes over the whole gazetteer: ``python -m benchmarks.pickers``.

Asks the database of DATABASE_URL, which must have the gazetteer (``manage.py load_gazetteer``); changes nothing.
"""

import os
import sys
import time

import django

ASKED = {
    "base": ("Ayn al Asad", "Ain el-Assad", "tanf", "air base"),
    "place": ("erbil", "ba", "san", "Dayr az Zawr", "Hodeidah", "khan younis"),
    "actor": ("kataib hizb", "houthi", "islamic"),
}
AL_ASAD = (33.7856, 42.4412)
TIMES = 7


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    django.setup()
    from incidents.admin.review.lookup import KINDS, options

    held = {kind: model.objects.count() for kind, model in KINDS.items()}
    if held["place"] < 50_000:
        print("expected the gazetteer in the database: manage.py load_gazetteer", file=sys.stderr)
        return 1
    print(", ".join(f"{count:,} {kind}s" for kind, count in held.items()))
    for kind, asked in ASKED.items():
        for words in asked:
            took = []
            for _ in range(TIMES):
                start = time.perf_counter()
                found = options(KINDS[kind], words, near=AL_ASAD)
                took.append(time.perf_counter() - start)
            first = f"{found[0].label} {found[0].away}" if found else "nothing"
            print(f"{kind:6} {words:14} {1000 * sorted(took)[TIMES // 2]:6.1f} ms  {len(found):2}  {first}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
