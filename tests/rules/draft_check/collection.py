"""Reading the collection of messages: what each is, what must be found in it, and what may be."""

import re
from pathlib import Path

HERE = Path(__file__).parent


def messages(name):
    """Return the messages of a file as (title, options of the check, rules that must be found, rules that may be, text).

    A message begins with `=== title | kind=... stage=... | must must (may may)`.
    """
    found = []
    for part in re.split(r"(?m)^=== ", (HERE / name).read_text(encoding="utf-8"))[1:]:
        head, _, text = part.partition("\n")
        title, options, rules = (each.strip() for each in head.split("|"))
        may = re.search(r"\((.*?)\)", rules)
        found.append((title, dict(each.split("=") for each in options.split()), set(re.sub(r"\(.*?\)", "", rules).split()),
                      set(may[1].split()) if may else set(), text.rstrip("\n")))
    return found
