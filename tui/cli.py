"""The command line: no arguments opens the app; the one place where an error becomes a sentence and an exit status.

Exit statuses: 0 done, 1 something went wrong, 2 the command was not understood, 3 nobody or nothing by that name,
4 a name or line that fits several, 5 the book cannot be read or written, 6 an outside file cannot be used, 7 settings,
a cadence or a template with a fault, 8 a terminal, a program or an answer is needed, 130 interrupted, 141 reader gone.
"""

from __future__ import annotations

import sys

from store.errors import OnwardError, Unavailable, UsageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui.commands.console import Console

INTERRUPTED = 130
READER_GONE = 141

COMMANDS: dict[str, tuple[str, str]] = {
    "log": ("log", "log a person met, a call, a mail: one line, any order"),
    "due": ("due", "who is due a touch now, in order, and why"),
    "show": ("show", "a person and everything that passed between you"),
    "find": ("find", "find people by name, company, tag, mail or number"),
    "why": ("why", "why somebody is due, or not, and what comes after"),
    "draft": ("draft", "words for the next touch, filled for a person"),
    "check": ("check", "what to look at in a message before it leaves: any text, from a file or -"),
    "call": ("call", "a number to call, what to talk about, and how it ended"),
    "done": ("done", "the due touch with a person is done"),
    "snooze": ("snooze", "hide a person's due touch until a day or time"),
    "pause": ("pause", "leave a person alone, until a day or until resumed"),
    "resume": ("pause", "no longer leave a person alone"),
    "decide": ("decide", "answer what the queue asks about a person, or what is suggested"),
    "next": ("next", "agree the next step with a person"),
    "unfiled": ("unfiled", "the lines in doubt that wait for a word from you"),
    "cadence": ("cadence", "list, show and start cadences"),
    "template": ("template", "the words that drafts begin with: list, show, begin and check them"),
    "shelf": ("shelf", "things worth passing on, and whom they suit"),
    "away": ("away", "a time when nothing but debts is shown"),
    "spread": ("spread", "put what is due on the coming days, best people first"),
    "week": ("week", "how fast you were, what was answered, who is cooling"),
    "import": ("importing", "bring people in from files of contacts, or their history"),
    "merge": ("merge", "two contacts who are one person, made one; and who may be"),
    "export": ("exporting", "take everything with you: JSON, vCard, CSV, a calendar, labels, letters, Markdown"),
    "sync": ("sync", "look into your own mailbox, address book and calendar"),
    "when": ("when", "the day or time that words mean"),
    "booth": ("booth", "log person after person at a booth, each with a five-minute message"),
    "sweep": ("sweep", "the day's last questions: what left, whom you met, who lacks a note, who else"),
    "brief": ("brief", "before the next meeting: when, where, who, and what to talk about"),
    "newsletter": ("newsletter", "one issue for many people, one mail each"),
    "tag": ("tag", "give a person tags, or take them away"),
    "hot": ("temperature", "somebody is hot: close to a decision"),
    "warm": ("temperature", "somebody is warm"),
    "cold": ("temperature", "somebody is cold"),
    "change": ("change", "put right what is known of a person: name, company, stage, permission and more"),
    "completion": ("completion", "names complete themselves in bash, zsh or fish: install, or print the script"),
    "man": ("man", "the manual page: show it, or put it where man finds it"),
    "undo": ("undo", "take back the last action, whatever it was"),
    "redo": ("redo", "do again what was taken back"),
    "account": ("account", "your own mail and calendar servers: add, test, list, remove"),
    "backup": ("backup", "keep a copy of the whole book, read back and found whole"),
    "restore": ("restore", "bring the book back to a backup; undo takes that back"),
    "forget": ("forget", "erase a person for good: book, journal, history, backups"),
    "doctor": ("doctor", "look at everything Onward stands on, and say the mend"),
    "demo": ("demo", "the inbox on a made-up book, in a throwaway folder"),
}
"Command to the module in `tui.commands` that holds it, and one line of help."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command (default: the process's own words) and return its exit status; nothing escapes as a traceback."""
    from tui.commands.console import Console

    console = Console()
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        status = _run(words, console)
        console.flush()
        console.leave_upkeep()
    except OnwardError as error:
        return _complain(console, error)
    except KeyboardInterrupt:
        console.hush(console.say, "")
        return INTERRUPTED
    except BrokenPipeError:
        console.let_go()
        return READER_GONE
    except Exception as error:
        return _report(console, words, error)
    finally:
        console.close()
    return status


def _run(words: list[str], console: Console) -> int:
    """Find the command and run it."""
    if not words:
        return _open_app(console)
    name = words[0]
    if name in ("-h", "--help", "help"):
        from tui.commands.helping import overview

        if name == "help" and len(words) > 1:
            return _run([words[1], "--help"], console)
        console.put(overview(COMMANDS, console.width))
        return 0
    if name in ("-V", "--version"):
        from tui.commands.helping import version

        console.put(f"onward {version()}")
        return 0
    if name == "--complete":
        from tui.commands import completing

        return completing.run(words[1:], COMMANDS, console)
    if name not in COMMANDS:
        from tui.commands.asking import nearest

        if name.startswith("-"):
            flags = ("--help", "--version")
            raise UsageFault("unknown-flag", command="", flag=name, hint=nearest(name, flags))
        raise UsageFault("unknown-command", command=name, hint=nearest(name, COMMANDS))
    from tui.commands.asking import Asking

    module = __import__(f"tui.commands.{COMMANDS[name][0]}", fromlist=["run"])
    asking = Asking(name, COMMANDS[name][1])
    module.arguments(asking)
    asked = asking.read(words[1:])
    if asked is None:
        console.put(asking.help(console.width))
        return 0
    run: Callable[..., int] = module.run
    return run(asked, console)


def _open_app(console: Console) -> int:
    """Open the inbox; raises Unavailable(`no-terminal`) where there is no terminal for it."""
    if not console.has_screen:
        raise Unavailable("no-terminal")
    from tui.commands.inbox import open_inbox

    return open_inbox(console.book())


def _complain(console: Console, error: OnwardError) -> int:
    """Say what is wrong, in one sentence on the standard error, and return the exit status."""
    from tui.wording.errors import sentence

    console.hush(console.flush)
    console.hush(console.say, sentence(error))
    return error.exit_status


def _report(console: Console, words: list[str], error: Exception) -> int:
    """Keep the traceback in a private file and say where it is."""
    from tui.commands.reporting import keep_report

    path = keep_report(words[:1], error, console.cache_folder)
    told = f" What happened is written down in {path}." if path else ""
    console.hush(console.say, f"Onward stumbled over something unexpected and stopped; what was stored is safe.{told}")
    return 1


