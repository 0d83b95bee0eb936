"""Writing words in the user's own editor, and coming back whatever happens there."""

from __future__ import annotations

import os

from store.errors import Unavailable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

FALLBACKS = ("sensible-editor", "editor", "nano", "vim", "vi")
_WAIT_FLAGS = {
    "code": "--wait", "codium": "--wait", "code-insiders": "--wait", "cursor": "--wait", "zed": "--wait",
    "subl": "--wait", "mate": "--wait", "gvim": "--nofork", "mvim": "--nofork", "kate": "--block",
    "gedit": "--wait", "bbedit": "--wait",
}
"What keeps editors with windows of their own from returning before a word is written."


def edit(text: str, suspend: Callable[[], AbstractContextManager[object]]) -> str:
    r"""Return the words as the user's editor ($VISUAL, $EDITOR, else one that is there) leaves them.

    `suspend` gives the terminal away and takes it back. The words lie in a private file meanwhile (0600, in a folder
    of its own that goes away after). Ctrl-C and Ctrl-\ in the editor are the editor's. Raises Unavailable: `no-editor`
    (editor) or `editor-failed` (editor, status, text: what the file held, or the words as they were).
    """
    import tempfile

    command = _editor()
    try:
        folder = tempfile.mkdtemp(prefix="onward-")
    except OSError as error:
        reason = error.strerror or ""
        raise Unavailable("editor-failed", editor=command[0], status=-1, text=text, reason=reason) from error
    path = os.path.join(folder, "draft.txt")
    try:
        try:
            _write(path, text)
            status = run_in_terminal([*command, path], suspend)
        except OSError as error:
            reason = error.strerror or ""
            raise Unavailable("editor-failed", editor=command[0], status=-1, text=text, reason=reason) from error
        written = _read(path)
        if status != 0 or written is None:
            kept = text if written is None else _without_last_break(written, text)
            raise Unavailable("editor-failed", editor=command[0], status=status, text=kept, reason="")
        return _without_last_break(written, text)
    finally:
        _remove(folder)


def edit_file(path: str, suspend: Callable[[], AbstractContextManager[object]]) -> None:
    """Open a file of the user's own in their editor, in its own place; raises Unavailable as `edit` does."""
    command = _editor()
    try:
        status = run_in_terminal([*command, path], suspend)
    except OSError as error:
        raise Unavailable("editor-failed", editor=command[0], status=-1, text="", reason=error.strerror or "") from error
    if status != 0:
        raise Unavailable("editor-failed", editor=command[0], status=status, text="", reason="")


def run_in_terminal(command: Sequence[str], suspend: Callable[[], AbstractContextManager[object]]) -> int:
    """Run a program that owns the terminal until it ends; return its exit status, negative for a signal.

    Raises OSError where it cannot be started. Whatever is raised meanwhile waits until `suspend` has taken the terminal
    back: an exception that passes through it would leave the screen away for ever.
    """
    import subprocess

    status = -1
    trouble: BaseException | None = None
    with suspend(), _deaf_to_keys():
        try:
            status = subprocess.Popen(list(command)).wait()
        except BaseException as error:
            trouble = error
    if trouble is not None:
        raise trouble
    return status


def _deaf_to_keys() -> AbstractContextManager[None]:
    r"""Return a context in which Ctrl-C and Ctrl-\ reach the program in front and not this one."""
    import contextlib
    import signal

    @contextlib.contextmanager
    def deaf() -> Iterator[None]:
        before = {}
        try:
            for number in (signal.SIGINT, signal.SIGQUIT):
                # A handler that does nothing, not SIG_IGN: that one the editor would inherit.
                before[number] = signal.signal(number, lambda _number, _frame: None)
        except ValueError:
            pass  # Outside the main thread signals are not ours, and do not reach us either.
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, signal.SIG_DFL if handler is None else handler)

    return deaf()


def _editor() -> list[str]:
    """Return the editor's command; raises Unavailable(`no-editor`) where none can be run."""
    import shlex
    import shutil

    wanted = next((each for each in (os.environ.get("VISUAL", ""), os.environ.get("EDITOR", "")) if each.strip()), "")
    if not wanted:
        wanted = next((each for each in FALLBACKS if shutil.which(each)), "")
    try:
        words = shlex.split(wanted)
    except ValueError:
        words = []
    if not words or not shutil.which(words[0]):
        raise Unavailable("no-editor", editor=wanted, reason="")
    flag = _WAIT_FLAGS.get(os.path.basename(words[0]))
    return words if not flag or flag in words or "-w" in words else [words[0], flag, *words[1:]]


def _write(path: str, text: str) -> None:
    """Write words to a new file that only the user can read."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace", newline="") as file:
        file.write(text if not text or text.endswith("\n") else text + "\n")


def _read(path: str) -> str | None:
    """Return the words of a file with plain line ends; None where it is gone."""
    try:
        with open(path, "rb") as file:
            content = file.read()
    except OSError:
        return None
    return content.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _without_last_break(written: str, before: str) -> str:
    """Return the words without the line break that editors add at the end."""
    return written if before.endswith("\n") else written.removesuffix("\n")


def _remove(folder: str) -> None:
    """Remove the private folder with whatever the editor left in it."""
    import shutil

    shutil.rmtree(folder, ignore_errors=True)
