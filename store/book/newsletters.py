"""One issue of the newsletter, many people: written once, checked once, one mail a person, each logged.

An issue is a draft of no one contact; each reader's mail is a draft of theirs, whose `extra["issue"]` names it. Who has
the issue is therefore in the book before the next mail leaves, and going on after any end doubles nothing.
"""

from __future__ import annotations

from store.book import drafting, mailing, reading
from store.book.writing import Writing
from store.errors import DefinitionFault, NotFound, OnwardError, Unavailable, UsageFault
from store.model import Draft, Reason, Receipt
from store.records import replace
from store.reports import IssueReader, IssueStatus

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    from store.book import Book
    from store.book.mailing import Ask
    from store.model import Account, DueTouch
    from store.rules.draft_check import Flag
    from store.rules.templates import Template

    Progress = Callable[[int, int, str], bool]

STOP_WORDS = ("stop", "unsubscribe", "opt out", "rather not", "no longer", "abbestell", "abmelden", "désabonn", "baja")
"Words by which an issue says itself how its letters end."
STOP_LINE = "If you would rather not get these letters, answer with the one word \"stop\"."
OF_ONE = frozenset({"too-late", "unexpected", "generic", "no-value"})
"Rules of the draft check about one person, which say nothing of an issue."
SKIPPED = frozenset({"recipient-refused", "bad-address", "no-address", "address-not-ascii", "bad-mail-address"})
"Faults of one address, which do not keep the others from their mail."


def headers(book: Book) -> Mapping[str, str]:
    """Return the header by which mail programs offer to stop a newsletter (RFC 2369): an answer that says so."""
    from store.outbox.message import stop_address

    address = stop_address(book.settings.sender.email)
    return {"List-Unsubscribe": f"<mailto:{address}?subject=stop>"} if address else {}


def open_issue(book: Book) -> Draft | None:
    """Return the issue that is being written or is on its way; None where there is none."""
    found = reading.alive("drafts", book.database.table("drafts").with_key("contact:"))
    issues = [each for each in found if each.kind == "newsletter" and each.state == "open"]
    return max(issues, key=lambda each: each.id, default=None)


def the_issue(book: Book) -> Draft:
    """Return the open issue; raises NotFound(`no-newsletter`)."""
    found = open_issue(book)
    if found is None:
        raise NotFound("no-newsletter")
    return found


def begin(book: Book, template: str = "", subject: str = "", body: str = "") -> Draft:
    """Begin an issue, from a template or from words; raises UsageFault(`newsletter-open`) where one is not out yet."""
    if open_issue(book) is not None:
        raise UsageFault("newsletter-open")
    if not body:
        chosen = _wording(book, template)
        template, subject, body = chosen.name, subject or chosen.subject, chosen.body
    _as_template(subject, body)
    with Writing(book, "draft", undoable=False) as writing:
        return writing.add("drafts", Draft(
            id="", contact="", kind="newsletter", state="open", subject=" ".join(subject.split()), body=body,
            template=template, started=writing.now))


def _wording(book: Book, name: str) -> Template:
    """Return the template of a name, else the newsletter's own that was not used for longest; raises NotFound."""
    from store.rules import templates as rules
    from store.templates import load

    known, _faults = load((book.home.templates,))
    language = book.practice.language
    if name:
        chosen = rules.named(known, name, language)
    else:
        used = [each.template for each in reading.alive("drafts", book.database.table("drafts").with_key("contact:"))]
        chosen = rules.choose(known, "newsletter", "newsletter", language, (), earlier=used)
    if chosen is None:
        raise NotFound("no-such-template", name=name or "newsletter", known=sorted({each.name for each in known}))
    return chosen


def save(book: Book, subject: str, body: str) -> None:
    """Keep the words of the open issue, also ones that cannot be filled yet."""
    found = the_issue(book)
    if (found.subject, found.body) != (subject, body):
        with Writing(book, "save-draft", undoable=False) as writing:
            writing.change("drafts", found.id, subject=" ".join(subject.split()), body=body)


def drop(book: Book) -> Receipt:
    """Put the open issue away; those who have it keep it, undo brings it back."""
    found = the_issue(book)
    with Writing(book, "drop-newsletter") as writing:
        writing.change("drafts", found.id, state="dropped")
        writing.values.update(kind="newsletter", title=found.subject)
    return writing.receipt()


def status(book: Book) -> IssueStatus:
    """Return who gets the open issue, who has it, and who is left out and why."""
    issue = the_issue(book)
    own = {each.contact: each for each in _mails(book, issue)}
    sent = [each for each in own.values() if each.state == "sent"]
    unsure = [each for each in own.values() if each.state == "handed"]
    refused = [each for each in own.values() if each.state == "dropped"]
    readers: list[IssueReader] = []
    left_out: list[IssueReader] = []
    template = _template(issue)
    for person, due in _due(book):
        if person in own and own[person].state != "open":
            continue
        reader, why = _reader(book, person, due, template)
        (left_out if why else readers).append(replace(reader, why=why))
    for each in (*refused, *unsure):
        name = reading.contact(book.database, each.contact).name
        left_out.append(IssueReader(each.contact, name, each.address,
                                    "perhaps-sent" if each.state == "handed" else str(each.extra.get("refused", "refused"))))
    faults = () if template is not None else (_fault(issue),)
    return IssueStatus(issue, tuple(readers), len(sent), tuple(left_out), faults)


def words_for(book: Book, contact: str) -> tuple[str, str]:
    """Return subject and words of the open issue as one reader would get them; raises DefinitionFault, NotFound."""
    issue = the_issue(book)
    template = _as_template(issue.subject, issue.body)
    return _filled(book, contact, template)


def check(book: Book) -> tuple[Flag, ...]:
    """Return what the draft check says of the open issue, as its first reader would get it."""
    found = status(book)
    if found.readers and not found.faults:
        first = found.readers[0].contact
        _subject, body = words_for(book, first)
        return tuple(each for each in book.check_words(body, "newsletter", who=first) if each.rule not in OF_ONE)
    return tuple(each for each in book.check_words(found.issue.body, "newsletter") if each.rule not in OF_ONE)


def send(book: Book, account: str = "", ask: Ask = None, progress: Progress | None = None) -> Receipt:
    """Send the open issue to everybody who has not got it yet; `progress` is told (out, of, name) and may say to stop.

    Raises UsageFault(`newsletter-unready`), and Unavailable(`newsletter-stopped`, sent, left, because) where a server fails:
    who has it is in the book, and the next call goes on from there.
    """
    before = status(book)
    if before.faults:
        raise before.faults[0]
    if "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}" in before.issue.subject + before.issue.body or not before.issue.subject:
        raise UsageFault("newsletter-unready")
    chosen = book.account(account, "mail")
    lines = _Lines(book, chosen, ask)
    sent, copies_failed, refused, later = 0, 0, 0, 0
    total = before.sent + len(before.readers)
    try:
        for reader in before.readers:
            if progress is not None and not progress(before.sent + sent, total, reader.name):
                break
            try:
                receipt = lines.send(_mail_for(book, before.issue, reader))
            except OnwardError as error:
                if error.code in SKIPPED and error.values.get("for_good", True):
                    _refuse(book, before.issue, reader.contact, error.code)
                    refused += 1
                    continue
                if error.code in SKIPPED:
                    later += 1
                    continue
                raise Unavailable("newsletter-stopped", sent=before.sent + sent, left=total - before.sent - sent - refused,
                                  name=reader.name, because=error.code, fault=error) from None
            sent += 1
            copies_failed += bool(receipt.values.get("trouble"))
    finally:
        lines.close()
    if progress is not None:
        progress(before.sent + sent, total, "")
    return _ended(book, before, sent, copies_failed, refused, later, chosen)


def _ended(book: Book, before: IssueStatus, sent: int, copies_failed: int, refused: int, later: int,
           account: Account) -> Receipt:
    """Close the issue where everybody has it, and return what was done."""
    left = len(before.readers) - sent - refused
    values = {"count": sent, "total": before.sent + sent, "left": left, "refused": refused, "later": later,
              "copies_failed": copies_failed, "account": account.name, "title": before.issue.subject}
    if left or not before.sent + sent:
        return Receipt("newsletter", values=values)
    with Writing(book, "newsletter", undoable=False) as writing:
        writing.change("drafts", before.issue.id, state="sent")
        writing.values.update(values)
    return replace(writing.receipt(), unit=0)


class _Lines:
    """One connection to the server and one to the mailbox, for many mails; each is opened anew once where it broke."""

    def __init__(self, book: Book, account: Account, ask: Ask) -> None:
        """Keep whose they are; nothing is opened yet."""
        self.book = book
        self.account = account
        self.ask = ask
        self._server: Any = None
        self._mailbox: Any = None
        self._no_mailbox = account.keeps_sent

    def send(self, draft: Draft) -> Receipt:
        """Send one reader's mail; a line that the server closed between two mails is opened once more."""
        fresh = self._server is None
        try:
            return self._send(draft)
        except OnwardError as error:
            if fresh or error.code not in ("server-gone", "server-silent", "server-busy"):
                raise
        self._close_server()
        return self._send(draft)

    def _send(self, draft: Draft) -> Receipt:
        from store.outbox import by_smtp

        if self._server is None:
            self._server = by_smtp.connection(self.account, mailing.around(self.book, draft, self.account, ask=self.ask))
        receipt = mailing.send(self.book, draft.id, self.account.name, self.ask, self._server, self._open_mailbox(draft))
        if receipt.values.get("trouble"):
            self._mailbox = None
            self._no_mailbox = True
        return receipt

    def _open_mailbox(self, draft: Draft) -> Any:
        """Return the mailbox for the copies; False where there is none to be had."""
        if self._mailbox is None and not self._no_mailbox:
            from store.outbox.by_imap import Mailbox

            try:
                self._mailbox = Mailbox(mailing.around(self.book, draft, self.account, ask=self.ask)).__enter__()
            except OnwardError:
                self._no_mailbox = True
        return self._mailbox if self._mailbox is not None else False

    def _close_server(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    def close(self) -> None:
        """Close both."""
        self._close_server()
        if self._mailbox is not None:
            self._mailbox.__exit__(None, None, None)
            self._mailbox = None


def _mails(book: Book, issue: Draft) -> Iterator[Draft]:
    """Yield the mails of an issue, one a reader."""
    for document in book.database.table("drafts").all():
        if document.get("issue") == issue.id and not document.get("deleted"):
            yield drafting.get(book, document["id"])


def _due(book: Book) -> Iterator[tuple[str, DueTouch]]:
    """Yield the people whose turn it is to get a newsletter, the longest due first."""
    found = [(row.due.window.due, row.due.contact, row.due) for row in book.newsletter_rows()]
    yield from ((contact, due) for _at, contact, due in sorted(found, key=lambda each: each[:2]))


def _reader(book: Book, contact: str, due: DueTouch, template: Template | None) -> tuple[IssueReader, str]:
    """Return a reader, and a code for why the issue does not go to them; empty where it does."""
    person = reading.contact(book.database, contact)
    address = person.address("email")
    reader = IssueReader(person.id, person.name, address.value if address else "", step_key=due.step_key, plan=due.plan)
    if person.permission("email") == "refused":
        return reader, "refused"
    if address is None:
        bounced = any(each.channel == "email" for each in person.addresses)
        return reader, "bounced" if bounced else "no-address"
    if template is not None:
        # What the issue itself leaves open is its writer's, and told apart.
        own = set(book.open_gaps(_as_filled(template.subject, template.body)))
        if set(book.open_gaps(_as_filled(*_filled(book, contact, template)))) - own:
            return reader, "open-gap"
    return reader, ""


def _as_filled(subject: str, body: str) -> Any:
    """Return words as a filled template, for the look at open gaps."""
    from store.model import Filled

    return Filled("", "newsletter", subject, body)


def _mail_for(book: Book, issue: Draft, reader: IssueReader) -> Draft:
    """Return one reader's mail, kept in the book before it leaves; the one begun before an interruption is used again."""
    subject, body = words_for(book, reader.contact)
    begun = next((each for each in _mails_of(book, reader.contact) if each.extra.get("issue") == issue.id), None)
    with Writing(book, "draft", [reader.contact], undoable=False) as writing:
        if begun is not None:
            changed: Draft = writing.change("drafts", begun.id, subject=subject, body=body, address=reader.address)
            return changed
        return writing.add("drafts", Draft(
            id="", contact=reader.contact, kind="newsletter", state="open", subject=subject, body=body, address=reader.address,
            plan=reader.plan, step_key=reader.step_key, template=issue.template, started=writing.now,
            extra={"issue": issue.id}))


def _mails_of(book: Book, contact: str) -> list[Draft]:
    """Return a contact's drafts."""
    found: list[Draft] = reading.alive("drafts", book.database.table("drafts").with_key(f"contact:{contact}"))
    return found


def _refuse(book: Book, issue: Draft, contact: str, code: str) -> None:
    """Note that one reader cannot be reached, so that the issue can end without them."""
    begun = next(each for each in _mails_of(book, contact) if each.extra.get("issue") == issue.id)
    with Writing(book, "save-draft", [contact], undoable=False) as writing:
        writing.change("drafts", begun.id, state="dropped", extra={**begun.extra, "refused": code})


def _filled(book: Book, contact: str, template: Template) -> tuple[str, str]:
    """Return an issue's subject and words for one person, with the line that says how to stop."""
    from store.rules import templates as rules

    dossier = reading.dossier(book.database, contact)
    filled = rules.fill(template, dossier, book.settings.sender, None, book.now(), book.practice.zone, kind="newsletter")
    body = filled.body
    if not any(each in body.casefold() for each in STOP_WORDS):
        body = f"{body.rstrip()}\n\n{book.settings.newsletter_stop or STOP_LINE}"
    return filled.subject, body


def _template(issue: Draft) -> Template | None:
    """Return an issue's words as a template; None where they cannot be filled."""
    try:
        return _as_template(issue.subject, issue.body)
    except DefinitionFault:
        return None


def _fault(issue: Draft) -> DefinitionFault:
    """Return what is wrong with an issue's words."""
    try:
        _as_template(issue.subject, issue.body)
    except DefinitionFault as fault:
        return fault
    return DefinitionFault("bad-template", path="", line=0, reason=Reason("no-words"))


def _as_template(subject: str, body: str) -> Template:
    """Return words as a template; raises DefinitionFault where a gap is unknown or a bracket open."""
    from store.rules.templates import parse

    head = f"subject: {' '.join(subject.split()) or '-'}\nkinds: newsletter\nfamily: newsletter\n\n"
    try:
        return parse(head + body, "newsletter", "newsletter")
    except DefinitionFault as fault:
        # The line of a fault counts from the first one of the words, not of the head made for them.
        line = fault.values.get("line")
        fault.values["line"] = max(1, line - head.count("\n")) if isinstance(line, int) else 0
        raise
