"""Where a password comes from: commands, this run's memory, the keyring; and that nobody ever sees it."""

import os
import pickle
import subprocess
import sys
import threading
import time
import traceback

import pytest

from store import accounts, passwords
from store.accounts import commands
from store.errors import Unavailable
from store.records import replace
from store.waiting import within

ACCOUNT = accounts.guess("ada@fastmail.com")
VALUE = "Zebra-7731-ü"


@pytest.fixture(autouse=True)
def forgetful():
    yield
    passwords.forget_typed(ACCOUNT)


@pytest.fixture
def no_keyring(monkeypatch):
    import keyring.backends.fail

    monkeypatch.setattr("keyring.get_keyring", keyring.backends.fail.Keyring)


def code(act, *values, **named):
    with pytest.raises(Unavailable) as caught:
        act(*values, **named)
    return caught.value.code


def test_a_secret_shows_itself_to_nobody():
    secret = passwords.Secret("password", VALUE)
    assert secret.value == VALUE
    assert VALUE not in f"{secret!r} {secret!s} {secret} {[secret]} {vars(passwords.Secret)}"
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    try:
        raise ValueError(secret)
    except ValueError:
        assert VALUE not in traceback.format_exc()
    assert secret == passwords.Secret("password", VALUE) != passwords.Secret("token", VALUE)
    with pytest.raises(ValueError):
        passwords.Secret("pin", VALUE)


def test_a_token_command_goes_before_all(no_keyring):
    passwords.remember(ACCOUNT, passwords.Secret("password", "typed"))
    both = replace(ACCOUNT, token_command=f"printf '{VALUE}\\nmore'", password_command="echo other")
    assert passwords.secret_of(both) == passwords.Secret("token", VALUE)
    assert passwords.secret_of(replace(both, token_command="")) == passwords.Secret("password", "other")
    assert passwords.secret_of(ACCOUNT).value == "typed"


def test_what_is_typed_holds_for_this_run(no_keyring):
    asked = []

    def ask(account):
        asked.append(account.name)
        return VALUE

    assert code(passwords.secret_of, ACCOUNT) == "keyring-absent"
    assert code(passwords.secret_of, ACCOUNT, lambda _: "") == "keyring-absent"
    assert passwords.secret_of(ACCOUNT, ask).value == passwords.secret_of(ACCOUNT, ask).value == VALUE
    assert asked == [ACCOUNT.name]
    passwords.forget_typed(ACCOUNT)
    assert code(passwords.secret_of, ACCOUNT) == "keyring-absent"


def test_another_host_never_gets_the_password_of_the_first():
    moved = replace(ACCOUNT, imap_host="imap.evil.example")
    assert passwords.place_of(moved) != passwords.place_of(ACCOUNT)
    passwords.remember(ACCOUNT, passwords.Secret("password", VALUE))
    assert passwords.place_of(moved) not in passwords._remembered


@pytest.mark.parametrize("module, expected", [
    ("keyring.backends.fail", "keyring-absent"), ("keyring.backends.null", "keyring-unsafe")])
def test_back_ends_that_keep_nothing(monkeypatch, module, expected):
    import importlib

    monkeypatch.setattr("keyring.get_keyring", importlib.import_module(module).Keyring)
    for act in (lambda: passwords.secret_of(ACCOUNT), lambda: passwords.keep(ACCOUNT, VALUE), lambda: passwords.drop(ACCOUNT)):
        assert code(act) == expected


class Ring:
    """A back end of the tests' own."""

    def __init__(self, **kept):
        self.kept = {}

    def get_password(self, service, user):
        return self.kept.get((service, user))

    def set_password(self, service, user, password):
        self.kept[service, user] = password

    def delete_password(self, service, user):
        del self.kept[service, user]


def test_kept_read_dropped(monkeypatch):
    ring = Ring()
    monkeypatch.setattr("keyring.get_keyring", lambda: ring)
    assert code(passwords.secret_of, ACCOUNT) == "no-password"
    passwords.keep(ACCOUNT, VALUE)
    assert ring.kept == {("onward imap.fastmail.com", "ada@fastmail.com"): VALUE}
    assert passwords.secret_of(ACCOUNT).value == VALUE and passwords.is_kept(ACCOUNT)
    assert passwords.drop(ACCOUNT) and not passwords.drop(ACCOUNT) and ring.kept == {}


def test_a_back_end_that_forgets_what_it_is_given(monkeypatch):
    ring = Ring()
    ring.set_password = lambda *_: None
    monkeypatch.setattr("keyring.get_keyring", lambda: ring)
    assert code(passwords.keep, ACCOUNT, VALUE) == "keyring-unsafe"


def test_a_chain_uses_its_safe_link(monkeypatch):
    import keyring.backends.null

    class Chain:
        backends = (keyring.backends.null.Keyring(), Ring())

    monkeypatch.setattr("keyring.get_keyring", Chain)
    passwords.keep(ACCOUNT, VALUE)
    assert Chain.backends[1].kept and passwords.state()[0] == "ready"


@pytest.mark.parametrize("error, expected", [
    ("KeyringLocked", "keyring-locked"), ("InitError", "keyring-locked"), ("NoKeyringError", "keyring-absent"),
    ("PasswordSetError", "keyring-broken"), (None, "keyring-broken")])
def test_every_error_of_a_keyring_has_a_code(monkeypatch, error, expected):
    import keyring.errors

    kind = getattr(keyring.errors, error) if error else ConnectionResetError

    class Broken(Ring):
        def get_password(self, *_):
            raise kind(VALUE)

    monkeypatch.setattr("keyring.get_keyring", Broken)
    try:
        passwords.secret_of(ACCOUNT)
    except Unavailable as lack:
        assert lack.code == expected
        assert VALUE not in traceback.format_exc() + repr(lack)


def test_a_hanging_keyring_is_given_up_and_asked_again_when_it_wakes(monkeypatch):
    awake = threading.Event()

    class Hanging(Ring):
        def get_password(self, *_):
            awake.wait(30)
            return VALUE

    monkeypatch.setattr("keyring.get_keyring", Hanging)
    assert code(passwords.secret_of, ACCOUNT, limit=0.05) == "keyring-silent"
    began = time.monotonic()
    assert code(passwords.secret_of, ACCOUNT, limit=20) == "keyring-silent", "the next one does not wait as long"
    assert time.monotonic() - began < 15
    assert passwords.secret_of(ACCOUNT, lambda _: "typed", limit=0.05).value == "typed"
    passwords.forget_typed(ACCOUNT)
    awake.set()
    assert passwords.secret_of(ACCOUNT, limit=20).value == VALUE


def test_a_hanging_call_does_not_keep_the_process_from_ending():
    script = ("from store.waiting import within\nimport threading\n"
              "try:\n    within(0.05, threading.Event().wait)\nexcept TimeoutError:\n    print('given up')\n")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stdout) == (0, "given up\n")


def test_an_answer_that_comes_too_late_is_handed_to_who_clears_up():
    go, cleared = threading.Event(), threading.Event()

    def slow():
        go.wait(30)
        return "late"

    with pytest.raises(TimeoutError):
        within(0.01, slow, lambda answer: cleared.set() if answer == "late" else None)
    go.set()
    assert cleared.wait(30)
    with pytest.raises(ZeroDivisionError):
        within(30, lambda: 1 // 0)
    assert within(30, lambda: None) is None


@pytest.mark.parametrize("command, expected", [
    ("printf 'one\\r\\ntwo\\n'", "one"), ("printf ' with spaces '", " with spaces "), (("printf", "a  b;c"), "a  b;c"),
    ("printf 'p\\303\\244ss'", "päss"), ("echo $ONWARD_PROBE", "seen"), ("yes | head -c 3000000", "y"),
    ("echo x; sleep 60 &", "x"),
])
def test_the_first_line_of_a_command(monkeypatch, command, expected):
    monkeypatch.setenv("ONWARD_PROBE", "seen")
    assert commands.first_line(replace(ACCOUNT, password_command=command), "password") == expected


@pytest.mark.parametrize("command, limit, expected", [
    (("/no/such/program",), 30, "missing"), ("exit 3", 30, "failed"), (f"echo {VALUE}; exit 7", 30, "failed"),
    ("sleep 60", 0.05, "silent"), ("sleep 60 & wait", 0.05, "silent"), ("true", 30, "empty"), ("echo; echo x", 30, "empty"),
    ("printf '\\377\\376'", 30, "empty"), ("no-such-program-at-all", 30, "failed"), (("x\0y",), 30, "missing"),
])
@pytest.mark.parametrize("kind", ["password", "token"])
def test_a_command_that_gives_nothing(kind, command, limit, expected):
    account = replace(ACCOUNT, **{f"{kind}_command": command})
    with pytest.raises(Unavailable) as caught:
        commands.first_line(account, kind, limit)
    assert caught.value.code == f"{kind}-command-{expected}"
    assert VALUE not in repr(caught.value) and caught.value.values["name"] == ACCOUNT.name
    assert caught.value.__cause__ is None and caught.value.__context__ is None


def test_a_command_has_no_terminal_and_reads_nothing(monkeypatch):
    monkeypatch.setenv("GPG_TTY", "/dev/pts/0")
    told = "cat; (exec </dev/tty) 2>/dev/null && echo terminal; echo \"[$GPG_TTY]\""
    assert commands.first_line(replace(ACCOUNT, password_command=told), "password") == "[]"


def test_a_command_that_talks_on_does_not_fill_our_memory():
    account = replace(ACCOUNT, password_command="echo first; yes")
    assert code(commands.first_line, account, "password", 0.3) == "password-command-silent"


def test_a_silent_command_is_ended_with_its_children(tmp_path):
    mark = tmp_path / "pid"
    account = replace(ACCOUNT, password_command=f"sleep 60 & echo $! > '{mark}'; wait")
    assert code(commands.first_line, account, "password", 0.5) == "password-command-silent"
    pid = int(mark.read_text())
    until = time.monotonic() + 20
    while _runs(pid):
        assert time.monotonic() < until
        time.sleep(0.01)


def _runs(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            return file.read().rsplit(")", 1)[1].split()[0] not in ("Z", "X")
    except OSError:
        try:
            os.kill(pid, 0)
        except OSError:
            return False
        return sys.platform != "linux"
