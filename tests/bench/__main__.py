"""The benchmark table: `.venv/bin/python -m tests.bench [--rounds N] [--only NAME ...] [--markdown]`.

Every figure of a command is a ratio to `python -c pass` of the same interpreter in the same run, medians of at least nine
rounds. `--markdown` writes the table into the README too, between its marks. Books come from the seeded generator, in a folder of their own under the system's temporary place.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
from pathlib import Path

from tests.bench import dav, going_out, importing, machines, parsing, quick, rules, screens, stock, sync

PARTS = {"dav": dav.measure, "going out": going_out.measure, "importing": importing.measure, "machines": machines.measure, "parsing": parsing.measure, "quick": quick.measure, "rules": rules.measure, "screens": screens.measure,
         "stock": stock.measure, "sync": sync.measure}

README = Path(__file__).resolve().parent.parent.parent / "README.md"


def main() -> int:
    """Measure what was asked for and print one table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--rounds", type=int, default=15, help="runs of each command (at least 9)")
    parser.add_argument("--large", type=int, default=10_000, help="contacts in the large book")
    parser.add_argument("--only", nargs="*", choices=sorted(PARTS), default=sorted(PARTS))
    parser.add_argument("--markdown", action="store_true", help="write the table into the README too")
    chosen = parser.parse_args()
    lines = ["| what | figure |", "|---|---|"]
    folder = Path(tempfile.mkdtemp(prefix="onward-bench-"))
    try:
        print("\n".join(lines))
        for name in chosen.only:
            for what, figure in PARTS[name](folder, max(9, chosen.rounds), chosen.large):
                lines.append(f"| {what} | {figure} |")
                print(lines[-1], flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if chosen.markdown:
        README.write_text(with_table(README.read_text(encoding="utf-8"), lines), encoding="utf-8")
    return 0


def with_table(text: str, lines: list[str]) -> str:
    """Return the README with a table between its marks."""
    return re.sub(r"(<!-- bench:[^\n]*-->\n).*?(<!-- end of bench -->)",
                  lambda found: found[1] + "\n".join(lines) + "\n" + found[2], text, flags=re.S)


if __name__ == "__main__":
    sys.exit(main())
