"""Mails on the command line: a file, what is asked before sending, and the newsletter without a terminal."""

import json
import stat
from email import message_from_bytes
from email.policy import default

import pytest


@pytest.fixture
def priya(onward, home):
    home.mkdir(exist_ok=True)
    (home / "settings.toml").write_text('[you]\nname = "Sam Lee"\nemail = "sam@example.com"\n')
    assert onward("log", "met Priya Raman @Northline priya@example.com").returncode == 0
    return "Priya"


def test_a_mail_file(onward, priya, tmp_path):
    place = tmp_path / "mail.eml"
    done = onward("draft", priya, "--eml", place)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == str(place)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    mail = message_from_bytes(place.read_bytes(), policy=default)
    assert (mail["X-Unsent"], mail["To"].addresses[0].addr_spec) == ("1", "priya@example.com")
    again = onward("draft", priya, "--eml", place)
    assert message_from_bytes(place.read_bytes(), policy=default)["Message-ID"] == mail["Message-ID"], again.stderr
    assert json.loads(onward("sweep", "--json").stdout)["drafts"][0]["contact"] == "Priya Raman"


def test_without_an_account_it_is_kept_and_said(onward, priya):
    done = onward("draft", priya, "--send", "--yes")
    assert done.returncode == 3
    assert "There is no account yet" in done.stderr
    assert "Traceback" not in done.stderr


def test_two_ways_at_once_are_refused(onward, priya):
    assert onward("draft", priya, "--send", "--drafts").returncode == 2


def test_nobody_is_there_to_say_yes(onward, priya, home):
    (home / "accounts.toml").write_text(
        '[work]\naddress = "sam@example.com"\nsmtp_host = "127.0.0.1"\nsmtp_port = 9\nimap_host = "127.0.0.1"\n'
        'password_command = "echo x"\n')
    done = onward("draft", priya, "--send")
    assert done.returncode == 8, done.stderr
    assert "Add --yes" in done.stderr


def test_the_habit_of_a_person(onward, priya, tmp_path):
    done = onward("draft", priya, "--eml", tmp_path / "x.eml", "--always")
    assert done.returncode == 0, done.stderr
    assert "ways" in onward("export", "--json").stdout


def test_the_newsletter_from_a_file(onward, priya, home):
    later = {"ONWARD_NOW": "2026-12-28T17:00:00Z"}
    onward("cadence", "use", "nurture", priya)
    assert onward("newsletter", "send", env=later).returncode == 3
    new = onward("newsletter", "new", "-", "--json", input="subject: News, $first_name\n\nHello.\n", env=later)
    assert new.returncode == 0, new.stderr
    assert json.loads(new.stdout)["subject"] == "News, $first_name"
    assert onward("newsletter", "new", "-", input="x", env=later).returncode == 2
    status = json.loads(onward("newsletter", "--json", env=later).stdout)
    assert status["sent"] == 0
    assert onward("newsletter", "edit", "-", input="Hello $nobody.", env=later).returncode == 0
    assert "nobody" in onward("newsletter", "check", env=later).stderr
    assert onward("newsletter", "drop", env=later).returncode == 0
    assert onward("newsletter", "status", env=later).returncode in (0, 3)
