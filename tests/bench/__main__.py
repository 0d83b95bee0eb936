"""The benchmark table: `.venv/bin/python -m tests.bench [--rounds N] [--only NAME ...]`.

Every figure of a command is a ratio to `python -c pass` of the same interpreter in the same run, medians of at least nine
rounds. Books come from the seeded generator, in a folder of their own under the system's temporary place.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from tests.bench import dav, going_out, importing, parsing, quick, rules, screens, stock, sync

PARTS = {"dav": dav.measure, "going out": going_out.measure, "importing": importing.measure, "parsing": parsing.measure, "quick": quick.measure, "rules": rules.measure, "screens": screens.measure,
         "stock": stock.measure, "sync": sync.measure}


def main() -> int:
    """Measure what was asked for and print one table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--rounds", type=int, default=15, help="runs of each command (at least 9)")
    parser.add_argument("--large", type=int, default=10_000, help="contacts in the large book")
    parser.add_argument("--only", nargs="*", choices=sorted(PARTS), default=sorted(PARTS))
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="onward-bench-"))
    try:
        print("| what | figure |\n|---|---|")
        for name in chosen.only:
            for what, figure in PARTS[name](folder, max(9, chosen.rounds), chosen.large):
                print(f"| {what} | {figure} |", flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
