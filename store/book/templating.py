"""Templates as the user meets them: listed, shown, begun, checked, and made of words that were written once."""

from __future__ import annotations

import os
from pathlib import Path

from store.book import reading
from store.errors import DefinitionFault, NotFound, UsageFault
from store.model import KINDS, Reason
from store.records import replace
from store.reports import TemplateCheck, TemplateEntry, TemplateProposal
from store.rules import templates as rules
from store.templates import files, load, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.book import Book
    from store.model import Dossier, Draft, DueTouch, Moment
    from store.rules.templates import Template

LONGEST_NAME = 60
"Characters of a template's name."
STARTER = """\
# {name}: the lines at the top say what it is for, the words begin after the empty line.
# kinds: text, email, call ...   family: the word by which a step asks for it   stage: visibility, credibility ...
{head}

"""
BEGINNINGS = {
    "text": "Hi[[ $first_name]], thank you for the talk[[ at $event]].[[ $my_first_name]]",
    "email": "Hi[[ $first_name]],\n\n[[It was good to hear about $asked_for.|It was good to hear from you.]] "
             "‹what you want to say›\n\n[[$signature]]",
}
"What a new template begins with, by kind."


def everything(book: Book) -> tuple[tuple[TemplateEntry, ...], tuple[DefinitionFault, ...]]:
    """Return the user's templates, then those that ship, and the faults of the user's files that cannot be used."""
    found, faults = load((book.home.templates,))
    return tuple(_entry(book, each) for each in found), faults


def show(book: Book, name: str, language: str = "") -> TemplateEntry:
    """Return one template with the whole text of its file; raises NotFound(`no-such-template`), DefinitionFault."""
    found, _ = load((book.home.templates,))
    template = rules.named(found, name, language or book.practice.language)
    if template is None or (language and language.lower() not in (template.language.lower(), "")):
        fault_of(book, name)
        raise not_there(name, found)
    return replace(_entry(book, template), text=text_of(Path(template.path)))


def not_there(name: str, templates: Iterable[Template]) -> NotFound:
    """Return the error for a name that no template has, with the nearest one."""
    import difflib

    known = sorted({each.name for each in templates})
    near = difflib.get_close_matches(name.lower(), known, 1, 0.5)
    return NotFound("no-such-template", name=name, known=known, hint=near[0] if near else "")


def fault_of(book: Book, name: str) -> None:
    """Raise the fault of a template of the user that cannot be used, where the one asked for has one."""
    _templates, faults = load((book.home.templates,), shipped=False)
    for fault in faults:
        if Path(str(fault.values.get("path", ""))).stem == name:
            raise fault


def fitting(book: Book, dossier: Dossier, due: DueTouch | None, kind: str) -> tuple[TemplateEntry, ...]:
    """Return the templates for a contact and a kind, best first: the step's own family, what they never had, the rest.

    Of one name only that in the contact's language is there, else the English one.
    """
    family = rules.family_of(due, kind)
    found, _ = load((book.home.templates,))
    language = dossier.contact.language or book.practice.language
    mine = [each for each in found if kind in each.kinds and rules.named(found, each.name, language) is each
            and each.language.lower() in (*rules.languages(language), "")]
    last = last_used(dossier)
    entries = [replace(_entry(book, each), fits=each.family == family, used=last.get(each.name)) for each in mine]
    spoken = rules.languages(language)
    entries.sort(key=lambda each: (not each.fits, _rank(each.language, spoken), each.family if not each.fits else "",
                                   each.used.at.timestamp() if each.fits and each.used else 0))
    return tuple(entries)


def _rank(language: str, spoken: Sequence[str]) -> int:
    """Return how well a language fits, 0 best."""
    return spoken.index(language.lower()) if language.lower() in spoken else 0


def last_used(dossier: Dossier) -> dict[str, Moment]:
    """Return when each template last went to a contact, the least recent first; handed over counts as gone."""
    found: dict[str, Moment] = {}
    gone = [(each.happened, each.template) for each in dossier.touches if each.template]
    gone += [(each.handed, each.template) for each in dossier.drafts if each.template and each.handed is not None]
    for moment, name in sorted(gone, key=lambda each: each[0].at):
        found.pop(name, None)
        found[name] = moment
    return found


def begin(book: Book, name: str, source: str, language: str, dry_run: bool) -> TemplateEntry:
    """Write a starting file into the user's folder, from a template where one is named; never over another.

    Raises UsageFault(`bad-template-name`, `template-exists`), NotFound(`no-such-template`) for the source.
    """
    named = checked_name(name)
    if source:
        shown = show(book, source, language)
        text = shown.text if shown.text.endswith("\n") else shown.text + "\n"
        language = language or shown.language or _base(book.practice.language)
    else:
        language = language or _base(book.practice.language)
        text = _starter(named)
    return _write(book, named, language, text, dry_run)


def _starter(name: str) -> str:
    """Return the text of a new template, by what its name says of kind and family."""
    kind = "text" if name.endswith(("text", "sms")) else "email"
    family = next((each for each in sorted(rules.FAMILIES, key=len, reverse=True) if name.startswith(each)), "")
    head = [*(["subject: A word about $company"] if kind == "email" else []), f"kinds: {kind}",
            *([f"family: {family}"] if family else [])]
    return STARTER.format(name=name, head="\n".join(head)) + BEGINNINGS[kind] + "\n"


def checked_name(words: str) -> str:
    """Return a template's name made of words: lower case, hyphens for spaces; raises UsageFault(`bad-template-name`)."""
    name = "-".join("".join(each if each.isalnum() or each in "-_" else " " for each in words.lower()).split())
    name = name.strip("-_")
    if not name or len(name) > LONGEST_NAME:
        raise UsageFault("bad-template-name", name=words)
    return name


def _base(language: str) -> str:
    """Return the folder of a language: its base tag; English where it is none."""
    base = language.replace("_", "-").split("-", 1)[0].lower()
    return base if base.isascii() and base.isalpha() and 2 <= len(base) <= 8 else "en"


def _write(book: Book, name: str, language: str, text: str, dry_run: bool = False) -> TemplateEntry:
    """Check and write a template into the user's folder of a language; raises DefinitionFault, UsageFault, BookFault."""
    folder = Path(book.home.templates, _base(language))
    path = folder / f"{name}.txt"
    there = next((each for each in (path, Path(book.home.templates, f"{name}.txt")) if os.path.lexists(each)), None)
    if there is not None:
        raise UsageFault("template-exists", path=str(there), name=name)
    template = replace(rules.parse(text, name, str(path)), language=_base(language))
    if not dry_run:
        _create(path, text)
    return replace(_entry(book, template), text=text)


def _create(path: Path, text: str) -> None:
    """Write a new file whole or not at all, private to the user; raises UsageFault(`template-exists`), BookFault."""
    from store.errors import BookFault

    made = False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        made = True
        with open(descriptor, "wb") as file:
            file.write(text.encode("utf-8", "replace"))
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise UsageFault("template-exists", path=str(path), name=path.stem) from None
    except OSError as error:
        if made:
            path.unlink(missing_ok=True)
        raise BookFault("cannot-write", path=str(path.parent), reason=error.strerror or "") from None


def check(book: Book, paths: Sequence[Path]) -> tuple[TemplateCheck, ...]:
    """Return what is wrong with some files, or with every one of the user's; raises FileFault(`missing-file`)."""
    from store.errors import FileFault

    for path in paths:
        if not os.path.lexists(path):
            raise FileFault("missing-file", path=str(path))
    folders = [path for path in paths if path.is_dir()] if paths else [Path(book.home.templates)]
    wanted = [path for path in paths if not path.is_dir()]
    wanted += [path for folder in folders for path, _ in files(folder)]
    shipped = {each.name for each in load()[0]}
    return tuple(_checked(path, shipped) for path in wanted)


def _checked(path: Path, shipped: set[str]) -> TemplateCheck:
    """Return what is wrong with one file, and what its writer may want to know."""
    import difflib

    try:
        text = text_of(path)
    except DefinitionFault as fault:
        return TemplateCheck(str(path), path.stem, (fault,))
    faults = rules.faults_in(text, path.stem, str(path))
    if faults:
        return TemplateCheck(str(path), path.stem, faults)
    family = rules.parse(text, path.stem).family
    notes = [Reason("replaces-shipped")] if path.stem in shipped else []
    if not family:
        notes.append(Reason("by-hand"))
    elif family not in rules.FAMILIES:
        near = difflib.get_close_matches(family, rules.FAMILIES, 1, 0.6)
        notes.append(Reason("unknown-family", {"family": family, "hint": near[0] if near else ""}))
    return TemplateCheck(str(path), path.stem, (), tuple(notes))


def gaps() -> tuple[tuple[str, str, bool], ...]:
    """Return every gap a template may have: its name, what it stands for, and whether the settings fill it."""
    return tuple((gap, words, gap in rules.SENDER_GAPS) for gap, words in rules.GAPS.items())


def proposal(book: Book, draft: Draft) -> TemplateProposal:
    """Return a draft's words as the template they would become, the contact's own facts being gaps again."""
    from store.book.drafting import all_facts

    dossier = reading.dossier(book.database, draft.contact)
    found, _ = load((book.home.templates,))
    language = dossier.contact.language or book.practice.language
    source = rules.named(found, draft.template, language) if draft.template else None
    had = rules.gaps_in(f"{source.subject}\n{source.body}") if source else ()
    kept = rules.as_template(draft.subject, draft.body, all_facts(book, dossier, draft, language), had)
    taken = {each.name for each in found}
    base = f"my-{source.family or source.name}" if source else f"my-{draft.kind}"
    name = next(each for each in (base, *(f"{base}-{number}" for number in range(2, 10_000))) if each not in taken)
    return TemplateProposal(name, source.family if source else "", (draft.kind,), _base(language), kept.subject, kept.body,
                            kept.gaps)


def keep(book: Book, name: str, kinds: str, family: str, language: str, subject: str, body: str) -> TemplateEntry:
    """Write words with gaps as a template of the user's own; raises UsageFault, DefinitionFault with the line of `body`.

    `kinds` are words such as `text, email`; `family` may be empty, then it is only chosen by hand.
    """
    named = checked_name(name)
    wanted = [each for each in kinds.replace(",", " ").lower().split() if each]
    for each in wanted:
        if each not in KINDS:
            raise UsageFault("bad-value", field="kind", value=each, allowed=list(KINDS))
    one_line = " ".join(subject.split())
    head = [*([f"subject: {one_line}"] if one_line else []), *([f"kinds: {', '.join(wanted)}"] if wanted else []),
            *([f"family: {' '.join(family.split())}"] if family.strip() else [])]
    if not head:
        head = ["kinds: text"]
    text = "\n".join(head) + "\n\n" + body.strip("\n").rstrip() + "\n"
    try:
        return _write(book, named, language, text)
    except DefinitionFault as fault:
        line = max(0, int(str(fault.values.get("line", 0))) - len(head) - 1)
        raise DefinitionFault(fault.code, **{**fault.values, "line": line}) from None


def _entry(book: Book, each: Template) -> TemplateEntry:
    """Return a template as lists need it."""
    own = bool(each.path) and each.path.startswith(os.path.join(book.home.templates, ""))
    return TemplateEntry(each.name, each.family, each.kinds, each.language, each.subject, each.body, each.stage, each.path, own)
