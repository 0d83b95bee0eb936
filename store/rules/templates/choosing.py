"""Choosing a template: the first this person never had, in an order that never changes by itself."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.model import DueTouch
    from store.rules.templates.reading import Template

REPEATABLE = frozenset((
    "reply", "holding", "promise", "recap", "next-step", "first-call", "call-again", "voicemail", "acknowledgement",
    "tell-me-more", "cannot-help", "rescue", "ask-permission", "birthday", "bounce", "referral-thanks", "referral-report",
))
"Answers, call notes and what comes once a year: better said again than left blank. All others come once in a plan."


BY_KIND = {"clipping": "clipping", "invitation": "invitation", "gift": "gift", "card": "card", "note": "card",
           "newsletter": "newsletter"}
"The family for a kind that carries its own words, where a step's family has none for it."
FORMS = {"letter": "email", "video": "email", "clipping": "email", "invitation": "email", "gift": "email",
         "newsletter": "email", "referral": "email", "card": "note", "social": "text", "meeting": "call"}
"The kind whose words a kind may borrow, where a family has none written for it: both look alike to the reader."
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
    earlier: Iterable[str] = (),
) -> Template | None:
    """Return the template of a family, kind and language that this person has not had; None for write-your-own.

    `used` are the names used in this plan, `earlier` those of the person's whole history, both oldest first. One never
    used with this person comes first, then, of those not used in this plan, the one used longest ago. Where all were
    used in this plan, an answer or a call takes the one used longest ago; a touch that nobody asked for does not repeat
    (no template comes twice in one plan). The order is that of `templates` (the user's own come first), those written
    for `stage` before those for any stage; those for another stage are left out. A language falls back to its base
    (`de` for `de-AT`), then to English.
    """
    fitting = _fitting([each for each in templates if not each.stage or not stage or each.stage == stage],
                       family, kind, language)
    if stage:
        fitting.sort(key=lambda each: each.stage != stage)
    inside = list(used)
    latest = {name: place for place, name in enumerate((*earlier, *inside))}
    free = [each for each in fitting if each.name not in inside]
    if not free and family in REPEATABLE:
        free = fitting
    return min(free, key=lambda each: latest.get(each.name, -1), default=None)


def _fitting(templates: Sequence[Template], family: str, kind: str, language: str) -> list[Template]:
    """Return the templates of a family for a kind, in the best language that has some.

    Those written for the kind go first; a kind that carries its own words (a clipping, a card) has them where the family
    has none for it; else it borrows those of the kind whose form it shares.
    """
    sources = ((family, kind), (BY_KIND.get(kind, family), kind), (family, FORMS.get(kind, kind)))
    found = [[each for each in templates if each.family == wanted and form in each.kinds] for wanted, form in sources]
    for tag in languages(language):
        for some in found:
            if any(each.language.lower() == tag for each in some):
                return [each for each in some if each.language.lower() in (tag, "")]
    return next(filter(None, ([each for each in some if not each.language] for some in found)), [])


def in_language(templates: Sequence[Template], language: str) -> list[Template]:
    """Return the templates in a language, else in its base language, else in English; those for any belong to all."""
    for tag in languages(language):
        if any(each.language.lower() == tag for each in templates):
            return [each for each in templates if each.language.lower() in (tag, "")]
    return [each for each in templates if not each.language]


def languages(language: str) -> tuple[str, ...]:
    """Return the languages to look in, best first: a tag, its base, English; all in lower case."""
    wanted = language.replace("_", "-").lower()
    return tuple(dict.fromkeys(each for each in (wanted, wanted.split("-", 1)[0], "en") if each))


def named(templates: Sequence[Template], name: str, language: str) -> Template | None:
    """Return the template of a name, in a language where there are several; None where there is none."""
    found = [each for each in templates if each.name == name]
    return next(iter([*in_language(found, language), *found]), None)
