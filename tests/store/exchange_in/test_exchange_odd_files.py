"""Odd files: old encodings, missing beginnings, columns said by hand; any bytes at all are read in time or refused."""

from __future__ import annotations

import datetime as dt
import zipfile

import pytest
from exchange_book import preview
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import exchange
from store.errors import FileFault, UsageFault
from store.exchange.encodings import guess
from store.exchange.parsed import Asked

CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{}\r\nNOTE:{}\r\nEND:VCARD\r\n"
NAMES = {
    "cp1251": ("Виталий Кличко", "Родился в Киеве, любит шахматы"),
    "koi8_r": ("Мария Иванова", "Живёт в Москве и пишет книги"),
    "cp1253": ("Ευάγγελος Παπαθανασίου", "Συνθέτης από τον Βόλο"),
    "cp1255": ("אפרים קישון", "סופר ומחזאי ישראלי"),
    "cp932": ("山田 太郎", "ヤマダ 東京都港区に住んでいます"),
    "euc_jp": ("山田 太郎", "ヤマダ 東京都港区に住んでいます"),
    "gb18030": ("王小明", "北京市海淀区中关村大街"),
    "big5": ("陳大文", "台北市信義區市府路"),
    "cp949": ("김철수", "서울특별시 강남구에 삽니다"),
    "cp1252": ("Jürgen Müßig", "Wohnt in Köln, mag Äpfel und Öl"),
    "utf-8": ("Σωκράτης Müller", "日本"),
    "utf-16": ("Виталий Müller", "日本"),
}


@pytest.mark.parametrize("encoding", NAMES)
def test_cards_and_tables_without_a_label_are_read_in_their_encoding(tmp_path, encoding):
    name, note = NAMES[encoding]
    cards, table = tmp_path / "a.vcf", tmp_path / "a.csv"
    cards.write_bytes(CARD.format(name, note).encode(encoding))
    table.write_bytes(f"Name,Email,Notes\r\n{name},a@example.com,\"{note}\"\r\n".encode(encoding))
    for path in (cards, table):
        (row,) = preview(path).rows
        assert (row.contact.name, row.contact.note) == (name, note), path.name


@pytest.mark.parametrize("text", ["Jürgen Müßig\nSören Täve\n", "François Hélène Noël\n", "Ærø Åse Łódź"[:6], "ÄÖÜ ÄÄÄÄ äää\n"])
def test_western_text_is_never_taken_for_another(text):
    assert guess(text.encode("cp1252", "replace")) == ""


def test_a_card_without_its_beginning_is_one(tmp_path):
    path = tmp_path / "a.vcf"
    path.write_text("VERSION:3.0\nFN:Frank Dawson\nEMAIL:frank@example.com\nEND:vCard\n" + CARD.format("Bo", "x"))
    assert [row.name for row in preview(path).rows] == ["Frank Dawson", "Bo"]


def test_cards_without_names_that_share_a_number_stay_apart(tmp_path):
    path = tmp_path / "a.vcf"
    path.write_text("BEGIN:VCARD\nTEL:+14155550100\nEND:VCARD\nBEGIN:VCARD\nFN:Zoe Lind\nTEL:+14155550100\nEND:VCARD\n"
                    "BEGIN:VCARD\nFN:Ann Berg\nTEL:+14155550100\nEND:VCARD\n")
    assert [(row.name, row.verdict) for row in preview(path).rows] == [
        ("+14155550100", "new"), ("Zoe Lind", "new"), ("Ann Berg", "new")]


def test_a_number_is_understood_by_the_country_of_its_owner(tmp_path):
    path = tmp_path / "a.vcf"
    path.write_text("BEGIN:VCARD\nFN:Lena Voss\nTEL:030 901820\nTEL:0123456789\nADR:;;Weg 1;Berlin;;10115;Germany\nEND:VCARD\n")
    (row,) = preview(path, region="US").rows
    assert row.contact.address("phone").value == "+4930901820"


def test_no_north_american_number_begins_with_a_nought(tmp_path):
    path = tmp_path / "a.vcf"
    path.write_text("BEGIN:VCARD\nFN:Luc\nTEL:01 23 45 67 89\nTEL:(415) 555-0100\nTEL:+1 212.555.0142\nTEL:555-0199\nEND:VCARD\n")
    (row,) = preview(path, region="US").rows
    assert [each.value for each in row.contact.addresses] == ["01 23 45 67 89", "+14155550100", "+12125550142", "555-0199"]


def mapped(path, **mapping):
    return list(exchange.read(path, asked=Asked(region="US", mapping=mapping)).records)


def test_columns_mean_what_the_user_says(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("Who,Ring,Post,Firm,Name\nMarty Chen,415 555 0100,marty@example.com,Acme,x17\n")
    (found,) = mapped(path, Who="name", ring="mobile", Post="email", Firm="company", Name="keep")
    person = found.contact
    assert (person.name, person.company) == ("Marty Chen", "Acme")
    assert [(each.value, each.label) for each in person.addresses] == [("+14155550100", "mobile"), ("marty@example.com", "")]
    assert found.original["properties"] == [{"name": "Name", "params": {}, "value": "x17"}]
    with pytest.raises(UsageFault) as fault:
        mapped(path, Who="nonsense")
    assert fault.value.code == "bad-map"


def test_a_table_without_header_is_read_by_number(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("Marty Chen;marty@example.com\nAna Duarte;ana@example.com\n")
    with pytest.raises(FileFault):
        mapped(path)
    assert [each.contact.name for each in mapped(path, **{"1": "name", "2": "email"})] == ["Marty Chen", "Ana Duarte"]


LISTS = {
    "hubspot": "Record ID,First Name,Last Name,Email,Phone Number,Company Name,Job Title,Lifecycle Stage\n"
               "101,Marty,Chen,marty@example.com,415 555 0100,Acme,CFO,lead\n",
    "salesforce": "Lead Owner,First Name,Last Name,Title,Company,Email,Phone,Mobile,Lead Source,City\n"
                  "Jo,Marty,Chen,CFO,Acme,marty@example.com,415 555 0100,,Web,Oakland\n",
    "zoho": "Record Id,Lead Owner,First Name,Last Name,Company,Designation,Email,Phone,Lead Source\n"
            "z1,Jo,Marty,Chen,Acme,CFO,marty@example.com,415 555 0100,Web\n",
    "yahoo": "First,Middle,Last,Nickname,Email,Category,Distribution Lists,Messenger ID,Home,Work,Pager,Fax,Mobile,Other,"
             "Yahoo Phone,Primary,Alternate Email 1,Alternate Email 2,Personal Website,Business Website,Title,Company\n"
             "Marty,,Chen,,marty@example.com,,,,,415 555 0100,,,,,,,,,,,CFO,Acme\n",
    "excel": "Vorname;Nachname;Firma;Funktion;E-Mail;Telefon geschäftlich\nMarty;Chen;Acme;CFO;marty@example.com;415 555 0100\n",
    "french": "Prénom\tNom\tSociété\tFonction\tAdresse e-mail\tTéléphone bureau\nMarty\tChen\tAcme\tCFO\tmarty@example.com\t415 555 0100\n",
    "spanish": "Nombre|Apellidos|Empresa|Cargo|Correo electrónico|Teléfono\nMarty|Chen|Acme|CFO|marty@example.com|415 555 0100\n",
    "sheet": "first_name,last_name,company_name,job_title,email_address,phone_number\nMarty,Chen,Acme,CFO,marty@example.com,415 555 0100\n",
}


@pytest.mark.parametrize("program", LISTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_lists_of_many_programs(tmp_path, program, encoding):
    path = tmp_path / "list.csv"
    path.write_bytes(LISTS[program].encode(encoding))
    (row,) = preview(path).rows
    person = row.contact
    assert (person.name, person.company, person.title) == ("Marty Chen", "Acme", "CFO")
    assert person.address("email").value == "marty@example.com"
    assert person.address("phone").value == "+14155550100"


NOT_CONTACTS = {
    "bank": "Date,Payee,Description,Amount,Balance\n2026-01-01,Rent Ltd,Rent,-1200.00,300.00\n",
    "log": "time,level,message,host\n12:00,INFO,started,web1\n",
    "orders": "Order ID,Product,Quantity,Price\n1,Tea,3,4.50\n",
}


@pytest.mark.parametrize("kind", NOT_CONTACTS)
def test_tables_of_other_things_are_refused(tmp_path, kind):
    path = tmp_path / "x.csv"
    path.write_text(NOT_CONTACTS[kind])
    with pytest.raises(FileFault) as fault:
        exchange.read(path)
    assert fault.value.code == "not-contacts"


PIECES = st.sampled_from([
    b"BEGIN:VCARD\r\n", b"END:VCARD\r\n", b"VERSION:2.1\n", b"FN:", b"N:a;b;c\n", b"TEL;TYPE=", b"EMAIL:a@example.com\n", b"=\n", b" ",
    b"ENCODING=QUOTED-PRINTABLE:", b"PHOTO;ENCODING=b:AAAA\n", b"AGENT:\nBEGIN:VCARD\n", b"item1.X-ABLABEL:x\n", b"BDAY:1604-01-01\n",
    b"\xff\xfe", b"\xef\xbb\xbf", b"\0", b"\x85", b'"', b",", b";", b"\r", b"\n\n", b"Name,Email\n", b"a,b@example.com\n", b"\xc3\xbc",
    b"\xfc", b"\xb0\xa1", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n", b"DTSTART:20200101\n", b"ATTENDEE:mailto:a@example.com\n",
    b"RRULE:FREQ=DAILY\n", b"END:VEVENT\n", b"From a\nFrom: a@example.com\nDate: Tue, 10 Nov 2026 09:00:00 +0000\n", b"\n", b"PK\x03\x04",
    b"[\"vcard\",[[\"fn\",{},\"text\",\"a\"]]]", b"{\"account\":{\"data\":[]}}", b"<vcards>", b"---\n", b"a" * 5000,
])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.one_of(st.binary(max_size=3000), st.lists(PIECES, max_size=60).map(b"".join),
                      st.tuples(PIECES, st.binary(max_size=500), st.lists(PIECES, max_size=30).map(b"".join)).map(b"".join)),
       times=st.sampled_from([1, 1, 1, 30]))
def test_any_bytes_are_read_or_refused(tmp_path, data, times):
    path = tmp_path / "any"
    path.write_bytes((data * times)[:100_000])
    asked = Asked(region="US", now=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    try:
        found = exchange.preview(exchange.read(path, asked=asked), NobodyThere())
    except FileFault:
        return
    for row in found.rows:
        assert row.contact is None or (row.contact.name and "\n" not in row.contact.name and "\0" not in row.contact.name)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=2000), cut=st.integers(0, 400))
def test_any_archive_is_read_or_refused(tmp_path, data, cut):
    path = tmp_path / "any.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.vcf", b"BEGIN:VCARD\nFN:x\nEND:VCARD\n" + data)
        archive.writestr("b.csv", data)
    whole = bytearray(path.read_bytes())
    if cut < len(whole):
        whole[cut] ^= 0x5A
    path.write_bytes(whole)
    try:
        exchange.preview(exchange.read(path), NobodyThere())
    except FileFault:
        return


class NobodyThere:
    """An empty book."""

    def by_key(self, key):
        return []

    def original(self, contact):
        return None


def test_a_file_of_another_kind_in_an_archive_is_told_about(tmp_path):
    path = tmp_path / "both.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("people.vcf", "BEGIN:VCARD\nFN:Ana Duarte\nEND:VCARD\n")
        archive.writestr("more.csv", "Name,Email\nBo Lind,bo@example.com\n")
    found = preview(path)
    assert [row.name for row in found.rows] == ["Ana Duarte"]
    assert [(each.code, each.values["file"]) for _, each in found.problems] == [("of-another-kind", "more.csv")]
