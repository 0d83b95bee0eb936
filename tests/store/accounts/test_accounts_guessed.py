"""What an address says of its account, and which folder is which in a mailbox."""

import pytest

from store import accounts
from store.accounts import checking, folders
from store.errors import UsageFault
from store.records import as_mapping


@pytest.mark.parametrize("address, imap, smtp, hint", [
    ("ada@gmail.com", ("imap.gmail.com", 993, "tls"), ("smtp.gmail.com", 465, "tls"), "app-password-google"),
    ("Ada@GoogleMail.com", ("imap.gmail.com", 993, "tls"), ("smtp.gmail.com", 465, "tls"), "app-password-google"),
    ("ada@outlook.com", ("outlook.office365.com", 993, "tls"), ("smtp-mail.outlook.com", 587, "starttls"), "token-microsoft"),
    ("ada@hotmail.co.uk", ("outlook.office365.com", 993, "tls"), ("smtp-mail.outlook.com", 587, "starttls"), "token-microsoft"),
    ("ada@live.de", ("outlook.office365.com", 993, "tls"), ("smtp-mail.outlook.com", 587, "starttls"), "token-microsoft"),
    ("ada@me.com", ("imap.mail.me.com", 993, "tls"), ("smtp.mail.me.com", 587, "starttls"), "app-password-apple"),
    ("ada@fastmail.com", ("imap.fastmail.com", 993, "tls"), ("smtp.fastmail.com", 465, "tls"), "app-password-fastmail"),
    ("ada@gmx.de", ("imap.gmx.net", 993, "tls"), ("mail.gmx.net", 465, "tls"), "imap-off-gmx"),
    ("ada@gmx.com", ("imap.gmx.com", 993, "tls"), ("mail.gmx.com", 465, "tls"), "imap-off-gmx"),
    ("ada@web.de", ("imap.web.de", 993, "tls"), ("smtp.web.de", 587, "starttls"), "imap-off-gmx"),
    ("ada@yahoo.co.jp", ("imap.mail.yahoo.com", 993, "tls"), ("smtp.mail.yahoo.com", 465, "tls"), "app-password-yahoo"),
    ("ada@proton.me", ("127.0.0.1", 1143, "starttls"), ("127.0.0.1", 1025, "starttls"), "bridge-proton"),
    ("ada@posteo.net", ("posteo.de", 993, "tls"), ("posteo.de", 465, "tls"), None),
    ("ada@mailbox.org", ("imap.mailbox.org", 993, "tls"), ("smtp.mailbox.org", 465, "tls"), None),
    ("ada@firm.example", ("imap.firm.example", 993, "tls"), ("smtp.firm.example", 465, "tls"), "guessed"),
    ("ada@büro.example", ("imap.xn--bro-hoa.example", 993, "tls"), ("smtp.xn--bro-hoa.example", 465, "tls"), None),
    ("ada@tuta.com", ("", 993, "tls"), ("", 465, "tls"), "no-imap"),
    ("ada@livery.example", ("imap.livery.example", 993, "tls"), ("smtp.livery.example", 465, "tls"), "guessed"),
    ("ada@live.notareal.example", ("imap.live.notareal.example", 993, "tls"), ("smtp.live.notareal.example", 465, "tls"),
     "guessed"),
])
def test_what_an_address_says(address, imap, smtp, hint):
    found = accounts.guess(address)
    assert (found.imap_host, found.imap_port, found.imap_security) == imap
    assert (found.smtp_host, found.smtp_port, found.smtp_security) == smtp
    assert found.name == found.address == address
    assert accounts.hints(found) == ((hint,) if hint else ())


@pytest.mark.parametrize("address", ["", "ada", "ada@", "@gmail.com", "a b@gmail.com", "Ada <ada@gmail.com>", "a@b@c",
                                     "a@gmail.com\r\nx", "a@gmail.com,b@gmail.com"])
def test_what_is_no_address(address):
    with pytest.raises(UsageFault):
        accounts.guess(address)


def test_a_provider_that_is_named_goes_before_the_domain():
    found = accounts.guess("ada@firm.example", "google-workspace")
    assert (found.imap_host, found.keeps_sent) == ("imap.gmail.com", True)
    assert accounts.hints(found) == ("app-password-google",)
    with pytest.raises(UsageFault) as caught:
        accounts.guess("ada@firm.example", "nobody")
    assert "google-workspace" in caught.value.values["allowed"]


def test_every_provider_that_ships_can_be_used_and_its_hints_have_words():
    from store.accounts.guessing import _table
    from tui.wording.accounts import HINTS

    for code, _ in accounts.providers():
        found = accounts.guess("ada@firm.example", code)
        assert not [field for field, value in as_mapping(found).items() if checking.wrong(field, value)]
        assert checking.lacking(found) == ("", "")
    given = [each for provider in _table().values() for each in provider.get("hints", ())]
    assert {*given, "guessed"} == set(HINTS)
    domains = [each for provider in _table().values() for each in provider["domains"]]
    assert len(domains) == len(set(domains))


def listing(*rows, delimiter="/"):
    return [folders.Folder(name, flags, delimiter) for name, *flags in rows]


@pytest.mark.parametrize("listed, drafts, sent", [
    (listing(("INBOX",), ("Entwürfe", "\\Drafts"), ("Gesendet", "\\Sent"), ("Drafts",)), "Entwürfe", "Gesendet"),
    (listing(("[Gmail]", "\\Noselect"), ("[Gmail]/Drafts", "\\Drafts"), ("[Gmail]/Sent Mail", "\\sent")),
     "[Gmail]/Drafts", "[Gmail]/Sent Mail"),
    (listing(("INBOX",), ("INBOX.Drafts",), ("INBOX.Sent",), delimiter="."), "INBOX.Drafts", "INBOX.Sent"),
    (listing(("Projects/Sent",), ("Sent Items",), ("Brouillons",)), "Brouillons", "Sent Items"),
    (listing(("Drafts", "\\NonExistent"), ("Bozze",), ("Posta inviata",)), "Bozze", "Posta inviata"),
    (listing(("Entwu\u0308rfe",), ("GESENDETE ELEMENTE",)), "Entwu\u0308rfe", "GESENDETE ELEMENTE"),
    (listing(("INBOX",), ("Drafting tips",), ("Sentimental",)), "", ""),
    ([], "", ""),
])
def test_folders_are_found_by_mark_then_by_name(listed, drafts, sent):
    assert folders.for_role(listed, "\\Drafts") == drafts
    assert folders.for_role(listed, "sent") == sent
    assert folders.for_role(listed, "INBOX") == "INBOX"
