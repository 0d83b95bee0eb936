"""`onward merge`: two contacts who are one person made one, after a look at both; and the list of likely pairs."""

from __future__ import annotations

from store.errors import UsageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import Any

    from store.model import Contact
    from store.reports import LikelyPair, MergePreview
    from tui.commands.asking import Asking
    from tui.commands.console import Console


def arguments(asking: Asking) -> None:
    """Say what the command takes."""
    from tui.commands.telling import writing_flags

    asking.flag("--keep", metavar="N", default="")
    asking.flag("--field", metavar="NAME=SIDE", action="append")
    asking.flag("--not", dest="apart")
    writing_flags(asking, yes=True)
    asking.words("WHO", nargs="*")


def run(asked: Namespace, console: Console) -> int:
    """List the likely pairs, or look at two people and make them one."""
    if not asked.WHO and not asked.apart:
        return _list(asked, console)
    people = _two(console, asked.WHO)
    if asked.apart:
        return _apart(asked, console, people)
    return _merge(asked, console, people)


def _two(console: Console, words: list[str]) -> tuple[Contact, Contact]:
    """Return the two people meant: a word each, or a number of the list; else where the words part in two that are known."""
    from store.errors import OnwardError
    from tui.wording import spoken

    book = console.book()
    if len(words) == 1 and words[0].isdecimal() and len(words[0]) < 4:
        pairs = book.likely_pairs()
        if not 1 <= int(words[0]) <= len(pairs):
            from store.errors import NotFound

            raise NotFound("no-such-pair", number=words[0])
        pair = pairs[int(words[0]) - 1]
        return book.who(pair.first.id), book.who(pair.second.id)
    if len(words) < 2:
        raise UsageFault("missing-words", command="merge", missing=spoken.WHO_AND_WHO_EACH_NAME)
    if len(words) == 2:
        return book.who(words[0]), book.who(words[1])
    found: list[tuple[Contact, Contact]] = []
    trouble: OnwardError | None = None
    for place in range(1, len(words)):
        try:
            pair_here = book.who(" ".join(words[:place])), book.who(" ".join(words[place:]))
        except OnwardError as error:
            trouble = error if trouble is None or error.exit_status == 4 else trouble
            continue
        if pair_here[0].id != pair_here[1].id and all(pair_here[0].id != each[0].id for each in found):
            found.append(pair_here)
    if len(found) == 1:
        return found[0]
    if trouble is not None and not found:
        raise trouble
    raise UsageFault("which-two", words=" ".join(words))


def _list(asked: Namespace, console: Console) -> int:
    """Print the likely pairs."""
    from tui.wording import merging, spoken

    found = console.book().likely_pairs()
    if asked.json:
        console.put_json([pair_shape(number, each) for number, each in enumerate(found, 1)])
        return 0
    if not found:
        console.say(merging.NO_PAIRS)
        return 0
    console.put("\n".join(merging.pairs(found, console.width)))
    console.flush()
    console.say(spoken.MERGE_NEXT)
    return 0


def _apart(asked: Namespace, console: Console, people: tuple[Contact, Contact]) -> int:
    """Remember that two are not one person."""
    from tui.commands.telling import tell, would
    from tui.wording import spoken

    if asked.dry_run:
        return would(console, asked, "not-same", people, spoken.TWO_PEOPLE.format(
            name=people[0].name, other=people[1].name))
    tell(console, console.book().not_the_same(people[0].id, people[1].id), asked.json)
    return 0


def _merge(asked: Namespace, console: Console, people: tuple[Contact, Contact]) -> int:
    """Show both side by side, ask, and make them one."""
    from tui.commands.telling import tell
    from tui.wording import merging

    book = console.book()
    choices = _choices(asked.field or ())
    kept, gone = people
    if asked.keep not in ("", "1", "2"):
        raise UsageFault("bad-value", field="--keep", value=asked.keep, allowed=["1", "2"])
    swaps = asked.keep == "2" or (not asked.keep and _more_history(console, gone) > _more_history(console, kept))
    if swaps:
        kept, gone = gone, kept
        choices = {name: {"1": "2", "2": "1"}.get(side, side) for name, side in choices.items()}
    preview = book.merge_preview(kept.id, gone.id, choices)
    if asked.dry_run and asked.json:
        console.put_json(preview_shape(preview, swaps))
        return 0
    if not (asked.json and asked.yes):
        shown = turned(preview) if swaps else preview
        console.put("\n".join([*_heads(shown, console.width), *merging.side_by_side(shown, console.width)]))
    if asked.dry_run:
        console.say(merging.NOTHING_CHANGED)
        return 0
    if not console.agreed(merging.question(preview), asked.yes):
        console.say(merging.NOTHING_CHANGED)
        return 0
    tell(console, book.merge(kept.id, gone.id, choices), asked.json)
    return 0


def _choices(given: tuple[str, ...] | list[str]) -> dict[str, str]:
    """Return the fields chosen: `company=2` is the company of the second one; raises UsageFault(`bad-value`)."""
    found = {}
    for each in given:
        name, _, side = each.partition("=")
        if not name or side not in ("1", "2", "both"):
            raise UsageFault("bad-value", field="--field", value=each, allowed=["NAME=1", "NAME=2", "NAME=both"])
        found[name.replace("-", "_")] = side
    return found


def _more_history(console: Console, person: Contact) -> int:
    """Return how much passed with somebody."""
    return len(console.book().dossier(person.id).touches)


def _heads(preview: MergePreview, columns: int) -> list[str]:
    """Return who stands on which side; of long names one below the other."""
    from tui.look import clean, fit

    one, other = f"1 {clean(preview.kept.name)}", f"2 {clean(preview.gone.name)}"
    room = (columns - 14 - 4) // 2
    if room < 34:
        return [fit(one, columns), fit(other, columns), ""]
    return [f"{'':12}   {fit(one, room, pad=True)}   {fit(other, room)}".rstrip(), ""]


def turned(preview: MergePreview) -> MergePreview:
    """Return a preview with the sides as they were named, where the second one stays."""
    from store.records import replace

    other = {"1": "2", "2": "1"}
    fields = tuple(replace(each, first=each.second, second=each.first, taken=other.get(each.taken, each.taken))
                   for each in preview.fields)
    return replace(preview, kept=preview.gone, gone=preview.kept, fields=fields)


def pair_shape(number: int, pair: LikelyPair) -> dict[str, Any]:
    """Return a likely pair for `--json`."""
    from tui.commands import shapes
    from tui.wording.merging import pair_reasons

    people = [{"id": each.id, "name": each.name, "company": each.company} for each in (pair.first, pair.second)]
    return {"number": number, "contacts": people, "reasons": shapes.reasons(pair.why), "why": pair_reasons(pair.why),
            "strength": pair.strength}


def preview_shape(preview: MergePreview, swaps: bool) -> dict[str, Any]:
    """Return what a merge would make for `--json`, the sides as they were named."""
    shown = turned(preview) if swaps else preview
    people = [{"id": each.id, "name": each.name, "company": each.company} for each in (shown.kept, shown.gone)]
    fields = [{"field": each.name, "1": list(each.first), "2": list(each.second), "taken": each.taken,
               "why": each.why.code} for each in shown.fields]
    return {"verb": "merge", "dry_run": True, "contacts": people, "keep": 2 if swaps else 1, "fields": fields,
            "history": dict(preview.counts), "doubles": preview.doubles, "referred": preview.referred}
