"""What the flags and words are for of commands about the book itself: in and out, servers, backups, the shell."""

from __future__ import annotations

from tui.wording.asked.alike import WRITING, WRITING_AFTER_A_YES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tui.wording.asked.alike import Asked

TOLD: Asked = {
    "import": ({
        **WRITING_AFTER_A_YES,
        "--update": "fill up who is in the book already with what is new (the default)",
        "--replace": "let the file's words win over the book's",
        "--skip": "leave alone who is in the book already",
        "--add": "add who is in the book already once more, as somebody else",
        "--in-doubt": "what to do with who may be somebody in the book: add, update, replace or skip (the default)",
        "--map": 'what columns mean: "Column=field,...", by header or number',
        "--temperature": "hot, warm or cold, for those without one",
        "--cadence": 'the cadence for those without one; "none" for none on purpose',
        "--tag": "tags for all of them, with commas between",
        "--spread": "put the first touches on the coming days, best people first",
        "--days": "spread over so many working days, instead of by the daily cap",
        "--keep-partial": "where Ctrl+C stops it, keep what is done instead of nothing",
        "FILE": "vCards, CSV tables, zips or folders of them; Monica's JSON, a HermitCRM folder, mbox, Maildir, .ics",
    }, (
        "onward import contacts.vcf",
        "onward import Connections.csv --dry-run",
        'onward import leads.csv --map "Firm=company,Ring=phone" --tag expo --cadence nurture --spread',
        "onward import *.vcf --yes",
    )),
    "export": ({
        "--format": "one of {forms}; else the file's ending says it, else json",
        "--json": "as JSON: everything, and it imports again to the same book",
        "--folder": "a file a person into a folder (vCard, Markdown)",
        "--who": "this person only; may be said several times",
        "--tag": "people with a tag only",
        "--cadence": "people on a cadence only",
        "--bom": "tables with the mark that Excel needs to read accents",
        "--todo": "a calendar with due touches as tasks instead of entries",
        "--sheet": "labels for Avery 5160 (Letter) or L7160 (A4)",
        "--skip": "how many labels of the first sheet are used up",
        "--dry-run": "say what would be written, and write nothing",
        "--yes": "replace what is there",
        "FILE": "where to; the standard output where none is named",
    }, (
        "onward export onward.json",
        "onward export people.vcf --tag expo",
        "onward export --folder cards",
        "onward export due.ics",
        "onward export labels.html --sheet L7160 --skip 4",
        "onward export marty.md --who Marty",
        "onward export --json | jq '.contacts | length'",
    )),
    "sync": ({
        **WRITING,
        "--eml": "judge and take in mails in files, or folders of them, instead of asking any server",
        "--steps": "for a program that runs this: JSON, each step too; the first line in holds passwords, the end of what comes in ends the run",
        "ACCOUNT": "only these accounts, by name; with --eml the files",
    }, (
        "onward sync",
        "onward sync home --dry-run",
        "onward sync --json",
        "onward sync --eml replies/*.eml --dry-run --json",
    )),
    "completion": ({
        "--yes": "with install: put the line that the shell needs into its start file without asking",
        "--dry-run": "with install: only show what would be written",
        "--json": "with install: print what was done as JSON",
        "SHELL": "install, for the shell you use or one named behind it; or bash, zsh or fish: print its script",
    }, (
        "onward completion install",
        "onward completion install zsh",
        'eval "$(onward completion bash)"',
        "onward completion fish | source",
    )),
    "man": ({
        "--install": "put the page where `man onward` finds it",
        "--dry-run": "with --install: only show where it would go",
        "--json": "with --install: print what was done as JSON",
    }, (
        "onward man",
        "onward man --install",
        "onward man > onward.1",
    )),
    "undo": ({
        **WRITING,
    }, ()),
    "redo": ({
        **WRITING,
    }, ()),
    "account": ({
        **WRITING_AFTER_A_YES,
        "--name": "add: what you call it (default: the address)",
        "--provider": "add: whose servers it uses, such as google-workspace or microsoft-365",
        "--user": "add: the name to log in with, where it is not the address",
        "--imap-host": "add: the server that mail is read from",
        "--imap-port": "add: its port (993, or 143 with starttls)",
        "--imap-security": "add: tls or starttls",
        "--smtp-host": "add: the server that mail is given to",
        "--smtp-port": "add: its port (465, or 587 with starttls)",
        "--smtp-security": "add: tls or starttls",
        "--dav": "add: the address of an address book and calendar server, in place of mail",
        "--authority": "add: a file with a certificate to trust besides the system's",
        "--password-command": "add: a command that prints the password, in place of the keyring",
        "--token-command": "add: a command that prints an access token (XOAUTH2)",
        "--default": "add: drafts leave from here",
        "--test": "add: log in at once, without asking whether to",
        "ACTION": "list, add, show, test, password or remove",
        "WHICH": "the address, for add; else the account's name",
    }, (
        "onward account add robin@example.com",
        "onward account test",
        "onward account list --json",
        "onward account add robin@example.com --imap-host mail.example.com --password-command 'pass show mail' --yes",
        "onward account password robin@example.com",
    )),
    "backup": ({
        "--json": "print path, size and how many entries as JSON",
    }, (
        "onward backup",
        "onward restore --list",
    )),
    "restore": ({
        **WRITING_AFTER_A_YES,
        "--list": "list the backups instead, newest first",
        "FILE": "the backup; the newest where none is named",
    }, (
        "onward restore --list",
        "onward restore --dry-run",
        "onward restore",
    )),
    "doctor": ({
        "--online": "also log in to each account, which nothing else here does",
        "--json": "print a list of what was found as JSON",
    }, (
        "onward doctor",
        "onward doctor --json | jq '.[] | select(.state == \"bad\")'",
    )),
    "demo": ({
        "--list": "print who is due instead of opening the inbox",
        "--folder": "make the book in this empty folder and keep it",
    }, (
        "onward demo",
        "onward demo --list",
        "onward demo --folder try && ONWARD_HOME=try onward due",
    )),
}
