"""Mails that leave: what is noted before, logged after, kept when something fails, and never sent twice."""

from __future__ import annotations

import os
import stat
from email import message_from_bytes
from email.policy import default

import pytest

from store.errors import FileFault, NotFound, OnwardError, Unavailable, UsageFault
from store.model import Moment
from store.records import replace


def state(book, draft):
    from store.book import drafting

    return drafting.get(book, draft)


def touches(book, contact):
    return [each for each in book.dossier(contact).touches if each.direction == "out" and each.kind == "email"]


class TestFile:
    def test_it_opens_as_a_draft_and_waits_for_a_word(self, book, marty, draft, tmp_path):
        place = tmp_path / "mail.eml"
        receipt = book.write_eml(draft, str(place))
        assert receipt.values["path"] == str(place)
        assert stat.S_IMODE(place.stat().st_mode) == 0o600
        mail = message_from_bytes(place.read_bytes(), policy=default)
        assert mail["X-Unsent"] == "1"
        assert mail["To"].addresses[0].addr_spec == "marty@example.com"
        kept = state(book, draft)
        assert (kept.state, kept.way) == ("handed", "eml")
        assert mail["Message-ID"] == kept.message_id
        book.sent([draft])
        assert touches(book, marty)[-1].message_id == kept.message_id

    def test_the_usual_place_is_private_and_emptied_when_the_person_is_forgotten(self, book, marty, draft, tmp_path):
        path = book.write_eml(draft).values["path"]
        assert stat.S_IMODE(os.stat(os.path.dirname(path)).st_mode) == 0o700
        book.forget(marty)
        assert not os.path.exists(path)

    def test_a_place_that_cannot_be_written_keeps_the_draft(self, book, draft, tmp_path):
        (tmp_path / "file").write_text("x")
        with pytest.raises(FileFault):
            book.write_eml(draft, str(tmp_path / "file" / "mail.eml"))
        assert state(book, draft).state == "open"


class TestSending:
    def test_it_is_sent_logged_and_kept_in_sent(self, book, marty, draft, servers, account):
        receipt = book.send(draft)
        [(sender, recipient, octets)] = servers.taken
        assert (sender, recipient) == ("sam@work.example", "marty@example.com")
        touch = touches(book, marty)[-1]
        assert (touch.subject, touch.text, touch.outcome) == ("Two dates", "Hello Marty,\n\nTuesday or Friday?\n\nSam", "sent")
        [copy] = servers.mails("Gesendet")
        assert copy["Message-ID"] == touch.message_id
        assert octets == next(iter(servers.folders["Gesendet"].values()))[0]
        assert receipt.verb == "send"
        assert "trouble" not in receipt.values
        assert state(book, draft).state == "sent"
        assert "leaving" not in state(book, draft).extra

    def test_a_provider_that_files_it_itself_gets_no_second_copy(self, book, draft, servers, account, home):
        from store import accounts

        accounts.keep(home, replace(account, keeps_sent=True))
        book.send(draft)
        assert servers.mails("Gesendet") == []

    @pytest.mark.parametrize(("call", "code"), [
        ("smtp", "connection-refused"), ("smtp", "login-refused"), ("send", "recipient-refused"), ("send", "server-gone")])
    def test_a_failure_keeps_the_draft_as_it_was(self, book, marty, draft, servers, account, call, code):
        before = state(book, draft)
        servers.fail(call, code)
        with pytest.raises(Unavailable) as fault:
            book.send(draft)
        assert fault.value.code == code
        after = state(book, draft)
        assert replace(after, message_id="", extra={}) == replace(before, message_id="", extra={})
        assert "leaving" not in after.extra
        assert not touches(book, marty)
        servers.fails.clear()
        book.send(draft)
        assert len(servers.taken) == 1

    def test_a_copy_that_fails_is_said_and_the_mail_logged(self, book, marty, draft, servers, account):
        servers.fail("append", "server-refused")
        receipt = book.send(draft)
        assert receipt.values["trouble"] == "sent-copy-failed"
        assert len(touches(book, marty)) == 1
        assert state(book, draft).state == "sent"

    def test_a_line_that_breaks_at_the_end_is_not_tried_again_unasked(self, book, marty, draft, servers, account):
        servers.fail("send", "perhaps-sent")
        with pytest.raises(Unavailable):
            book.send(draft)
        assert [each.id for each in book.interrupted()] == [draft]
        with pytest.raises(UsageFault) as fault:
            book.send(draft)
        assert fault.value.code == "perhaps-sent-before"
        assert not touches(book, marty)

    def test_a_sudden_end_between_taking_and_logging_sends_nothing_twice(self, book, marty, draft, servers, account, open_book):
        servers.fail("accepted", KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            book.send(draft)
        assert len(servers.taken) == 1
        later = open_book()
        assert [each.id for each in later.interrupted()] == [draft]
        assert [each.id for each in later.drafts(("handed",))] == [draft], "the sweep asks about it"
        with pytest.raises(UsageFault):
            later.send(draft)
        later.not_sent([draft])
        servers.fails.clear()
        later.send(draft)
        assert len(servers.taken) == 2

    def test_after_a_sudden_end_the_sent_folder_knows(self, book, marty, draft, servers, account, open_book):
        servers.fail("accepted", KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            book.send(draft)
        servers.put("Gesendet", servers.taken[0][2])
        later = open_book()
        assert later.look_for_sent().values["count"] == 1
        assert not later.interrupted()
        assert len(touches(later, marty)) == 1

    def test_undo_takes_back_the_entry_and_nothing_else(self, book, marty, draft, servers, account):
        book.send(draft)
        book.undo()
        assert not touches(book, marty)
        assert state(book, draft).state == "sent", "what was sent stays sent"
        with pytest.raises(UsageFault):
            book.send(draft)
        book.redo()
        assert len(touches(book, marty)) == 1

    def test_what_is_no_mail_or_has_no_address_is_refused_before_anything(self, book, marty, draft, servers, account):
        book.save_draft(draft, "x", "y", "marty@example.com, eve@example.org")
        before = state(book, draft)
        with pytest.raises(Unavailable) as fault:
            book.send(draft)
        assert fault.value.code == "bad-address"
        assert state(book, draft) == before
        assert servers.calls == []

    def test_without_an_account_everything_else_works(self, book, draft, servers, tmp_path):
        for act in (book.send, book.keep_in_drafts):
            with pytest.raises(NotFound) as fault:
                act(draft)
            assert fault.value.code == "no-account"
        book.write_eml(draft, str(tmp_path / "x.eml"))
        assert b"sam@example.com" in book.message(draft)


class TestDraftsFolder:
    def test_it_lies_among_the_drafts_with_a_message_id_of_ours(self, book, draft, servers, account):
        receipt = book.keep_in_drafts(draft)
        [mail] = servers.mails("Entwürfe")
        kept = state(book, draft)
        assert mail["Message-ID"] == kept.message_id
        assert (kept.state, kept.way) == ("handed", "drafts-folder")
        assert receipt.values["folder"] == "Entwürfe"

    def test_new_words_replace_it_and_do_not_double_it(self, book, draft, servers, account):
        book.keep_in_drafts(draft)
        book.not_sent([draft])
        book.save_draft(draft, "Two dates", "Other words.")
        book.keep_in_drafts(draft)
        [mail] = servers.mails("Entwürfe")
        assert mail.get_content().strip() == "Other words."

    def test_what_was_changed_there_is_not_thrown_away(self, book, draft, servers, account):
        book.keep_in_drafts(draft)
        [(uid, (octets, at))] = servers.folders["Entwürfe"].items()
        servers.folders["Entwürfe"][uid] = (octets.replace(b"Friday", b"Monday"), at)
        book.save_draft(draft, "Two dates", "Other words.")
        receipt = book.keep_in_drafts(draft)
        assert receipt.values["trouble"] == "edited-elsewhere"
        assert len(servers.mails("Entwürfe")) == 2

    def test_a_failure_keeps_the_draft(self, book, draft, servers, account):
        for call in ("imap", "folder", "select", "append"):
            servers.fails.clear()
            servers.fail(call, "server-gone")
            with pytest.raises(OnwardError):
                book.keep_in_drafts(draft)
            assert state(book, draft).state == "open"
        servers.fails.clear()
        servers.roles.clear()
        with pytest.raises(Unavailable) as fault:
            book.keep_in_drafts(draft)
        assert fault.value.code == "no-drafts-folder"

    def test_sent_from_elsewhere_it_is_logged_once(self, book, marty, draft, servers, account, clock):
        book.keep_in_drafts(draft)
        assert book.look_for_sent().values["count"] == 0
        clock.forward(hours=1)
        [uid] = servers.folders["Entwürfe"]
        servers.put("Gesendet", servers.folders["Entwürfe"].pop(uid)[0])
        assert book.look_for_sent().values["count"] == 1
        assert book.look_for_sent().values["count"] == 0
        assert len(touches(book, marty)) == 1
        book.undo()
        assert state(book, draft).state == "handed"

    def test_a_program_that_gave_it_another_id_is_recognised_by_recipient_and_subject(
            self, book, marty, draft, servers, account, clock):
        book.keep_in_drafts(draft)
        own = state(book, draft).message_id.encode()
        [uid] = servers.folders["Entwürfe"]
        octets = servers.folders["Entwürfe"][uid][0]
        other = octets.replace(own, b"<theirs@mail.example>")
        clock.forward(minutes=5)
        servers.put("Gesendet", other.replace(b"marty@", b"eve@"))
        assert book.look_for_sent().values["count"] == 0, "to somebody else"
        servers.put("Gesendet", other)
        assert book.look_for_sent().values["count"] == 0, "it still lies among the drafts"
        del servers.folders["Entwürfe"][uid]
        assert book.look_for_sent().values["count"] == 1
        assert touches(book, marty)[-1].message_id == "<theirs@mail.example>"

    def test_sent_from_here_it_leaves_the_drafts(self, book, draft, servers, account):
        book.keep_in_drafts(draft)
        book.send(draft)
        assert servers.mails("Entwürfe") == []
        assert len(servers.mails("Gesendet")) == 1


class TestThreads:
    def heard(self, book, marty, message_id, subject, **changes):
        from store.book import reading
        from store.book.touching import record_touch
        from store.book.writing import Writing
        from store.model import Touch

        with Writing(book, "log") as writing:
            person = reading.contact(book.database, marty)
            record_touch(book, writing, person, Touch(
                **{"id": "", "contacts": (marty,), "kind": "email", "direction": "in", "subject": subject,
                   "happened": Moment(book.now()), "recorded": book.now(), "message_id": message_id, **changes}))

    def test_a_follow_up_answers_the_last_mail_and_keeps_its_subject(self, book, marty, servers, account, clock):
        self.heard(book, marty, "<theirs@example.com>", "AW: The review", references=("<first@example.com>",))
        clock.forward(minutes=5)
        found = book.draft(marty, "email")
        assert found.subject == "Re: The review"
        book.send(found.id)
        mail = message_from_bytes(servers.taken[0][2], policy=default)
        assert mail["In-Reply-To"] == "<theirs@example.com>"
        assert mail["References"] == "<first@example.com> <theirs@example.com>"
        assert touches(book, marty)[-1].references == ("<first@example.com>", "<theirs@example.com>")
        clock.forward(days=20)
        again = book.draft(marty, "email")
        assert again.subject == "Re: The review"
        octets = book.message(again.id)
        assert touches(book, marty)[-1].message_id.encode() in octets

    def test_another_subject_begins_another_conversation(self, book, marty, clock):
        self.heard(book, marty, "<theirs@example.com>", "The review")
        clock.forward(minutes=5)
        found = book.draft(marty, "email")
        book.save_draft(found.id, "Lunch?", found.body)
        assert b"In-Reply-To" not in book.message(found.id)

    def test_newsletters_bounces_and_mails_of_long_ago_are_not_answered(self, book, marty, clock):
        self.heard(book, marty, "<news@example.com>", "News", kind="newsletter", direction="out", outcome="sent")
        self.heard(book, marty, "<back@example.com>", "The review", direction="out", outcome="bounced")
        clock.forward(minutes=5)
        assert not book.draft(marty, "email").subject.startswith("Re:")
        self.heard(book, marty, "<old@example.com>", "The review")
        clock.forward(days=130)
        found = book.draft(marty, "email")
        assert not found.subject.startswith("Re:")


class TestHabits:
    def test_a_contact_before_the_settings_before_the_kind(self, book, marty, draft, home, open_book, clock):
        assert book.usual_way(draft) == "mail-program"
        with open(home.settings, "a") as file:
            file.write('[ways]\nemail = "drafts-folder"\n')
        later = open_book()
        assert later.usual_way(draft) == "drafts-folder"
        later.set_way(marty, "email", "send")
        assert later.usual_way(draft) == "send"
        later.undo()
        assert later.usual_way(draft) == "drafts-folder"

    def test_a_way_that_does_not_take_the_kind_is_refused(self, book, marty):
        with pytest.raises(UsageFault):
            book.set_way(marty, "call", "send")
        with pytest.raises(NotFound):
            book.set_way(marty, "email", "pigeon")
