"""Why a touch is due, in words: from the codes and values that the rules give."""

from __future__ import annotations

import datetime as dt

from tui.wording.clocks import ago, clock, day_named, day_of, share_left, time_left, zone_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from store.model import DueTouch, Reason

    Values = Mapping[str, Any]
    Sentence = Callable[[Values, dt.datetime, dt.tzinfo], str]

__all__ = ("reason_line", "share_left", "time_left", "why", "why_lines", "zone_of")

_KINDS = {"text": "text", "email": "email", "call": "call", "meeting": "meeting", "note": "handwritten note",
          "card": "card", "clipping": "clipping", "invitation": "invitation", "gift": "gift", "referral": "referral",
          "newsletter": "newsletter", "letter": "letter", "video": "video", "social": "social message",
          "decide": "decision"}
_WROTE = {"text": "texted", "email": "wrote", "call": "called", "meeting": "came by", "note": "sent a note",
          "card": "sent a card", "referral": "sent somebody to you", "letter": "wrote", "social": "wrote"}
_TIMES = {1: "once", 2: "twice", 3: "three times", 4: "four times", 5: "five times"}
_MISSED = {"thank-you": "thank-you", "reach": "the first word", "rhythm": "this touch", "call-again": "the next call",
           "ladder-mail": "the mail after the calls", "week-after": "the letter a week on",
           "thank-referrer": "the thank-you", "report-back": "the word on how it went", "acknowledge": "the first answer"}
"What is said of a step that was missed; others by their own name."
_HOUR = dt.timedelta(hours=1)
_PACE = {"fast": "fast decider", "steady": "steady decider", "slow": "slow decider"}


NOWHERE = "no number or address yet"


def why(due: DueTouch, now: dt.datetime, zone: str | dt.tzinfo) -> str:
    """Return the reason of a due touch in one short line; `zone` is the user's."""
    lines = why_lines(due, now, zone)
    nowhere = [NOWHERE] if lines and any(each.code == "nowhere" for each in due.why) else []
    return " · ".join([*nowhere, *lines[:1]])


def why_lines(due: DueTouch, now: dt.datetime, zone: str | dt.tzinfo) -> list[str]:
    """Return all reasons of a due touch, a line each, the strongest first."""
    there = zone_of(zone)
    return [line for line in (reason_line(each, now, there) for each in due.why) if line]


def reason_line(reason: Reason, now: dt.datetime, zone: dt.tzinfo) -> str:
    """Return one reason in words; an unknown code comes back as it is, so that nothing is hidden."""
    sentence = _SENTENCES.get(reason.code)
    return sentence(reason.values, now, zone) if sentence else reason.code.replace("-", " ")


def _kind(values: Values, key: str = "kind") -> str:
    """Return a kind as it is said."""
    return _KINDS.get(values.get(key, ""), str(values.get(key, "")) or "something else")


def _times(count: int) -> str:
    """Return how often."""
    return _TIMES.get(count, f"{count} times")


def _count(count: int, one: str, many: str) -> str:
    """Return a number with its noun."""
    return f"{count} {one if count == 1 else many}"


def _before(when_after: str) -> str:
    """Return what stands between somebody's words and when: a comma, or a dot where they end a sentence themselves."""
    return " · " if when_after[-1:] in ".?!…:;,。？！؟" else ", "


def _join(*parts: object) -> str:
    """Return the parts that say something, with commas between them."""
    return ", ".join(str(each) for each in parts if each)


def _met(values: Values, now: dt.datetime, zone: dt.tzinfo) -> str:
    return _join("met " + ago(values["at"], now, zone, values.get("day_only", False)), values.get("place"),
                 values.get("temperature")) + _where_it_stands(values, now)


def _inquiry(values: Values, now: dt.datetime, zone: dt.tzinfo) -> str:
    return _join("inquiry " + ago(values["at"], now, zone, values.get("day_only", False)),
                 values.get("temperature")) + _where_it_stands(values, now)


def _referred(values: Values, now: dt.datetime, zone: dt.tzinfo) -> str:
    by = f" by {values['by']}" if values.get("by") else ""
    return _join(f"referred{by} " + ago(values["at"], now, zone),
                 values.get("temperature")) + _where_it_stands(values, now)


def _where_it_stands(values: Values, now: dt.datetime) -> str:
    """Return how a clock that counts hours stands once its goal is past; empty before that, or where none runs."""
    if "goal" not in values or now <= values["goal"]:
        return ""
    goal, due = values["goal"] - values["at"], values["due"] - values["at"]
    if now > values["due"]:
        return f": {'the ' if due == _HOUR else ''}{_span(due)} {'is' if due == _HOUR else 'are'} past"
    first = f"the first {_span(goal)} {'is' if goal == _HOUR else 'are'} past, " if goal else ""
    return f": {first}still inside {'the ' if due == _HOUR else ''}{_span(due)}"


def _span(span: dt.timedelta) -> str:
    """Return a length of a clock: `hour`, `24 h`, `5 min`."""
    if span < _HOUR:
        return f"{span // dt.timedelta(minutes=1)} min"
    return "hour" if span == _HOUR else f"{span // _HOUR} h"


def _started(values: Values, now: dt.datetime, zone: dt.tzinfo) -> str:
    return _join(f"on {values['cadence']} since {day_named(day_of(values['at'], zone), day_of(now, zone))}",
                 values.get("temperature"))


def _no_answer(values: Values, now: dt.datetime, zone: dt.tzinfo) -> str:
    says = f": the ladder says {_kind(values)}" if values.get("kind") else ""
    return f"no answer {_times(values['count'])}{says}"


def _left_message(values: Values, now: dt.datetime, zone: dt.tzinfo) -> str:
    said = "left a message" if values["count"] == 1 else f"{values['count']} calls without reaching them"
    return f"{said}: the ladder says {_kind(values)}" if values.get("kind") else said


def _after(values: Values, now: dt.datetime, zone: dt.tzinfo) -> str:
    did = "called" if values["kind"] == "call" else f"{_kind(values)} sent"
    return f"{did} {ago(values['at'], now, zone)}"


def _they_answered(values: Values, now: dt.datetime, zone: dt.tzinfo) -> str:
    return f"they {_WROTE.get(values['kind'], 'answered')} {ago(values['at'], now, zone)}"


def _barrier(values: Values, now: dt.datetime, zone: dt.tzinfo, what: str) -> str:
    use = values.get("use")
    return f"{_kind(values)}: {what}" + (f", so {_KINDS.get(use, use)}" if use and use != values["kind"] else "")


def _interval(values: Values) -> str:
    low, high = values["low"], values["high"]
    every = f"every {low} days" if low == high else f"every {low}-{high} days"
    if low == high == 1:
        every = "every day"
    style = str(values.get("style", ""))
    if values.get("by") == "pace":
        temperature = values.get("temperature", "")
        style = _PACE.get(style, style) if values.get("known") else str(temperature)
        if values.get("known") and temperature == "cold":
            style += ", cold"
    elif values.get("by") == "tag":
        style = f"#{style}"
    slower = values.get("slower", 1.0)
    said = f"{style}: {every}" if style else every
    return said if slower == 1.0 else f"{said} (tempo x {1 / slower:.2g})"


def _plan_day(values: Values, now: dt.datetime, zone: dt.tzinfo) -> str:
    touch = f"touch {values['touch']}" + (f" of {values['of']}" if values["of"] >= values["touch"] else "")
    day = max(0, (now - values["begin"]).days if "begin" in values else values["day"])
    said = f"day {day} of {values['of_day']}" if day <= values["of_day"] else f"day {day}"
    return _join(said, touch, _interval(values))


def _keep(values: Values, now: dt.datetime, zone: dt.tzinfo) -> str:
    if "last" not in values:
        return _join("first touch", _interval(values))
    return _join(f"last touch {ago(values['last'], now, zone)}", _interval(values))


def _unanswered(values: Values, now: dt.datetime, zone: dt.tzinfo) -> str:
    return f"{_count(values['count'], 'touch', 'touches')} unanswered: a slower tempo"


def _five_unanswered(values: Values, now: dt.datetime, zone: dt.tzinfo) -> str:
    return f"{_count(values['count'], 'touch', 'touches')} unanswered: keep, slow or close?"


def _end_of_plan(values: Values, now: dt.datetime, zone: dt.tzinfo) -> str:
    return (f"day {values['day']}, {_count(values['touches'], 'touch', 'touches')}: "
            "keep, nurture, or close as not a fit?")


def _owed_reply(values: Values, now: dt.datetime, zone: dt.tzinfo) -> str:
    when = ago(values["at"], now, zone, values.get("day_only", False))
    words = " ".join(str(values.get("words", "")).split())
    more = f" ({values['count']} waiting)" if values.get("count", 1) > 1 else ""
    if words:
        return f"{words}{_before(words)}{when}{more}"
    return f"they {_WROTE.get(values['kind'], 'wrote')} {when}{more}"


def _thanks(values: Values, now: dt.datetime, zone: dt.tzinfo) -> str:
    return f"looks like thanks: nothing to answer? {_owed_reply(values, now, zone)}"


def _promise(values: Values, now: dt.datetime, zone: dt.tzinfo) -> str:
    text = " ".join(str(values.get("text", "")).split())
    what = text or (f"the agreed {_kind(values)}" if values.get("next") else f"a {_kind(values)} you promised")
    when = day_named(values["on"], day_of(now, zone))
    if "at" in values:
        there = values["at"].astimezone(zone)
        when = f"{day_named(there.date(), day_of(now, zone))} {there:%H:%M}"
    return f"{what}{_before(what)}{when}"


def _talked(values: Values, now: dt.datetime, zone: dt.tzinfo) -> str:
    did = "talked" if values["kind"] == "call" else "met"
    return _join(f"{did} {ago(values['at'], now, zone, values.get('day_only', False))}", values.get("place"),
                 "recap with the next step")


def _no_next_step(values: Values, now: dt.datetime, zone: dt.tzinfo) -> str:
    did = {"call": "talked", "meeting": "met"}.get(values["kind"], "answered")
    return f"{did} {ago(values['at'], now, zone)}: what is the next step?"


def _ask_needs(values: Values, now: dt.datetime, zone: dt.tzinfo) -> str:
    return "not known yet: " + str(values["missing"]).replace("wanted_by", "by when")


def _special_date(values: Values, now: dt.datetime, zone: dt.tzinfo) -> str:
    name = values["name"] + (f" ({values['years']})" if values.get("years", 0) > 0 else "")
    said = f"{name} {day_named(values['on'], day_of(now, zone))}"
    return f"{said}: post it in time" if values.get("ahead") else said


def _past_last_call(values: Values, now: dt.datetime, zone: dt.tzinfo) -> str:
    over = max(1, (now - values["last_call"]).days)
    step = str(values["step"])
    missed = _MISSED.get(step, step.replace("-", " "))
    return f"{missed} missed, {_count(over, 'day', 'days')} past last call: own up to it"


def _moved(values: Values, now: dt.datetime, zone: dt.tzinfo) -> str:
    today = day_of(now, zone)
    because = {"holiday": "a holiday", "own-day": "a business day of its own"}.get(values["because"], "the weekend")
    return f"moved from {day_named(values['on'], today)} to {day_named(values['to'], today)} for {because}"


def _snoozed(values: Values, now: dt.datetime, zone: dt.tzinfo) -> str:
    return f"snoozed {_times(values['times'])}, until {_until(values['until'], now, zone)}"


def _snooze_question(values: Values, now: dt.datetime, zone: dt.tzinfo) -> str:
    put_off = f"put off {_times(values['times'])}"
    if values.get("standing") == "client" or values.get("stage") == "profitability":
        return f"{put_off}: a client; another kind, slower, or somebody else's turn?"
    if values.get("stage") == "credibility":
        return f"{put_off}: another kind, slower, or hand over?"
    return f"{put_off}: another kind, slower, hand over, or not a fit?"


def _hour(values: Values, now: dt.datetime, zone: dt.tzinfo) -> str:
    return (f"too early or late for a {_kind(values)} (from {clock(values['from'], now, zone)}), "
            f"so {_kind(values, 'use')}")


def _from(values: Values, now: dt.datetime, zone: dt.tzinfo) -> str:
    return f"{_kind(values)} from {clock(values['from'], now, zone)}"


def _held(values: Values, now: dt.datetime, zone: dt.tzinfo, what: str) -> str:
    return f"{what} until {_until(values['until'], now, zone)}"


def _until(at: dt.datetime, now: dt.datetime, zone: dt.tzinfo) -> str:
    """Return until when something holds; where that is the beginning of a day, the day alone."""
    there = at.astimezone(zone)
    return day_named(there.date(), day_of(now, zone)) if there.time() == dt.time(0, 0) else clock(at, now, zone)


def _thank_referrer(values: Values, now: dt.datetime, zone: dt.tzinfo) -> str:
    return f"thank {values.get('by') or 'the one who sent them'}, sent {ago(values['at'], now, zone)}"


def _report_back(values: Values, now: dt.datetime, zone: dt.tzinfo) -> str:
    return f"tell {values.get('by') or 'the one who sent them'} how it went"


def _from_shelf(values: Values, now: dt.datetime, zone: dt.tzinfo) -> str:
    word = values.get("word", "")
    suits = {"interest": f" (cares about {word})", "tag": f" (#{word})", "need": f" (needs {word})"}.get(values["because"], "")
    return f"on the shelf: {values['title']}{suits}"


def _stage(values: Values, now: dt.datetime, zone: dt.tzinfo) -> str:
    because = {"client": "a client", "two-way": "first exchange both ways", "inquiry": "they inquired",
               "need": "the need is known"}.get(values.get("because", ""), "")
    return f"{because}: move to {values['to']}?" if because else f"move to {values['to']}?"


_SENTENCES: dict[str, Sentence] = {
    "met": _met, "inquiry": _inquiry, "referred": _referred, "started": _started,
    "no-answer": _no_answer, "left-message": _left_message, "after": _after, "they-answered": _they_answered,
    "call-number": lambda values, now, zone: f"call {values['number']}",
    "change-the-form": lambda values, now, zone: f"{_count(values['calls'], 'call', 'calls')}: change the form",
    "refused": lambda values, now, zone: _barrier(values, now, zone, "they said no"),
    "bounced": lambda values, now, zone: _barrier(values, now, zone, "it came back"),
    "no-address": lambda values, now, zone: _barrier(values, now, zone, "no number or address yet"),
    "from-shelf": _from_shelf,
    "preferred": lambda values, now, zone: f"they like a {_kind(values)}",
    "moved": _moved,
    "gap": lambda values, now, zone: f"{_count(values['days'], 'day', 'days')} between touches",
    "plan-day": _plan_day, "keep": _keep, "unanswered": _unanswered, "five-unanswered": _five_unanswered,
    "end-of-plan": _end_of_plan,
    "all-refused": lambda values, now, zone: "every way was refused: keep, nurture or close?",
    "they-declined": lambda values, now, zone: "they said no: close?",
    "cadence-over": lambda values, now, zone: f"{values['cadence']} is through: keep, nurture or close?",
    "owed-reply": _owed_reply, "looks-like-thanks": _thanks, "promise": _promise, "talked": _talked, "no-next-step": _no_next_step,
    "ask-needs": _ask_needs, "date": _special_date,
    "yields-to-date": lambda values, now, zone: f"gives way to the date {day_named(values['on'], day_of(now, zone))}",
    "past-last-call": _past_last_call,
    "go-on": lambda values, now, zone: "go on with them: keep, slow, nurture or close?",
    "nowhere": lambda values, now, zone: NOWHERE,
    "ask-first": lambda values, now, zone: "no leave to text yet: ask first",
    "paused": lambda values, now, zone: _held(values, now, zone, "paused"),
    "away": lambda values, now, zone: _held(values, now, zone, "away"),
    "snoozed": _snoozed, "spread": lambda values, now, zone: f"spread to {_until(values['until'], now, zone)}",
    "snooze-question": _snooze_question, "hour": _hour, "from": _from,
    "last-call-kind": lambda values, now, zone: (f"{_kind(values, 'use')} instead of a {_kind(values)}: "
                                                 "last call comes before the hour"),
    "last-call-now": lambda values, now, zone: "outside hours, but last call comes first",
    "newsletter": lambda values, now, zone: f"one issue for {_count(values['count'], 'person', 'people')}",
    "without-cadence": lambda values, now, zone: (f"{_count(values['count'], 'person has', 'people have')} "
                                                  "no cadence yet: choose one"),
    "unfiled": lambda values, now, zone: f"{_count(values['count'], 'line', 'lines')} in doubt: who was it?",
    "nothing-due": lambda values, now, zone: "nothing due",
    "thank-referrer": _thank_referrer, "report-back": _report_back, "stage": _stage, "standing": _stage,
}
