"""A real Secret Service in every state, and the installed command on it: kept, read, told, and the password nowhere else."""

import json
import os
import pty
import subprocess
import threading
import time

import pytest

CODES = {"locked": "keyring-locked", "hanging": "keyring-silent", "dead": "keyring-absent", "absent": "keyring-absent"}
STATES = {"open": "ready", "locked": "locked", "hanging": "silent", "dead": "absent", "absent": "absent"}
VALUE = "Zebra-7731-ü \"x\\"

SCRIPT = """
import sys, time, json
from store import accounts, passwords
from store.errors import Unavailable
account, value = accounts.guess("ada@fastmail.com"), sys.argv[1]
told = {"state": passwords.state(1.5)[0]}
for name, act in (("keep", lambda: passwords.keep(account, value, 1.5)), ("read", lambda: passwords.secret_of(account, limit=1.5).value),
                  ("asked", lambda: passwords.secret_of(account, lambda _: "typed", 1.5).value),
                  ("drop", lambda: passwords.drop(account, 1.5))):
    began = time.monotonic()
    try:
        told[name] = act()
    except Unavailable as lack:
        told[name] = lack.code
        assert value not in repr(lack)
    assert time.monotonic() - began < 10
print(json.dumps(told))
"""


@pytest.mark.parametrize("state", list(STATES))
def test_a_keyring_in_every_state(keyring_in, state):
    ring = keyring_in(state)
    began = time.monotonic()
    told = json.loads(ring.run(SCRIPT, VALUE))
    assert time.monotonic() - began < 45, "a keyring that hangs does not keep the process from ending"
    assert told["state"] == STATES[state]
    if state == "open":
        assert (told["keep"], told["read"], told["asked"], told["drop"]) == (None, VALUE, VALUE, True)
        assert ring.passwords() == {}
    else:
        assert (told["keep"], told["read"], told["asked"]) == (CODES[state], CODES[state], "typed")


@pytest.fixture
def home_with_account(onward, home, mail_server):
    """A home with one account on the real server; return what runs the command with a keyring's surroundings."""
    port = mail_server
    done = onward("account", "add", port.user, "--name", "work", "--imap-host", port.host, "--imap-port", port.imaps_port,
                  "--imap-security", "tls", "--smtp-host", port.host, "--smtp-port", port.smtps_port, "--smtp-security", "tls",
                  "--authority", port.authority, "--yes")
    assert done.returncode == 0, done.stderr
    return onward


def test_from_adding_to_removing_with_an_open_keyring(home_with_account, home, mail_server, keyring_in, tmp_path):
    onward, ring = home_with_account, keyring_in("open")
    done = onward("account", "test", env=ring.env)
    assert done.returncode == 8 and "no password for work" in done.stderr

    done = onward("account", "password", "work", input=mail_server.password + "\n", env=ring.env)
    assert done.returncode == 0, done.stderr
    assert list(ring.passwords().values()) == [mail_server.password]

    outputs = [onward("account", "test", env=ring.env), onward("account", "test", "--json", env=ring.env)]
    assert [each.returncode for each in outputs] == [0, 0], outputs
    assert "Entwürfe for drafts and Gesendet for sent mail" in outputs[0].stderr
    told = json.loads(outputs[1].stdout)
    assert told["works"] and [each["service"] for each in told["services"]] == ["imap", "smtp"]
    assert mail_server.received == []

    for words in (["account", "list", "--json"], ["account", "show", "work"], ["doctor", "--online", "--json"],
                  ["backup"], ["export", "--json"]):
        outputs.append(onward(*words, env=ring.env))
    assert not any(mail_server.password in each.stdout + each.stderr for each in outputs)
    online = json.loads(outputs[4].stdout)
    assert [each["state"] for each in online if each["code"] == "account-works"] == ["good", "good"]

    needles = [mail_server.password.encode(), mail_server.password.replace('"', '\\"').encode(), b"Zebra-"]
    for folder, _, names in os.walk(home):
        for name in names:
            with open(os.path.join(folder, name), "rb") as file:
                content = file.read()
            assert not any(each in content for each in needles), name

    done = onward("account", "remove", "work", "--yes", env=ring.env)
    assert done.returncode == 0 and ring.passwords() == {}
    assert "[work]" not in (home / "accounts.toml").read_text()


@pytest.mark.parametrize("state", list(CODES))
def test_without_a_keyring_each_command_says_why_and_all_else_works(home_with_account, keyring_in, mail_server, state):
    onward, ring = home_with_account, keyring_in(state)
    began = time.monotonic()
    done = onward("account", "password", "work", input=mail_server.password + "\n", env=ring.env)
    assert done.returncode == 8 and "keyring" in done.stderr.lower() and "Traceback" not in done.stderr
    assert mail_server.password not in done.stdout + done.stderr
    done = onward("account", "test", "--json", env=ring.env)
    assert done.returncode == 8
    assert [(each["service"], each["code"]) for each in json.loads(done.stdout)["services"]] == [("password", CODES[state])]
    assert time.monotonic() - began < 60
    assert onward("log", "met Marty Chen", env=ring.env).returncode == 0
    doctor = onward("doctor", "--json", env=ring.env)
    codes = {each["code"] for each in json.loads(doctor.stdout)}
    assert f"keyring-{STATES[state]}" in codes and "accounts-ask" in codes


def test_a_locked_keyring_opens_the_way_again_when_unlocked(home_with_account, keyring_in, mail_server):
    onward, ring = home_with_account, keyring_in("open")
    assert onward("account", "password", input=mail_server.password + "\n", env=ring.env).returncode == 0
    ring.lock()
    assert onward("account", "test", env=ring.env).returncode == 8


@pytest.mark.parametrize("wrong, words", [
    ({"imap_host": "127.0.0.1"}, "is for another name"), ({"authority": ""}, "nobody you trust has signed"),
    ({"imap_port": 1}, "takes no connection on port 1"), ({"imap_host": "nowhere.invalid"}, "No server called nowhere.invalid"),
])
def test_what_is_wrong_is_one_sentence(onward, home, mail_server, wrong, words):
    from store import accounts, settings

    account = mail_server.account(password_command=("printf", "%s", "never-shown-pw-55"), smtp_host="", **wrong)
    accounts.keep(settings.home_under(str(home)), account)
    done = onward("account", "test")
    assert done.returncode == 8 and words in done.stderr
    assert "never-shown-pw-55" not in done.stdout + done.stderr and "Traceback" not in done.stderr


def test_a_password_command_and_a_token_command(onward, home, mail_server, tmp_path):
    (tmp_path / "pw").write_text(mail_server.password + "\nurl: example.com\n")
    base = ["account", "add", mail_server.user, "--imap-host", mail_server.host, "--imap-port", mail_server.imap_port,
            "--imap-security", "starttls", "--smtp-host", mail_server.host, "--smtp-port", mail_server.smtp_port,
            "--smtp-security", "starttls", "--authority", mail_server.authority, "--yes", "--test"]
    done = onward(*base, "--name", "by command", "--password-command", f"cat '{tmp_path}/pw'")
    assert done.returncode == 0 and "Reading works" in done.stderr and "Sending works" in done.stderr, done.stderr
    done = onward(*base, "--name", "by token", "--token-command", f"printf {mail_server.token}")
    assert done.returncode == 0, done.stderr
    done = onward(*base, "--name", "by failure", "--password-command", "echo secret-words; exit 9", "--json")
    assert done.returncode == 8 and "status 9" in done.stdout and "secret-words" not in done.stdout + done.stderr
    done = onward("account", "password", "by command", input="x\n")
    assert done.returncode == 2 and "command of yours" in done.stderr


def test_the_password_stands_in_no_process_list(home_with_account, keyring_in, mail_server):
    """Every argument list and environment of ours is looked at while the command runs."""
    onward, ring = home_with_account, keyring_in("open")
    assert onward("account", "password", input=mail_server.password + "\n", env=ring.env).returncode == 0
    seen, over = [], threading.Event()

    def watch():
        while not over.is_set():
            for name in os.listdir("/proc"):
                for what in ("cmdline", "environ"):
                    if name.isdecimal():
                        try:
                            with open(f"/proc/{name}/{what}", "rb") as file:
                                content = file.read()
                        except OSError:
                            continue
                        if mail_server.password.encode() in content:
                            seen.append(content)
            over.wait(0.02)

    if not os.path.isdir("/proc/self"):
        pytest.skip("there is no /proc here")
    watching = threading.Thread(target=watch)
    watching.start()
    try:
        assert onward("account", "test", env=ring.env).returncode == 0
    finally:
        over.set()
        watching.join()
    assert seen == []


class Person:
    """Somebody at a terminal, who answers when asked."""

    def __init__(self, *words, env=None):
        self._master, slave = pty.openpty()
        self.process = subprocess.Popen(words, stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
                                        env={**os.environ, "TERM": "xterm", "COLUMNS": "80", **(env or {})},
                                        preexec_fn=_take_terminal)
        os.close(slave)
        self.seen = ""

    def until(self, words):
        """Read until words are on the screen."""
        limit = time.monotonic() + 40
        while words not in self.seen:
            assert time.monotonic() < limit, self.seen
            try:
                piece = os.read(self._master, 4096)
            except OSError:
                piece = b""
            assert piece, self.seen
            self.seen += piece.decode(errors="replace").replace("\r\n", "\n")
        return self

    def answer(self, question, words):
        """Answer a question; what was on the screen before counts no more."""
        self.until(question)
        self.shown = getattr(self, "shown", "") + self.seen
        self.seen = ""
        os.write(self._master, words.encode() + b"\n")
        return self

    def end(self):
        """Read on to the end and return the exit status."""
        while True:
            try:
                piece = os.read(self._master, 4096)
            except OSError:
                break
            if not piece:
                break
            self.seen += piece.decode(errors="replace").replace("\r\n", "\n")
        os.close(self._master)
        return self.process.wait(30)


def _take_terminal():
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def test_a_person_adds_an_account_and_tries_it(program, home, mail_server, keyring_in):
    ring = keyring_in("open")
    person = Person(str(program), "account", "add", "--imap-port", str(mail_server.imaps_port), "--imap-security", "tls",
                    "--smtp-port", str(mail_server.smtps_port), "--smtp-security", "tls",
                    "--authority", mail_server.authority, env=ring.env)
    person.answer("Your mail address:", mail_server.user)
    person.answer("Google or Microsoft?", "")
    person.answer("Server for reading (IMAP) [imap.example.com]:", mail_server.host)
    person.answer("Server for sending (SMTP) [smtp.example.com]:", mail_server.host)
    person.answer("not shown", mail_server.password)
    person.answer("Try it now?", "")
    assert person.end() == 0, person.seen
    assert "Reading works" in person.seen and "Sending works" in person.seen
    assert mail_server.password not in person.shown + person.seen
    assert list(ring.passwords().values()) == [mail_server.password]
    assert (home / "accounts.toml").stat().st_mode & 0o777 == 0o600


def test_a_person_without_a_keyring_is_asked_for_this_run(program, onward, home_with_account, mail_server, keyring_in):
    ring = keyring_in("absent")
    person = Person(str(program), "account", "test", env=ring.env)
    person.answer("Password of work", mail_server.password)
    assert person.end() == 0, person.seen
    assert "Reading works" in person.seen and mail_server.password not in person.shown + person.seen


def test_interrupted_at_the_password_nothing_is_kept(program, home, mail_server):
    person = Person(str(program), "account", "add", "ada@fastmail.com")
    person.until("not shown")
    os.write(person._master, b"half a pass\x03")
    assert person.end() == 130
    assert not (home / "accounts.toml").exists() and "half a pass" not in person.seen
