"""The line cut anywhere, a password refused, a certificate of somebody else, two runs at once, another program's folder."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from store import passwords
from store.passwords import Secret
from store.sync.dav import client as client_room
from tests.real.dav_books import OtherProgram, book_at, counts, said_here, said_there, sync
from tests.real.dav_servers import PASSWORD, USER, CuttingProxy, radicale  # noqa: F401


@pytest.fixture
def proxy(radicale):  # noqa: F811
    found = CuttingProxy(radicale.port)
    yield found
    found.stop()


def trouble_of(book):
    [report] = list(book.sync())
    return report.trouble.code if report.trouble else ""


def test_the_line_cut_after_any_number_of_bytes_loses_nothing(radicale, proxy, tmp_path, monkeypatch):  # noqa: F811
    monkeypatch.setattr(client_room, "PAUSES", ())
    account = radicale.account(dav_url=f"https://localhost:{proxy.port}/")
    book = book_at(tmp_path / "book", account)
    people = [f"{first} Lind" for first in ("Ana", "Bo", "Cleo", "Dan", "Eva", "Finn")]
    for each in people:
        book.log(f"met {each} {each.split()[0].lower()}@example.com", new=True)
    broken = 0
    for way, places in (("up", (3_000, 9_000, 20_000)), ("down", (2_500, 6_000, 11_000, 19_000))):
        for place in places:
            proxy.cut_after(place, way)
            broken += trouble_of(book) in ("server-gone", "tls-failed")
            book.change([book.who("Ana").id], title=f"cut {way} {place}")
    assert broken >= 3
    proxy.cut_after(None)
    sync(book)
    phone = OtherProgram(book, account)
    said = {each["fields"]["name"]: each for each in map(said_there, phone.cards().values())}
    assert sorted(said) == people and len(phone.cards()) == len(people)
    for each in people:
        assert said[each] == said_here(book, book.who(each).id)
    assert len(book.everyone()) == len(people)
    assert counts(sync(book)) == {}
    book.close()


def test_what_is_wrong_is_said_by_testing_the_account(radicale, tmp_path):  # noqa: F811
    account = radicale.account()
    book = book_at(tmp_path / "book", account)
    [good] = book.test_account("phone")
    assert good.works and good.reason.code == "dav-works"
    passwords.remember(account, Secret("password", "wrong"))
    [bad] = book.test_account("phone")
    assert not bad.works and bad.reason.code == "login-refused"
    book.close()
    stranger = book_at(tmp_path / "other", radicale.account(authority=""))
    [untrusted] = stranger.test_account("phone")
    assert untrusted.reason.code == "certificate-untrusted"
    stranger.close()
    nowhere = book_at(tmp_path / "nowhere", radicale.account(dav_url=f"https://localhost:{radicale.port}/bo/"))
    assert nowhere.test_account("phone")[0].reason.code
    nowhere.close()


def test_two_runs_at_once_double_nobody(radicale, tmp_path):  # noqa: F811
    account = radicale.account()
    book = book_at(tmp_path / "book", account)
    for each in ("Ana", "Bo", "Cleo"):
        book.log(f"met {each} Lind {each.lower()}@example.com", new=True)
    second = book_at(tmp_path / "book", account)
    reports = []
    threads = [threading.Thread(target=lambda one=one: reports.extend(one.sync())) for one in (book, second)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    book.refresh()
    sync(book)
    phone = OtherProgram(book, account)
    assert sorted(each["fields"]["name"] for each in map(said_there, phone.cards().values())) == [
        "Ana Lind", "Bo Lind", "Cleo Lind"]
    assert len(book.everyone()) == 3
    second.close()
    book.close()


@pytest.mark.long
def test_vdirsyncer_on_the_same_address_book(radicale, tmp_path):  # noqa: F811
    account = radicale.account()
    book = book_at(tmp_path / "book", account)
    book.log("met Marty Chen marty@example.com hot")
    sync(book)
    phone = OtherProgram(book, account)
    folder = tmp_path / "cards"
    config = tmp_path / "vdirsyncer"
    config.write_text(f"""[general]
status_path = "{tmp_path}/status"
[pair people]
a = "here"
b = "there"
collections = [["people", "people", "{phone.people.strip('/').split('/')[-1]}"]]
conflict_resolution = "b wins"
[storage here]
type = "filesystem"
path = "{folder}"
fileext = ".vcf"
[storage there]
type = "carddav"
url = "{radicale.url}"
username = "{USER}"
password = "{PASSWORD}"
verify = "{radicale.authority}"
""", encoding="utf-8")

    def run():
        for words in (["discover"], ["sync"]):
            done = subprocess.run([str(Path(sys.executable).with_name("vdirsyncer")), "-c", str(config), *words], input="y\ny\ny\n",
                                  capture_output=True, text=True, timeout=120, check=False)
            assert done.returncode == 0, done.stderr

    run()
    [file] = (folder / "people").glob("*.vcf")
    assert "Marty Chen" in file.read_text()
    file.write_text(file.read_text().replace("FN:Marty Chen", "FN:Marty Chen\nTITLE:COO"))
    (folder / "people" / "zoe.vcf").write_text(
        "BEGIN:VCARD\nVERSION:3.0\nUID:zoe\nFN:Zoe Lind\nN:Lind;Zoe;;;\nEND:VCARD\n")
    run()
    assert sync(book).counts["cards-in"] == 2
    assert book.who("Marty").title == "COO" and book.who("Zoe").origin == "sync"
    book.change([book.who("Zoe").id], company="Northline")
    sync(book)
    run()
    assert "ORG:Northline" in (folder / "people" / "zoe.vcf").read_text()
    assert counts(sync(book)) == {}
    book.close()
