"""Templates: how a file is read, how gaps are filled, what stands where a fact is missing, and which one is chosen."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import DefinitionFault
from store.model import Address, Contact, Dossier, DueTouch, Moment, Planned, Promise, Reason, Touch, Window
from store.rules.practice import Sender
from store.rules.templates import GAPS, Template, blank, choose, family_of, fill, mark, open_gaps, parse

NOW = dt.datetime(2026, 11, 24, 17, 0, tzinfo=dt.UTC)
ZONE = "America/Los_Angeles"
SENDER = Sender("Sam Field", "sam@example.com", "415 555 0101", "Field Consulting", "Sam Field\nField Consulting",
                "https://example.com/book")
WINDOW = Window(NOW, NOW, NOW, NOW, NOW)


def person(**changes) -> Contact:
    fields = {
        "id": "c", "name": "Marty Chen", "given": "Marty", "company": "Acme", "need": "a site review",
        "interests": ("golf", "sailing"), "note": "son in rehab, never mention",
        "addresses": (Address("phone", "+14155550100"), Address("email", "marty@example.com")),
    }
    return Contact(**{**fields, **changes})


def touch(identity="m", kind="meeting", direction="out", ago=dt.timedelta(hours=1), **changes) -> Touch:
    return Touch(identity, ("c",), kind, direction, Moment(NOW - ago, ZONE), NOW, **changes)


def due(kind="text", **changes) -> DueTouch:
    return DueTouch("c", "k", "thank-you", kind, "running", WINDOW, (), **changes)


def filled(body, contact=None, dossier=None, sender=SENDER, asked=None, subject="", kinds=("text",), **more):
    template = Template("t", "thank-you", kinds, "en", subject, body)
    return fill(template, dossier or Dossier(contact or person(), (touch(event="the Chamber"),)), sender, asked, NOW,
                ZONE, **more)


class TestReading:
    def test_a_whole_head(self):
        text = "# mine\nSubject: Good to meet you, $first_name\nkinds: email, text\nfamily: Thank-You\n" \
               "stage: visibility\nlanguage: en\n\nHi $first_name,\n\nthanks: a lot\n\n"
        assert parse(text, "mine", "/t/mine.txt") == Template(
            "mine", "thank-you", ("email", "text"), "en", "Good to meet you, $first_name",
            "Hi $first_name,\n\nthanks: a lot", "visibility", "/t/mine.txt")

    def test_windows_line_ends_and_a_byte_order_mark(self):
        assert parse("\ufefffamily: reply\r\n\r\nHi\r\nthere\r\n", "r").body == "Hi\nthere"

    @pytest.mark.parametrize(("head", "kinds"), [("subject: a", ("email",)), ("family: reply", ("text",))])
    def test_kinds_without_a_word(self, head, kinds):
        assert parse(f"{head}\n\nwords", "r").kinds == kinds

    @pytest.mark.parametrize(("text", "line", "reason"), [
        ("", 1, "no-words"),
        ("   \n\n", 1, "no-words"),
        ("family: reply\nstage:\n\n  \n", 2, "no-words"),
        ("family: reply", 1, "no-words"),
        ("Hi Marty,\n\nthank you", 1, "no-head"),
        ("Dear Marty: hello\n\nthank you", 1, "no-head"),
        ("family: reply\nsubjet: x\n\nwords", 2, "unknown-key"),
        ("family: reply\nHi\n\nwords", 2, "no-head"),
        ("family: a\nfamily: b\n\nwords", 2, "twice"),
        ("kinds: text, pigeon\n\nwords", 1, "unknown-kind"),
        ("family: a\nstage: love\n\nwords", 2, "unknown-stage"),
        ("family: a\nkinds: email\n\nwords", 2, "no-subject"),
        ("family: a\n\none\ntwo [[three", 4, "open-bracket"),
        ("family: a\n\none [[two [[three]] four]]", 3, "open-bracket"),
        ("family: a\n\n\n\none\ntwo]] three", 6, "stray-bracket"),
        ("family: a\n\nHi ${first name}", 3, "bad-gap"),
        ("family: a\n\n" + "x" * 70_000, 1, "too-long"),
    ])
    def test_a_bad_file_is_named_with_line_and_reason(self, text, line, reason):
        with pytest.raises(DefinitionFault) as caught:
            parse(text, "bad", "/t/bad.txt")
        assert caught.value.code == "bad-template"
        assert caught.value.values | {"word": ""} == {"path": "/t/bad.txt", "line": line, "reason": reason, "word": ""}

    @pytest.mark.parametrize(("text", "line"), [
        ("family: a\n\nHi\n$frist_name", 4), ("family: a\n\nHi\n\n[[x ${frist_name}|y]]", 5),
        ("family: a\nsubject: to $frist_name\n\nwords", 2), ("family: a\n\nHi $frist_name$name", 3),
    ])
    def test_an_unknown_gap_is_named_with_the_known_ones(self, text, line):
        with pytest.raises(DefinitionFault) as caught:
            parse(text, "bad", "/t/bad.txt")
        assert caught.value.code == "unknown-gap"
        assert caught.value.values == {"path": "/t/bad.txt", "line": line, "gap": "frist_name", "known": sorted(GAPS),
                                       "hint": "first_name"}

    def test_a_dollar_that_is_no_gap_stays_a_dollar(self):
        assert filled(parse("family: a\n\n$5 or $$5 or 5$", "d").body).body == "$5 or $5 or 5$"

    @given(st.text(max_size=400))
    def test_any_text_is_a_template_or_a_fault(self, text):
        try:
            template = parse(text, "any")
        except DefinitionFault as fault:
            assert 1 <= fault.values["line"] <= text.count("\n") + text.count("\r") + 1
        else:
            fill(template, Dossier(person()), SENDER, None, NOW, ZONE)

    @given(st.lists(st.sampled_from(
        ["[[", "]]", "|", " ", "\n", "\n\n", "words", "$company", "${event}", "$$", "$", ".", ",", "‹", "›"],
    ), max_size=25))
    def test_any_arrangement_of_brackets_and_gaps(self, parts):
        try:
            template = parse("family: a\n\n" + "".join(parts), "any")
        except DefinitionFault:
            return
        for contact in (person(), person(company="", source="")):
            result = fill(template, Dossier(contact), SENDER, None, NOW, ZONE)
            assert "[[" not in result.body
            assert result.body == result.body.strip()
            assert result.cursor is None or 0 <= result.cursor <= len(result.body)


class TestFilling:
    @pytest.mark.parametrize(("gap", "words"), [
        ("first_name", "Marty"), ("name", "Marty Chen"), ("company", "Acme"), ("event", "the Chamber"),
        ("asked_for", "a site review"), ("interest", "golf"), ("day_met", "today"), ("my_name", "Sam Field"),
        ("my_first_name", "Sam"), ("my_company", "Field Consulting"), ("my_phone", "415 555 0101"),
        ("booking_link", "https://example.com/book"), ("signature", "Sam Field\nField Consulting"),
    ])
    def test_a_gap_takes_its_fact(self, gap, words):
        result = filled(f"a ${gap} b ${{{gap}}}")
        assert result.body == f"a {words} b {words}"
        assert result.cursor is None
        assert result.facts == {gap: words}

    @pytest.mark.parametrize("gap", [gap for gap in GAPS if gap not in ("first_name", "name", "day_met", "day_talked")])
    def test_a_gap_without_a_fact_shows_a_mark_with_the_cursor_before_it(self, gap):
        dossier = Dossier(Contact(id="x", name="Marty"))
        result = filled(f"So ${gap}, ${gap}.", dossier=dossier, sender=Sender())
        assert result.body == f"So {mark(gap)}, {mark(gap)}."
        assert result.cursor == 3
        assert open_gaps(result.body) == (mark(gap)[1:-1],) * 2

    @pytest.mark.parametrize(("body", "words"), [
        ("Good to meet you[[ at $event]].", "Good to meet you."),
        ("Hi[[ $company]], there", "Hi, there"),
        ("One. [[You work at $company.]] Two.", "One. Two."),
        ("One.\n\n[[You work at $company.]]\n\nTwo.", "One.\n\nTwo."),
        ("One.\n[[You work at $company.]]\nTwo.", "One.\nTwo."),
        ("[[You work at $company.]] Two.", "Two."),
        ("[[You work at $company.]]\n\nTwo.", "Two."),
        ("One. [[You work at $company.]]", "One."),
        ("One.\n\n[[You work at $company.]]", "One."),
        ("One.\n\n[[$company]]\n\n[[$event]]\n\nTwo.", "One.\n\nTwo."),
        ("One [[$company]] [[$event]] two.", "One two."),
        ("- [[$company]]\nTwo", "-\nTwo"),
        ("(One [[$company]])", "(One)"),
        ("[[$company]]", ""),
        ("Good[[ at $company| on $event| at last]].", "Good at last."),
        ("A [[$company\n| $event\n| third ]]b", "A third b"),
        ("A [[\n  $company\n| third\n]] b", "A third b"),
        ("A [[$company|]] b", "A b"),
    ])
    def test_what_has_no_fact_falls_away_cleanly(self, body, words):
        assert filled(body, dossier=Dossier(Contact(id="x", name="Marty"))).body == words

    def test_the_first_alternative_with_all_facts_is_taken(self):
        body = "[[$title at $company|$company|nothing]]"
        assert filled(body).body == "Acme"
        assert filled(body, person(title="COO")).body == "COO at Acme"

    def test_the_cursor_lands_behind_a_sentence_that_stands_in(self):
        result = filled("Hi. [[You said $referrer.|You said something.]] Bye.")
        assert result.body == "Hi. You said something. Bye."
        assert result.cursor == len("Hi. You said something.")

    def test_an_open_mark_goes_before_a_sentence_that_stands_in(self):
        result = filled("[[Hi $referrer.|Hi you.]] So: ‹your answer›")
        assert result.cursor == result.body.index("‹")

    def test_a_missing_signature_or_link_asks_for_nothing(self):
        assert filled("Bye. [[$booking_link|see you]]\n[[$signature]]", sender=Sender()).cursor is None

    @pytest.mark.parametrize("company", ["Acme Inc.", "Acme Inc"])
    def test_a_full_stop_is_not_doubled(self, company):
        assert filled("At $company. Then", person(company=company)).body == f"At {company.rstrip('.')}. Then"

    @pytest.mark.parametrize(("source", "words"), [
        ("Ac\nme", "Ac me"), ("Acme\x1b[31m", "Acme[31m"), ("A\u202ecme", "Acme"), ("‹Acme›", "<Acme>"),
        ("$name [[x]]", "$name [[x]]"), ("Ac\u200bme\x00", "Acme"), ("\u2028Acme\u2029", "Acme"),
        ("[b]Acme[/]", "[b]Acme[/]"),
    ])
    def test_a_fact_is_one_clean_line_and_never_a_template(self, source, words):
        result = filled("So $company.", person(company=source))
        assert result.body == f"So {words}."
        assert result.cursor is None

    def test_a_fact_as_long_as_a_note_is_none(self):
        assert filled("[[You want $asked_for|So]]", person(need="x" * 300)).body == "So"

    def test_the_private_note_never_leaves(self):
        everything = " ".join(f"[[${gap}]]" for gap in GAPS)
        dossier = Dossier(person(), (touch(event="the Chamber", note="SECRET"),
                                     touch("i", "email", "in", note="SECRET")))
        result = filled(everything, dossier=dossier, subject="[[$their_subject]]")
        assert "rehab" not in result.body
        assert "SECRET" not in result.subject + result.body

    @pytest.mark.parametrize(("name", "greeting"), [
        ("Marty Chen", "Hi Marty,"), ("marty@example.com", "Hi,"), ("+1 415 555 0100", "Hi,"), ("李 雷", "Hi 李,"),
    ])
    def test_nobody_is_greeted_as_an_address(self, name, greeting):
        assert filled("Hi[[ $first_name]],", Contact(id="x", name=name)).body == greeting

    @pytest.mark.parametrize(("ago", "words"), [
        (0, "today"), (1, "yesterday"), (2, "on Sunday"), (6, "on Wednesday"), (7, "last week"), (12, "on 12 November"),
        (200, "on 8 May"), (400, "in October 2025"), (-3, ""),
    ])
    def test_days_in_words(self, ago, words):
        dossier = Dossier(person(), (touch(ago=dt.timedelta(days=ago)),))
        assert filled("[[$day_met]]", dossier=dossier).body == words

    def test_the_day_is_the_one_in_the_users_zone(self):
        late = touch(ago=dt.timedelta(hours=10))
        assert filled("$day_met", dossier=Dossier(person(), (late,))).body == "yesterday"

    @pytest.mark.parametrize(("planned", "country", "zone", "words"), [
        (Planned(dt.date(2026, 11, 25)), "", "", "a call tomorrow"),
        (Planned(dt.date(2026, 11, 26), dt.time(10)), "US", "", "a call on Thursday at 10 am"),
        (Planned(dt.date(2026, 11, 26), dt.time(14, 30)), "DE", "", "a call on Thursday at 14:30"),
        (Planned(dt.date(2026, 11, 26), dt.time(10)), "US", "America/New_York", "a call on Thursday at 1 pm your time"),
        (Planned(dt.date(2026, 11, 26), dt.time(20)), "JP", "Asia/Tokyo", "a call on Friday at 13:00 your time"),
        (Planned(dt.date(2026, 12, 3)), "", "", "a call on Thursday, 3 December"),
        (Planned(dt.date(2026, 11, 20)), "", "", ""),
    ])
    def test_the_next_step_on_the_clock_of_the_reader(self, planned, country, zone, words):
        dossier = Dossier(person(country=country, zone=zone),
                          promises=(Promise("p", "c", "call", planned, next_step=True),))
        assert filled("[[$next_step $next_day]]", dossier=dossier).body == words

    def test_a_kept_promise_is_not_promised_again(self):
        kept = Promise("p", "c", "email", Planned(dt.date(2026, 11, 20)), "the price note.", kept=Moment(NOW))
        owed = Promise("q", "c", "email", Planned(dt.date(2026, 11, 24)), "the plan.")
        dossier = Dossier(person(), promises=(kept, owed))
        assert filled("$promise", dossier=dossier).body == "the plan"
        assert filled("$promise", dossier=dossier, asked=due("email", promise="p")).body == mark("promise")

    @pytest.mark.parametrize(("origin", "source", "words"), [
        ("log", "at the Expo", "the Expo"), ("import", "linkedin-csv", ""), ("app", "@Expo", "Expo"),
    ])
    def test_where_you_met_is_never_an_import_list(self, origin, source, words):
        assert filled("[[$event]]", person(origin=origin, source=source), Dossier(person(origin=origin, source=source))
                      ).body == words

    def test_a_later_meeting_is_not_where_you_met(self):
        first = touch("a", ago=dt.timedelta(days=90), event="the Expo")
        later = touch("b", ago=dt.timedelta(hours=2))
        dossier = Dossier(person(), (first, later))
        assert filled("[[$event]]", dossier=dossier, asked=due(touch="b")).body == ""
        assert filled("[[$event]]", dossier=dossier).body == "the Expo"

    def test_the_subject_of_their_mail_without_its_marks(self):
        dossier = Dossier(person(), (touch("i", "email", "in", subject="RE: AW: Fwd: two\ndates"),))
        result = filled("x", dossier=dossier, subject="Re: $their_subject", kinds=("email",))
        assert result.subject == "Re: two dates"

    def test_facts_of_others_are_handed_in(self):
        assert filled("$referred, $referrer", more={"referred": "Jo\nHart", "referrer": "Pat Weber"}).body == (
            "Jo Hart, Pat Weber")

    @pytest.mark.parametrize(("asked", "kind", "expected"), [
        (None, "", "text"), (due("email"), "", "email"), (due("call"), "", "text"), (due("email"), "text", "text"),
    ])
    def test_the_kind_is_the_due_touchs_where_it_fits(self, asked, kind, expected):
        assert filled("x", asked=asked, kinds=("text", "email"), subject="s", kind=kind).kind == expected

    def test_an_answer_goes_where_they_wrote_from(self):
        dossier = Dossier(person(), (touch("i", "email", "in", address="marty@home.example.com"),))
        asked = due("email", touch="i")
        assert filled("x", dossier=dossier, asked=asked, kinds=("email",)).address == "marty@home.example.com"
        assert filled("x", dossier=dossier, asked=asked, kinds=("text",)).address == "+14155550100"

    def test_a_text_goes_to_the_mobile_number(self):
        contact = person(addresses=(Address("phone", "+14155550101", label="fax"), Address("phone", "+14155550102"),
                                    Address("phone", "+14155550103", label="Mobile")))
        assert filled("x", contact).address == "+14155550103"
        assert filled("x", person(addresses=contact.addresses[:2])).address == "+14155550102"

    @given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
    def test_any_facts_leave_one_subject_line_and_no_controls(self, name, company, need, event):
        dossier = Dossier(Contact(id="x", name=name or "x", company=company, need=need), (touch(event=event),))
        result = filled("Hi[[ $first_name]],\n\n[[$company|you]] [[$asked_for]] at $event.", dossier=dossier,
                        subject="On [[$asked_for|things]] at [[$company]]", kinds=("email",))
        assert len(result.subject.splitlines()) == 1
        assert all(each == "\n" or each >= " " for each in result.body)

    def test_words_without_a_template(self):
        mail = blank(Dossier(person()), SENDER, None, NOW, ZONE, "email")
        assert mail.body == "Hi Marty,\n\n\n\nSam Field\nField Consulting"
        assert mail.body[: mail.cursor] == "Hi Marty,\n\n"
        text = blank(Dossier(person()), SENDER, None, NOW, ZONE, "text")
        assert (text.body, text.cursor, text.address) == ("Marty, ", 7, "+14155550100")


def named(name, family="check-in", kinds=("email",), language="en", stage=""):
    return Template(name, family, kinds, language, "s", "b", stage)


class TestChoosing:
    MANY = (named("a"), named("b"), named("c", kinds=("text",)), named("d", family="reply"), named("e", family="reply"))

    @pytest.mark.parametrize(("family", "kind", "used", "expected"), [
        ("check-in", "email", [], "a"), ("check-in", "email", ["a"], "b"), ("check-in", "email", ["b", "x"], "a"),
        ("check-in", "email", ["a", "b"], None), ("check-in", "text", ["a", "b"], "c"), ("check-in", "call", [], None),
        ("nothing", "email", [], None), ("reply", "email", ["d"], "e"), ("reply", "email", ["e", "d"], "e"),
        ("reply", "email", ["e", "d", "e"], "d"),
    ])
    def test_the_first_not_used_before(self, family, kind, used, expected):
        chosen = choose(self.MANY, family, kind, "en", iter(used))
        assert (chosen.name if chosen else None) == expected

    @pytest.mark.parametrize(("language", "expected"), [
        ("de", "d"), ("de-CH", "s"), ("de_CH", "s"), ("de-AT", "d"), ("DE", "d"), ("fr", "e"), ("", "e"),
        ("en-GB", "e"),
    ])
    def test_a_language_falls_back_to_its_base_then_to_english(self, language, expected):
        many = (named("d", language="de"), named("e"), named("s", language="de-CH"))
        assert choose(many, "check-in", "email", language, ()).name == expected

    def test_one_for_any_language_belongs_to_all(self):
        many = (named("mine", language=""), named("e"), named("d", language="de"))
        assert choose(many, "check-in", "email", "de", ()).name == "mine"
        assert choose(many[:1], "check-in", "email", "fr", ()).name == "mine"

    def test_one_for_this_stage_goes_first_and_one_for_another_never(self):
        many = (named("any"), named("early", stage="visibility"), named("late", stage="profitability"))
        assert choose(many, "check-in", "email", "en", (), "profitability").name == "late"
        assert choose(many, "check-in", "email", "en", ("late", "any"), "profitability") is None

    def test_a_kind_with_words_of_its_own_has_them_where_the_step_has_none(self):
        many = (named("n", "newsletter"), named("c", "clipping", ("clipping",)), named("k", "card", ("card", "note")))
        assert choose(many, "newsletter", "clipping", "en", ()).name == "c"
        assert choose(many, "newsletter", "note", "en", ()).name == "k"
        assert choose(many, "newsletter", "email", "en", ()).name == "n"
        assert choose(many, "newsletter", "call", "en", ()) is None

    @pytest.mark.parametrize(("asked", "kind", "family"), [
        (None, "email", "check-in"), (None, "note", "card"), (None, "gift", "gift"),
        (due(template="thank-you"), "email", "thank-you"), (due(template=""), "clipping", "clipping"),
        (due(template="end-of-plan"), "email", "end-of-plan"),
    ])
    def test_the_family_is_the_steps_own(self, asked, kind, family):
        assert family_of(asked, kind) == family

    @pytest.mark.parametrize(("step", "cadence", "template", "codes", "kind", "family"), [
        ("thank-referrer", "referral", "thank-you", {}, "text", "referral-thanks"),
        ("thank-referrer", "", "thank-you", {}, "email", "referral-thanks"),
        ("report-back", "referral", "recap", {}, "email", "referral-report"),
        ("reach", "referral", "acknowledgement", {}, "email", "referral-first"),
        ("reach", "mine", "acknowledgement", {}, "email", "acknowledgement"),
        ("rescue", "referral", "rescue", {}, "email", "rescue"),
        ("date", "dates", "card", {"date": {"name": "birthday"}}, "call", "birthday"),
        ("date", "dates", "card", {"date": {"name": "wedding"}}, "call", "card"),
        ("thank-you", "met", "thank-you", {"ask-first": {}}, "text", "ask-permission"),
        ("thank-you", "met", "thank-you", {"ask-first": {}}, "email", "thank-you"),
        ("reply", "", "reply", {"ask-first": {}}, "text", "reply"),
    ])
    def test_what_a_cadence_does_not_tell_apart(self, step, cadence, template, codes, kind, family):
        why = tuple(Reason(code, values) for code, values in codes.items())
        asked = DueTouch("c", "k", step, kind, "running", WINDOW, why, cadence=cadence, template=template)
        assert family_of(asked, kind) == family
