"""accounts.toml: kept privately, edited by a person, a faulty block told and passed over, never a password in it."""

import os
import stat
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import accounts, settings
from store.accounts import blocks, checking
from store.errors import BookFault, DefinitionFault, NotFound, UsageFault
from store.model import Account
from store.records import replace

WORK = Account(name="work", address="ada@example.com", imap_host="imap.example.com", smtp_host="smtp.example.com")


@pytest.fixture
def places(tmp_path):
    return settings.home_under(str(tmp_path / "home"))


def write(places, text):
    os.makedirs(os.path.dirname(places.accounts), exist_ok=True)
    with open(places.accounts, "w", encoding="utf-8") as file:
        file.write(text)


def text_of(places):
    with open(places.accounts, encoding="utf-8") as file:
        return file.read()


def faults_of(places):
    return [(each.values["line"], each.values["name"], each.values.get("field", ""), each.values["reason"])
            for each in accounts.read(places)[1]]


def test_what_is_kept_is_read_again_and_private(places):
    dav = Account(name="calendar", kind="dav", user="ada", dav_url="https://dav.example.com/ada/")
    odd = replace(WORK, name='Büro "1" \\ [x] # = 日本', password_command=("pass", 'show "it"'), imap_port=143,
                  imap_security="starttls", keeps_sent=True, drafts_folder="Entwürfe/mit # und \\")
    for each in (WORK, dav, odd):
        accounts.keep(places, each)
    assert accounts.read(places) == ((WORK, dav, odd), ())
    assert stat.S_IMODE(os.stat(places.accounts).st_mode) == 0o600
    assert os.path.dirname(places.accounts) == os.path.dirname(places.settings)


def test_a_file_that_was_open_to_others_is_private_after_keeping(places):
    write(places, "")
    os.chmod(places.accounts, 0o644)
    accounts.keep(places, WORK)
    assert stat.S_IMODE(os.stat(places.accounts).st_mode) == 0o600


def test_no_file_no_accounts(places):
    assert accounts.read(places) == ((), ())


def test_replacing_leaves_comments_order_and_other_blocks(places):
    before = (
        '# mine, all of it\n\n# the one for work\n[work]\naddress = "ada@example.com"  # as on the card\n'
        'imap_host = "imap.example.com"\n# old: smtp.old.example.com\nsmtp_host = "smtp.example.com"\nsmtp_port = 587\n'
        'smtp_security = "starttls"\n\n# home\n[home]\naddress = "a@example.org"\nimap_host = "imap.example.org"\n')
    write(places, before)
    account = next(each for each in accounts.load(places) if each.name == "work")
    accounts.keep(places, replace(account, imap_host="new.example.com", sent_folder="Gesendet"))
    assert text_of(places) == (
        '# mine, all of it\n\n# the one for work\n[work]\naddress = "ada@example.com"  # as on the card\n'
        'imap_host = "new.example.com"\n# old: smtp.old.example.com\nsmtp_host = "smtp.example.com"\nsmtp_port = 587\n'
        'smtp_security = "starttls"\nsent_folder = "Gesendet"\n\n# home\n[home]\naddress = "a@example.org"\n'
        'imap_host = "imap.example.org"\n')
    accounts.remove(places, "work")
    assert text_of(places) == ('# mine, all of it\n\n# home\n[home]\naddress = "a@example.org"\n'
                               'imap_host = "imap.example.org"\n')
    with pytest.raises(NotFound):
        accounts.remove(places, "work")


def test_replacing_a_value_over_several_lines(places):
    write(places, '[work]\naddress = "ada@example.com"\nimap_host = "h"\npassword_command = [\n  "pass",  # it\n  "show",\n]\n')
    account = accounts.load(places)[0]
    assert account.password_command == ("pass", "show")
    changed = replace(account, password_command="other")
    accounts.keep(places, changed)
    assert accounts.read(places) == ((changed,), ())


def test_only_one_account_is_the_default(places):
    accounts.keep(places, replace(WORK, default=True))
    accounts.keep(places, replace(WORK, name="home", default=True))
    assert {each.name: each.default for each in accounts.load(places)} == {"work": False, "home": True}


@pytest.mark.parametrize("block, expected", [
    ('[x]\nimap_host = "a b"\naddress = "a@b.example"', (4, "x", "imap_host", "not-a-host")),
    ('[x]\nimap_port = "993"\nimap_host = "h"\naddress = "a@b.example"', (4, "x", "imap_port", "not-a-port")),
    ('[x]\nimap_host = "h"\nimap_port = 0\naddress = "a@b.example"', (5, "x", "imap_port", "not-a-port")),
    ('[x]\nimap_host = "h"\nimap_port = true\naddress = "a@b.example"', (5, "x", "imap_port", "not-a-port")),
    ('[x]\nimap_security = "none"\nimap_host = "h"', (4, "x", "imap_security", "not-tls-or-starttls")),
    ('[x]\nimap_security = "plain"\nimap_host = "h"', (4, "x", "imap_security", "not-tls-or-starttls")),
    ('[x]\naddress = "a@b.example"', (3, "x", "imap_host", "no-server")),
    ('[x]\nsmtp_host = "h"\nuser = "u"', (3, "x", "address", "empty")),
    ('[x]\nkind = "pop"\nimap_host = "h"', (4, "x", "kind", "not-mail-or-dav")),
    ('[x]\nkind = "dav"', (3, "x", "dav_url", "empty")),
    ('[x]\nkind = "dav"\ndav_url = "http://dav.example.com/"', (5, "x", "dav_url", "not-encrypted")),
    ('[x]\nkind = "dav"\ndav_url = "https://u:geheim@dav.example.com/"', (5, "x", "dav_url", "password-in-address")),
    ('[x]\nimap_host = "h"\naddress = "a@b.example\\r\\nBcc: c@d.example"', (5, "x", "address", "has-controls")),
    ('[x]\nimap_host = "h"\naddress = "a@b.example, c@d.example"', (5, "x", "address", "not-an-address")),
    ('[x]\nimap_host = "h"\nuser = "a\\u0000b"', (5, "x", "user", "has-controls")),
    ('[x]\nimap_host = "h"\nuser = "a"\npassword_command = []', (6, "x", "password_command", "not-a-command")),
    ('[x]\nimap_host = "h"\nuser = "a"\nkeeps_sent = "yes"', (6, "x", "keeps_sent", "not-true-or-false")),
    ('[x]\nimap_host = "h\nuser = "a"', (4, "x", "", "not-toml")),
    ('[[x]]\nimap_host = "h"', (3, "x", "", "not-a-block")),
    ('[x', (3, "x", "", "not-toml")),
    ('[x]\nimap_host = "h"\nuser = "u"\nimap_host = "i"', (6, "x", "", "not-toml")),
    ('[work]\nimap_host = "h"\nuser = "u"', (3, "work", "", "twice")),
])
def test_a_faulty_block_is_named_and_the_rest_goes_on(places, block, expected):
    write(places, f'[work]\nimap_host = "h"\nuser = "u"\n\n\n{block}\n[home]\nimap_host = "h"\nuser = "u"\n')
    line, *rest = expected
    assert [each.name for each in accounts.load(places)] == ["work", "home"]
    assert (line + 3, *rest) in faults_of(places)


@pytest.mark.parametrize("name", ["password", "Password", "passwort", "pass", "secret", "imap_password", "token"])
def test_a_password_in_the_file_is_refused_and_never_repeated(places, name):
    write(places, f'[work]\nimap_host = "h"\nuser = "u"\n{name} = "hunter2-secret"\n')
    found, faults = accounts.read(places)
    assert found == () and faults_of(places) == [(4, "work", name, "holds-password")]
    assert "hunter2" not in repr(faults)


def test_an_unknown_name_is_told_with_the_nearest_and_the_account_still_works(places):
    write(places, '[work]\nimap_host = "h"\nuser = "u"\nsent_foldr = "x"\n')
    found, (fault,) = accounts.read(places)
    assert found[0].imap_host == "h"
    assert (fault.values["field"], fault.values["hint"]) == ("sent_foldr", "sent_folder")


def test_twice_the_same_name_keeps_the_first(places):
    write(places, '[w]\nimap_host = "one"\nuser = "u"\n[w]\nimap_host = "two"\nuser = "u"\n')
    assert [each.imap_host for each in accounts.load(places)] == ["one"]
    assert faults_of(places) == [(4, "w", "", "twice")]


def test_lines_outside_of_a_block(places):
    write(places, 'imap_host = "h"\n[work]\nimap_host = "h"\nuser = "u"\n')
    assert [each.name for each in accounts.load(places)] == ["work"]
    assert faults_of(places) == [(1, "", "", "outside-block")]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00[x]", b"[w]\nuser = '\xe9'"])
def test_a_file_that_is_no_text_is_left_alone(places, content):
    os.makedirs(os.path.dirname(places.accounts))
    with open(places.accounts, "wb") as file:
        file.write(content)
    found, faults = accounts.read(places)
    assert found == () and faults[0].code == "bad-accounts"
    with pytest.raises(DefinitionFault):
        accounts.keep(places, WORK)
    with open(places.accounts, "rb") as file:
        assert file.read() == content


def test_windows_line_ends_and_a_byte_order_mark(places):
    os.makedirs(os.path.dirname(places.accounts))
    with open(places.accounts, "wb") as file:
        file.write(b'\xef\xbb\xbf[w]\r\nimap_host = "h"\r\nuser = "u"\r\n')
    assert accounts.load(places)[0].imap_host == "h"


def test_a_folder_in_its_place_or_no_right_to_write(places):
    os.makedirs(places.accounts)
    assert accounts.read(places)[1][0].code == "bad-accounts"
    with pytest.raises(DefinitionFault):
        accounts.keep(places, WORK)


def test_a_place_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises((BookFault, DefinitionFault)):
        accounts.keep(settings.home_under(str(tmp_path / "file" / "home")), WORK)


def test_a_linked_file_stays_a_link(places, tmp_path):
    os.makedirs(os.path.dirname(places.accounts))
    (tmp_path / "dotfiles").mkdir()
    os.symlink(tmp_path / "dotfiles" / "accounts.toml", places.accounts)
    accounts.keep(places, WORK)
    assert os.path.islink(places.accounts) and accounts.load(places) == (WORK,)


@pytest.mark.parametrize("changes, field", [
    ({"imap_host": "a b"}, "imap_host"), ({"imap_port": 0}, "imap_port"), ({"address": "x"}, "address"),
    ({"address": "a@b.example>"}, "address"), ({"user": "a\nb"}, "user"), ({"name": ""}, "name"), ({"name": "-x"}, "name"),
    ({"imap_security": "none"}, "imap_security"), ({"dav_url": "https://a:b@c.example/"}, "dav_url"),
    ({"imap_host": "", "smtp_host": ""}, "imap_host"), ({"drafts_folder": "a\r\nb"}, "drafts_folder"),
])
def test_what_cannot_be_used_is_not_kept(places, changes, field):
    with pytest.raises(UsageFault) as caught:
        accounts.keep(places, replace(WORK, **changes))
    assert caught.value.code == "bad-account-value" and caught.value.values["field"] == field
    assert not os.path.exists(places.accounts)


def test_many_at_once_lose_nothing(places):
    names = [f"account-{number}" for number in range(12)]
    threads = [threading.Thread(target=accounts.keep, args=(places, replace(WORK, name=name))) for name in names]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(each.name for each in accounts.load(places)) == sorted(names)


LINE = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=20)


@given(name=LINE.map(str.strip).filter(lambda each: each and not each.startswith("-")), user=LINE, folder=LINE,
       command=st.one_of(LINE, st.lists(LINE, min_size=1, max_size=3).map(tuple)), port=st.integers(1, 65535))
def test_any_text_comes_back_as_it_was(name, user, folder, command, port):
    account = replace(WORK, name=name, user=user, drafts_folder=folder, password_command=command, imap_port=port)
    block = blocks.rendered(account)
    said, values = blocks.values_of(replace(block, start=1))
    known = {field: tuple(value) if isinstance(value, list) else value for field, value in values.items()}
    assert Account(name=said, **known) == account
    assert all(not checking.wrong(field, value) for field, value in known.items())
    again = blocks.revised(block, replace(account, imap_port=1 + port % 65535))
    assert blocks.values_of(again)[1].get("imap_port", 993) == 1 + port % 65535


@given(st.text(max_size=200))
def test_any_file_is_read_without_a_stumble(text):
    parts = blocks.split(text)
    assert "\n".join("\n".join(each.lines) for each in parts) == text
