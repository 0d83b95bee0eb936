"""Choosing a template: the first that was not used before in this plan, in an order that never changes by itself."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.model import DueTouch
    from store.rules.templates.reading import Template

REPEATABLE = frozenset((
    "reply", "holding", "promise", "recap", "next-step", "first-call", "call-again", "voicemail", "acknowledgement",
    "tell-me-more", "cannot-help", "rescue", "ask-permission", "birthday",
))
"Answers, call notes and what comes once a year: better said again than left blank. All others come once in a plan."


BY_KIND = {"clipping": "clipping", "invitation": "invitation", "gift": "gift", "card": "card", "note": "card",
           "newsletter": "newsletter"}
"The family for a kind that carries its own words, where a step's family has none for it."
_REFERRAL = {"thank-referrer": "referral-thanks", "report-back": "referral-report", "reach": "referral-first"}


def family_of(due: DueTouch | None, kind: str) -> str:
    """Return the family of words that fits a due touch, or a kind where nothing is due.

    It is the step's own, but for what a cadence does not tell apart: a birthday among the dates, the steps towards a
    referrer, and a text to somebody who has not yet said that they may be texted, which asks first.
    """
    if due is None:
        return BY_KIND.get(kind, "check-in")
    codes = {reason.code: reason for reason in due.why}
    if kind == "text" and "ask-first" in codes and due.step not in ("reply", "promise"):
        return "ask-permission"
    if due.step != "rescue" and due.template != "rescue":
        if due.step in ("thank-referrer", "report-back") or (due.step == "reach" and due.cadence == "referral"):
            return _REFERRAL[due.step]
        if "date" in codes and str(codes["date"].values.get("name", "")).lower() == "birthday":
            return "birthday"
    return due.template or BY_KIND.get(kind, "check-in")


def choose(
    templates: Sequence[Template], family: str, kind: str, language: str, used: Iterable[str], stage: str = "",
) -> Template | None:
    """Return the first template of a family, kind and language not used before in this plan; None for write-your-own.

    `used` are the names used in this plan, oldest first. The order is that of `templates` (the user's own come
    first), those written for `stage` before those for any stage; those for another stage are left out. A language
    falls back to its base (`de` for `de-AT`), then to English. Where all were used, an answer or a call takes the one
    used longest ago; a touch that nobody asked for does not repeat (no template comes twice in one plan). A kind that
    carries its own words (a clipping, a card) has them where the family has none for it.
    """
    of_kind = [each for each in templates if kind in each.kinds]
    if not any(each.family == family for each in of_kind):
        family = BY_KIND.get(kind, family)
    fitting = [each for each in of_kind if each.family == family]
    fitting = [each for each in fitting if not each.stage or not stage or each.stage == stage]
    fitting = in_language(fitting, language)
    if stage:
        fitting.sort(key=lambda each: each.stage != stage)
    before = list(used)
    fresh = next((each for each in fitting if each.name not in before), None)
    if fresh or not fitting or family not in REPEATABLE:
        return fresh
    latest = {name: place for place, name in enumerate(before)}
    return min(fitting, key=lambda each: latest[each.name])


def in_language(templates: Sequence[Template], language: str) -> list[Template]:
    """Return the templates in a language, else in its base language, else in English; those for any belong to all."""
    wanted = language.replace("_", "-").lower()
    for tag in dict.fromkeys((wanted, wanted.split("-", 1)[0], "en")):
        if any(each.language.lower() == tag for each in templates):
            return [each for each in templates if each.language.lower() in (tag, "")]
    return [each for each in templates if not each.language]
