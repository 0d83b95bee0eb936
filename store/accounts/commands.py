"""The user's own command for a password or a token: run away from the terminal, with a limit, its output shown to nobody."""

from __future__ import annotations

import os
import signal
import subprocess
import threading

from store.errors import Unavailable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.model import Account

LIMIT = 45.0
"Seconds that such a command may take: it may ask for the user's passphrase in a window of its own."
MOST = 65536
"Bytes that are read of what it prints; a token is far shorter."
TERMINALS = ("GPG_TTY", "SSH_TTY")
"Variables that name our terminal, on which nothing may ask while a screen is drawn there."


def first_line(account: Account, kind: str, limit: float = LIMIT) -> str:
    """Return the first line that an account's password or token command prints.

    A text is run by `sh -c`, a list without a shell; standard input is closed, there is no terminal, and what it says on
    its standard error is dropped. Raises Unavailable with the account's `name`: `KIND-command-missing`,
    `KIND-command-failed` with its exit `status`, `KIND-command-silent` after the limit, `KIND-command-empty`.
    """
    command = account.token_command if kind == "token" else account.password_command
    words = ["sh", "-c", command] if isinstance(command, str) else list(command)
    surroundings = {name: value for name, value in os.environ.items() if name not in TERMINALS}
    try:
        process = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=surroundings,
            start_new_session=True)
    except (OSError, ValueError):
        process = None
    if process is None:
        raise Unavailable("password-command-missing" if kind == "password" else "token-command-missing", name=account.name)
    printed, status = _outcome(process, limit)
    if status is None:
        raise Unavailable("password-command-silent" if kind == "password" else "token-command-silent", name=account.name,
                          seconds=int(limit))
    if status:
        raise Unavailable("password-command-failed" if kind == "password" else "token-command-failed", name=account.name,
                          status=status)
    line = _text(printed)
    if not line:
        raise Unavailable("password-command-empty" if kind == "password" else "token-command-empty", name=account.name)
    return line


def _outcome(process: subprocess.Popen[bytes], limit: float) -> tuple[bytes, int | None]:
    """Return what a process printed and its exit status, None where it was ended at the limit."""
    kept = bytearray()
    pipe = process.stdout
    assert pipe is not None

    def drain() -> None:
        try:
            while piece := os.read(pipe.fileno(), MOST):
                kept.extend(piece[: MOST - len(kept)])
        except (OSError, ValueError):
            pass

    reader = threading.Thread(target=drain, daemon=True)
    reader.start()
    try:
        status: int | None = process.wait(limit)
    except subprocess.TimeoutExpired:
        status = None
    except BaseException:
        _end(process)
        raise
    if status is None:
        _end(process)
    reader.join(1.0)  # a child that it left behind may hold the pipe open for ever
    if not reader.is_alive():
        pipe.close()
    return bytes(kept), status


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process with everything that it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except OSError:
        process.kill()
    process.wait()


def _text(printed: bytes) -> str:
    """Return the first line of what was printed, as text; empty where it is none."""
    line = printed.split(b"\n", 1)[0].rstrip(b"\r")
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return "" if any(each in text for each in "\r\0") else text
