"""Contacts and cards both ways with Radicale and Xandikos: what a phone does reaches the book, what is done here the phone."""

import pytest

from store.book import dav_state, large
from store.errors import Unavailable
from store.sync.dav.client import Client
from tests.real.dav_books import Clock, OtherProgram, book_at, codes, counts, said_here, said_there, sync
from tests.real.dav_servers import ON_BOTH, dav_server, radicale  # noqa: F401

PHOTO = "QUJD" * 30_000


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def book(dav_server, tmp_path, clock):  # noqa: F811
    """A book that has been in step with a server once."""
    found = book_at(tmp_path / "book", dav_server.account(), clock)
    found.log("met Marty Chen @Acme 415 555 0100 marty@example.com hot #expo // son plays golf")
    sync(found)
    yield found
    found.close()


@pytest.fixture
def phone(book, dav_server):  # noqa: F811
    return OtherProgram(book, dav_server.account())


def phone_card(phone, name="Zoe Lind", file="zoe.vcf", more=()):
    given, family = name.split()
    phone.add(file, [f"UID:phone-{file}", f"FN:{name}", f"N:{family};{given};;;", "TEL;TYPE=CELL:+14155550123", *more])


@ON_BOTH
def test_a_contact_is_a_card_there_with_what_only_we_know(book, phone):
    card = phone.cards()[phone.find("Marty Chen")].replace("\n ", "")
    for line in ("FN:Marty Chen", "ORG:Acme", "X-ONWARD-TEMPERATURE:hot", "CATEGORIES:expo", "X-ONWARD-CADENCE"):
        assert line in card
    assert counts(sync(book)) == {}


def test_someone_added_on_the_phone_is_in_the_book_without_a_cadence(book, phone):
    phone_card(phone, more=[f"PHOTO;ENCODING=b;TYPE=JPEG:{PHOTO}", "X-PHONE:kept", "BDAY:1980-03-15"])
    assert counts(sync(book)) == {"cards-in": 1}
    zoe = book.who("Zoe")
    assert zoe.addresses[0].value == "+14155550123" and zoe.origin == "sync"
    dossier = book.dossier(zoe.id)
    assert not dossier.plans and dossier.dates[0].year == 1980
    assert zoe.id in [each.id for each in book.without_cadence()]
    assert counts(sync(book)) == {}


def test_the_settings_choose_a_cadence_for_people_from_the_phone(dav_server, tmp_path):  # noqa: F811
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "settings.toml").write_text('[sync]\nnew_cadence = "keep"\n')
    book = book_at(folder, dav_server.account())
    sync(book)
    phone_card(OtherProgram(book, dav_server.account()))
    sync(book)
    assert [each.cadence for each in book.dossier(book.who("Zoe").id).plans] == ["keep"]
    book.close()


@ON_BOTH
def test_edits_of_both_sides_meet_field_by_field_and_photos_survive(book, phone, clock):
    phone_card(phone, more=[f"PHOTO;ENCODING=b;TYPE=JPEG:{PHOTO}", "X-PHONE:kept", "item1.TEL:+14155550144", "item1.X-ABLabel:Boat"])
    sync(book)
    zoe = book.who("Zoe")
    clock.pass_by(minutes=5)
    book.change([zoe.id], company="Northline", temperature="warm")
    phone.edit(phone.find("Zoe Lind"), lambda text: text.replace("FN:Zoe Lind", "FN:Zoe Lind\nTITLE:COO"))
    done = sync(book)
    assert counts(done) == {"cards-in": 1, "cards-out": 1}
    zoe = book.who("Zoe")
    assert (zoe.company, zoe.title, zoe.temperature) == ("Northline", "COO", "warm")
    card = phone.cards()[phone.find("Zoe Lind")].replace("\n ", "")
    assert PHOTO in card and "X-PHONE:kept" in card and "Boat" in card and "ORG:Northline" in card
    assert said_there(card) == said_here(book, zoe.id)
    assert counts(sync(book)) == {}


def test_the_later_edit_of_one_field_wins_and_the_other_is_in_the_history(book, phone, clock):
    marty = book.who("Marty")
    clock.pass_by(hours=2)
    book.change([marty.id], title="Here")
    href = phone.find("Marty Chen")
    rev = "20261124T235900Z"
    phone.edit(href, lambda text: "\n".join(
        [f"REV:{rev}" if line.startswith("REV") else line for line in text.split("\n")]).replace("FN:", "TITLE:There\nFN:"))
    sync(book)
    assert book.who("Marty").title == "There"
    told = [(each["before"], each["after"]) for each in book.database.table("history").all() if each["field"] == "title"]
    assert ("Here", "There") in told
    clock.pass_by(hours=12)
    book.change([marty.id], title="Here again")
    phone.edit(href, lambda text: text.replace("TITLE:There", "TITLE:There again").replace(rev, "20261125T000100Z"))
    sync(book)
    assert book.who("Marty").title == "Here again"
    told = [(each["before"], each["after"]) for each in book.database.table("history").all() if each["field"] == "title"]
    assert ("There again", "Here again") in told
    assert "TITLE:Here again" in phone.cards()[href]


def test_a_refused_permission_wins(book, phone):
    marty = book.who("Marty")
    href = phone.find("Marty Chen")
    book.permit([marty.id], "text", "granted")
    phone.edit(href, lambda text: "\n".join(
        "X-ONWARD-PERMISSION:text|refused||said-so" if "X-ONWARD-PERMISSION:text" in line else line
        for line in text.split("\n")))
    sync(book)
    assert book.who("Marty").permission("text") == "refused"
    assert "text|refused" in phone.cards()[href].replace("\n ", "")


@ON_BOTH
def test_a_card_deleted_on_the_phone_takes_nobody_out_of_the_book(book, phone):
    phone.remove(phone.find("Marty Chen"))
    assert codes(sync(book)) == ["card-gone"]
    assert book.who("Marty").company == "Acme"
    book.change([book.who("Marty").id], title="CEO")
    again = sync(book)
    assert counts(again) == {} and codes(again) == [] and not phone.cards()


def test_a_card_that_comes_back_is_joined_again(book, phone):
    href = phone.find("Marty Chen")
    text = phone.cards()[href]
    phone.remove(href)
    sync(book)
    phone.add("back.vcf", [line for line in text.split("\n") if line and line.split(":")[0] not in ("BEGIN", "END", "VERSION")])
    sync(book)
    assert len(book.everyone()) == 1
    book.change([book.who("Marty").id], title="CEO")
    sync(book)
    assert "TITLE:CEO" in phone.cards()[phone.find("Marty Chen")]


def test_somebody_taken_back_here_leaves_the_phone(book, phone):
    book.log("met Tom Ashby tom@example.com")
    sync(book)
    assert phone.find("Tom Ashby")
    book.undo()
    assert counts(sync(book))["cards-out"] == 1
    assert [*phone.cards()] == [phone.find("Marty Chen")]
    book.redo()
    sync(book)
    assert phone.find("Tom Ashby")


def test_merged_people_have_one_card(book, phone):
    phone_card(phone, "Marty Chenn", "double.vcf", ["X-PHONE:kept"])
    sync(book)
    assert len(book.everyone()) == 2
    book.merge(book.who("Marty Chen").id, book.who("Chenn").id)
    sync(book)
    assert [*phone.cards()] == [phone.find("Marty Chen")]
    card = phone.cards()[phone.find("Marty Chen")].replace("\n ", "")
    assert "+14155550123" in card and "X-PHONE:kept" in card
    assert counts(sync(book)) == {}


def test_two_cards_of_one_person_are_one_contact(book, phone):
    phone.add("second.vcf", ["UID:second", "FN:Marty Chen", "N:Chen;Marty;;;", "EMAIL:marty@example.com", "TITLE:COO"])
    sync(book)
    assert len(book.everyone()) == 1 and book.who("Marty").title == "COO"
    assert len(phone.cards()) == 2
    assert counts(sync(book)) == {}


def test_what_is_no_card_is_left_alone_and_told_once(book, phone):
    phone.add("nobody.vcf", ["UID:nobody", "FN:", "N:;;;;", "NOTE:nothing"])
    phone.add("group.vcf", ["UID:group", "FN:Golf", "N:Golf;;;;", "X-ADDRESSBOOKSERVER-KIND:group",
                            "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:1"])
    before = phone.cards()
    assert codes(sync(book)) == ["card-unread"]
    assert codes(sync(book)) == []
    assert phone.cards() == before
    assert [each.name for each in book.everyone()] == ["Marty Chen"]


def test_trying_it_first_writes_nothing(book, phone):
    phone_card(phone)
    book.log("met Tom Ashby tom@example.com")
    before, number = phone.cards(), book.database.number
    tried = sync(book, dry_run=True)
    assert tried.counts["cards-in"] == 1 and tried.counts["cards-out"] == 1
    assert phone.cards() == before and book.database.number == number


def test_a_forgotten_person_leaves_the_server(book, phone):
    phone_card(phone)
    sync(book)
    book.forget(book.who("Zoe").id)
    assert all("zoe" not in str(each).lower() or "leaving" in str(each) for each in book.database.table("remotes").all())
    sync(book)
    assert [*phone.cards()] == [phone.find("Marty Chen")]
    assert "leaving" not in dav_state.of_account(book, phone.account)
    assert [each.name for each in book.everyone()] == ["Marty Chen"]


@ON_BOTH
def test_two_books_meet_on_one_server(book, phone, dav_server, tmp_path):  # noqa: F811
    other = book_at(tmp_path / "other", dav_server.account(), Clock())
    other.log("met Marty Chen marty@example.com #golf")
    other.log("met Ana Duarte ana@example.com")
    for one in (other, book, other, book, other, book):
        sync(one)
    assert {each.id for each in book.everyone()} == {each.id for each in other.everyone()}
    assert len(phone.cards()) == 2
    assert set(book.who("Marty").tags) == set(other.who("Marty").tags) == {"expo", "golf"}
    assert all(counts(sync(one)) == {} for one in (book, other))
    other.close()


def test_a_server_that_forgot_what_changed_starts_over(radicale, tmp_path):  # noqa: F811
    book = book_at(tmp_path / "book", radicale.account())
    book.log("met Marty Chen marty@example.com")
    sync(book)
    phone = OtherProgram(book, radicale.account())
    phone_card(phone)
    radicale.forget_tokens()
    assert counts(sync(book)) == {"cards-in": 1}
    assert counts(sync(book)) == {}
    book.close()


def test_a_server_led_back_to_an_old_backup_loses_nothing(radicale, tmp_path):  # noqa: F811
    clock = Clock()
    book = book_at(tmp_path / "book", radicale.account(), clock)
    book.log("met Marty Chen marty@example.com")
    sync(book)
    radicale.keep("old")
    clock.pass_by(days=1)
    book.change([book.who("Marty").id], title="COO")
    book.log("met Tom Ashby tom@example.com")
    sync(book)
    radicale.restore("old")
    phone = OtherProgram(book, radicale.account())
    assert len(phone.cards()) == 1
    sync(book)
    assert "TITLE:COO" in phone.cards()[phone.find("Marty Chen")] and phone.find("Tom Ashby")
    assert book.who("Marty").title == "COO" and len(book.everyone()) == 2
    assert counts(sync(book)) == {}
    book.close()




def kept_photo(book):
    """Return the photos that a book holds in files of their own, by reading them."""
    values = large.of_book(book)
    return [values.read(each) for each in sorted(large.named_now(book))]


def imported(book, tmp_path):
    """Bring somebody with a photo in from a file."""
    path = tmp_path / "zoe.vcf"
    path.write_text(f"BEGIN:VCARD\r\nVERSION:4.0\r\nUID:zoe\r\nFN:Zoe Lind\r\nPHOTO:data:image/jpeg;base64,{PHOTO}\r\nEND:VCARD\r\n")
    book.take_in([book.read_file(path)])


@ON_BOTH
def test_a_photo_from_a_file_reaches_the_phone_and_the_other_machine(book, phone, dav_server, tmp_path, clock):  # noqa: F811
    imported(book, tmp_path)
    assert counts(sync(book)) == {"cards-out": 1}
    assert PHOTO in phone.cards()[phone.find("Zoe Lind")].replace("\n ", "")
    clock.pass_by(minutes=5)
    book.change([book.who("Zoe").id], company="Northline")
    sync(book)
    card = phone.cards()[phone.find("Zoe Lind")].replace("\n ", "")
    assert PHOTO in card and "ORG:Northline" in card
    other = book_at(tmp_path / "other", dav_server.account(), clock)
    sync(other)
    assert kept_photo(other) == kept_photo(book) == [PHOTO.encode()]
    for each in (book, other, book):
        sync(each)
    assert kept_photo(book) == [PHOTO.encode()] and counts(sync(other)) == {} and counts(sync(book)) == {}
    other.close()


@ON_BOTH
def test_a_photo_from_the_phone_is_kept_here_too(book, phone):
    phone_card(phone, more=[f"PHOTO;ENCODING=b;TYPE=JPEG:{PHOTO}"])
    sync(book)
    assert kept_photo(book) == [PHOTO.encode()]


def test_a_server_that_takes_no_photos_gets_the_card_without(book, phone, tmp_path, monkeypatch):
    real = Client.put

    def small(self, href, data, *rest):
        if len(data) > 100_000:
            raise Unavailable("dav-refused", said="too large")
        return real(self, href, data, *rest)

    monkeypatch.setattr(Client, "put", small)
    imported(book, tmp_path)
    assert codes(sync(book)) == ["card-without-photo"]
    assert "PHOTO" not in phone.cards()[phone.find("Zoe Lind")]
    book.change([book.who("Zoe").id], company="Northline")
    assert codes(sync(book)) == [] and "ORG:Northline" in phone.cards()[phone.find("Zoe Lind")]
    assert kept_photo(book) == [PHOTO.encode()]
