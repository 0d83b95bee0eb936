"""What an incoming mail is: mails in the manner of many programs, what bounces name, when people are back."""

from __future__ import annotations

import datetime as dt
import importlib.util
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.rules.incoming import CLASSES, classify, own_words
from store.rules.incoming.returns import day_of_return
from store.sync.mail_parsing import read

_spec = importlib.util.spec_from_file_location("made_up_mails", Path(__file__).with_name("mails.py"))
made_up = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(made_up)


@pytest.mark.parametrize(("kind", "octets"), [each[1:] for each in made_up.MAILS], ids=[each[0] for each in made_up.MAILS])
def test_each_mail_is_what_it_is(kind, octets):
    assert classify(read(octets)).kind == kind


@pytest.mark.parametrize("ends", [b"\r\n", b"\r"])
def test_line_ends_of_other_systems_change_nothing(ends):
    for name, kind, octets in made_up.MAILS:
        assert classify(read(octets.replace(b"\n", ends))).kind == kind, name


def test_a_bounce_names_the_address_and_the_mail_that_came_back_not_what_that_answered():
    for name, kind, octets in made_up.MAILS:
        verdict = classify(read(octets))
        if kind in ("bounce", "temporary") and name != "a bounce sent on":
            assert verdict.failed[0] == "lena@example.com", name
    verdict = classify(read(made_up.report("failed", "5.1.1")))
    assert verdict.answers == ("<mine-1@example.org>",)
    assert "<theirs-0@example.com>" not in verdict.answers
    assert classify(read(next(each[2] for each in made_up.MAILS if each[0] == "mailbox full for good"))).full


def test_a_bounce_of_a_forwarded_mail_names_whom_it_was_written_to_too():
    verdict = classify(read(made_up.report("failed", "5.1.1", recipient="elsewhere@example.net")))
    assert verdict.failed == ("elsewhere@example.net", "lena@example.com")


TUESDAY = dt.date(2026, 11, 24)


@pytest.mark.parametrize(("words", "day"), [
    ("I will be back on Monday.", "2026-11-30"), ("I'm back on 7 December.", "2026-12-07"),
    ("I will return to the office on December 7th, 2026.", "2026-12-07"), ("returning 12/07/2026, out of the office", "2026-12-07"),
    ("I am away until 7 December.", "2026-12-07"), ("out of office until and including Friday, 4 December", "2026-12-07"),
    ("I will be travelling on December 1-4.", "2026-12-07"), ("I am away from 1 December to 4 December.", "2026-12-07"),
    ("back next Monday", "2026-11-30"), ("back tomorrow", "2026-11-25"), ("back next week", "2026-11-30"),
    ("Ich bin bis zum 7. Dezember nicht im Büro.", "2026-12-07"), ("Ab dem 07.12. bin ich wieder da.", "2026-12-07"),
    ("Ich bin bis einschließlich 04.12.2026 abwesend.", "2026-12-07"), ("Ich bin am Montag wieder im Büro.", None),
    ("Ich bin wieder am Montag im Büro.", "2026-11-30"), ("Je suis absente jusqu'au 7 décembre.", "2026-12-07"),
    ("Je serai de retour le lundi 7 décembre 2026.", "2026-12-07"), ("Estaré de vuelta el 7 de diciembre.", "2026-12-07"),
    ("Estoy de vacaciones hasta el 7 de diciembre de 2026.", "2026-12-07"), ("fuori ufficio fino al 7 dicembre", "2026-12-07"),
    ("Ik ben afwezig tot 7 december.", "2026-12-07"), ("away until 5 January", "2027-01-05"), ("back on 2026-12-07", "2026-12-07"),
    ("I was back on 3 November 2026.", None), ("no day at all", None), ("back on 31.02.2027", None), ("until 30 February", None),
])
def test_the_day_of_return(words, day):
    found = day_of_return(words, TUESDAY)
    if day is None:
        assert found is None or found > TUESDAY
    else:
        assert found == dt.date.fromisoformat(day)


@pytest.mark.parametrize(("text", "own"), [
    ("Yes.\n\nOn Mon, 23 Nov 2026 at 10:00, Nora <n@example.org> wrote:\n> Hello", "Yes."),
    ("Yes.\n\nOn Mon, 23 Nov 2026 at 10:00, Nora Quist\n<nora@example.org> wrote:\n\nHello", "Yes."),
    ("Ja.\n\nAm 23.11.2026 um 10:00 schrieb Nora Quist:\n> Hallo", "Ja."),
    ("Oui.\n\nLe lun. 23 nov. 2026 à 10:00, Nora <n@example.org> a écrit :\n> Bonjour", "Oui."),
    ("Sí.\n\nEl lun, 23 nov 2026 a las 10:00, Nora (<n@example.org>) escribió:\n> Hola", "Sí."),
    ("Sì.\n\nIl giorno lun 23 nov 2026 alle ore 10:00 Nora <n@example.org> ha scritto:\n> Ciao", "Sì."),
    ("Ja.\n\nOp ma 23 nov. 2026 om 10:00 schreef Nora <n@example.org>:\n> Hallo", "Ja."),
    ("Ja.\n\nDen mån 23 nov. 2026 kl 10:00 skrev Nora <n@example.org>:\n> Hej", "Ja."),
    ("Да.\n\nпн, 23 нояб. 2026 г. в 10:00, Nora <n@example.org> написал:\n> Привет", "Да."),
    ("Yes.\n\n-----Original Message-----\nFrom: Nora\nSent: Monday\nTo: Lena\nSubject: x\n\nHello", "Yes."),
    ("Ja.\n\nVon: Nora\nGesendet: Montag\nAn: Lena\nBetreff: x\n\nHallo", "Ja."),
    ("Oui.\n\nDe : Nora\nEnvoyé : lundi\nÀ : Lena\nObjet : x\n\nBonjour", "Oui."),
    ("Yes.\n________________________________\nFrom: Nora <n@example.org>\nSent: Monday\nTo: Lena\nSubject: x\n", "Yes."),
    ("Yes.\n-- \nLena Voss\nNorthline", "Yes."), ("Yes.\n\nSent from my iPhone", "Yes."),
    ("Ja.\n\nVon meinem iPhone gesendet\n\nAm 23.11.2026 um 10:00 schrieb Nora:\n> Hallo", "Ja."),
    ("On Mon, 23 Nov 2026 at 10:00, Nora <n@example.org> wrote:\n> When?\n\nOn Tuesday.", "On Tuesday."),
    ("> When?\n\nTuesday.\n\n> Where?\n\nAt yours.", "Tuesday.\n\nAt yours."),
    ("From what I saw, all is well.\nTo me it looks good.", "From what I saw, all is well.\nTo me it looks good."),
    ("He wrote: come at ten.", "He wrote: come at ten."), ("", ""), ("> all quoted", ""),
])
def test_own_words(text, own):
    assert own_words(text) == own


@pytest.mark.parametrize(("words", "wants"), [
    ("Thanks, got it!", False), ("Perfect, see you Tuesday.", False), ("Vielen Dank, passt!", False), ("Merci, c'est noté.", False),
    ("Thanks! Could you send the price?", None), ("Thanks, but I need two more days.", None), ("Please call me.", None),
    ("We looked at the plans.", None),
])
def test_thanks_and_confirmations_are_only_guessed(words, wants):
    assert classify(read(made_up.mail(made_up.LENA, "Re: x", words + made_up.QUOTE, **made_up.ANSWER))).wants_answer is wants


@pytest.mark.parametrize(("words", "stop"), [
    ("Please remove me from your list.", True), ("We are not interested.", True), ("Kein Interesse, danke.", True),
    ("Happy to hear more.", False), ("I stopped by your office.", False),
])
def test_no_more_mail_is_heard(words, stop):
    assert classify(read(made_up.mail(made_up.LENA, "Re: x", words + made_up.QUOTE, **made_up.ANSWER))).asks_to_stop is stop


PIECES = [b"\n", b"\r\n", b"From: a <a@example.com>\n", b"Content-Type: multipart/mixed; boundary=x\n", b"--x\n", b"--x--\n", b"\n\n",
          b"Content-Type: text/html\n", b"<a href='http://x", b"<script>", b"<!--", b"=?utf-8?q?=ff?=", b"=?iso-2022-jp?b?!?=", b"Subject: ",
          b"Content-Transfer-Encoding: base64\n", b"Content-Type: message/rfc822\n", b"\xff\xfe\x00", b"Content-Type: message/delivery-status\n",
          b"On x wrote:\n", b"> ", b"Date: 99 Foo\n", b"\xef\xbb\xbf", b"Content-Type: text/plain; charset=utf-7\n", b"References: <a@b> <"]


@given(st.one_of(st.binary(max_size=400), st.lists(st.sampled_from(PIECES), max_size=60).map(b"".join)))
def test_any_bytes_are_some_mail(octets):
    found = read(octets)
    assert classify(found).kind in CLASSES
    assert "\0" not in found.subject and "\n" not in found.subject
    assert all("\n" not in value and "\r" not in value for values in found.headers.values() for value in values)


@given(st.text(max_size=300))
def test_own_words_are_among_the_words(text):
    found = own_words(text)
    assert len(found) <= len(text) and own_words(found) in (found, own_words(own_words(found)))
