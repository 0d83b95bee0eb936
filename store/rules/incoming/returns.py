"""The day of return that an out-of-office says, in words or figures, counted from the day it was written.

English, German, French, Spanish, Italian, Portuguese and Dutch. `until 5 May` says that the 6th is the first day back only
where the words say `including`; out of politeness nobody is expected earlier than the day named.
"""

from __future__ import annotations

import datetime as dt
import re

LOOKED_AT = 3_000
LONGEST_AWAY = 366
"Days; a day further off is none of return."
_MONTHS = {
    1: "january jan januar jänner jan. janvier janv enero ene gennaio gen janeiro januari",
    2: "february feb februar février fevrier févr febrero febbraio fevereiro fev februari",
    3: "march mar märz maerz mrz mars marzo março marco maart mrt",
    4: "april apr avril avr abril abr aprile",
    5: "may mai mayo maggio mag maio mei",
    6: "june jun juni juin junio giugno giu junho",
    7: "july jul juli juillet juil julio luglio lug julho",
    8: "august aug août aout agosto ago augustus",
    9: "september sep sept septembre septiembre settembre set setembro",
    10: "october oct oktober okt octobre octubre ottobre ott outubro out",
    11: "november nov novembre noviembre novembro",
    12: "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro desember",
}
_MONTH = {word.strip("."): number for number, words in _MONTHS.items() for word in words.split()}
_DAYS = {
    0: "monday mon montag lundi lunes lunedì lunedi segunda-feira segunda maandag",
    1: "tuesday tue dienstag mardi martes martedì martedi terça-feira terça dinsdag",
    2: "wednesday wed mittwoch mercredi miércoles miercoles mercoledì mercoledi quarta-feira quarta woensdag",
    3: "thursday thu donnerstag jeudi jueves giovedì giovedi quinta-feira quinta donderdag",
    4: "friday fri freitag vendredi viernes venerdì venerdi sexta-feira sexta vrijdag",
    5: "saturday samstag sonnabend samedi sábado sabado sabato zaterdag",
    6: "sunday sonntag dimanche domingo domenica zondag",
}
_WEEKDAY = {word: number for number, words in _DAYS.items() for word in words.split()}
_MONTH_NAMES = "|".join(sorted(map(re.escape, _MONTH), key=len, reverse=True))
_DAY_NAMES = "|".join(sorted(map(re.escape, _WEEKDAY), key=len, reverse=True))
_BACK = re.compile(
    r"\b(?:(?:return(?:ing)?|(?:be |am |i.m )?back|available again|reachable again|resume work)(?: to (?:the |"
    r"my )?(?:office|work|desk))?(?: in the office| at work| at my desk| online| by e-?mail)?|wieder(?: im büro|"
    r" im haus| da| erreichbar| für sie da| zurück| am platz| ab)?|zurück|ab dem|de retour(?: au bureau)?|(?:mon |"
    r"je )?re(?:tour|viens|viendrai|prendrai)(?: au bureau| est prévu)?|(?:estaré |estar[áa] )?de (?:vuelta|regreso)|"
    r"regres(?:o|aré|are|ando)(?: a la oficina)?|(?:me )?reincorpor\w+|volver[ée]|rientr(?:o|erò|ero)|"
    r"(?:sarò )?di (?:nuovo|ritorno)(?: in ufficio)?|(?:estarei de )?(?:volta|regresso)|retorn(?:o|arei)|(?:weer |"
    r"terug)(?: aanwezig| op kantoor| bereikbaar)?)\W{1,3}(?:(?:the|on|at|in|by|as of|from|again|wieder|am|ab|dem|den|"
    r"im|erst|le|du|dès|à partir|à|el|al|día|a partir|del|de|il|dal|em|no|dia|op|vanaf|office|until)\W{1,2}){0,4}",
    re.IGNORECASE)
_UNTIL = re.compile(
    r"\b(?P<word>un?till?|till|through|thru|bis(?: einschlie(?:ß|ss)lich| inklusive| zum| einschl\.?| inkl\.?|"
    r" und mit)?|jusqu.(?:au|à)|hasta(?: el)?|fino al|até(?: (?:o )?dia| ao?)?|tot(?: en met)?|t/m)\W{1,3}"
    r"(?:(?:and including|including|inclusive|the|on|einschließlich|zum|dem|den|le|el|día|il|o|dia|end of|en met|"
    r"and)\W{1,2}){0,3}", re.IGNORECASE)
_SPAN = re.compile(r"(?:\s|^)(?:-|–|—|to|bis|au|al|a|tot|until|through)\s", re.IGNORECASE)
_DATE = re.compile(
    rf"(?:(?P<weekday>{_DAY_NAMES})\b[,.]?\s*(?:(?:the|den|dem|le|el|il|de|dia|dem)\s+)?)?(?:"
    rf"(?P<iso>\d{{4}})-(?P<isomonth>\d{{1,2}})-(?P<isoday>\d{{1,2}})|"
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.|º|ª|o)?\s*(?:de |of |di |"
    rf"van )?(?P<month>{_MONTH_NAMES})\b\.?(?:,?\s*(?:de |del )?(?P<year>\d{{4}}))?|"
    rf"(?P<month2>{_MONTH_NAMES})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s*(?P<year2>\d{{4}}))?|"
    rf"(?P<first>\d{{1,2}})(?P<mark>[./-])(?P<second>\d{{1,2}})(?:[./-](?P<year3>\d{{4}}|\d{{2}}))?)|"
    rf"(?P<alone>{_DAY_NAMES})\b", re.IGNORECASE)
_NEXT = re.compile(r"(?:next|coming|kommenden?|nächsten?|prochain|próximo|prossimo|volgende)\s+$", re.IGNORECASE)
_TOMORROW = re.compile(r"(?:tomorrow|morgen(?! früh)|demain|mañana|domani|amanhã)\b", re.IGNORECASE)
_WEEK = re.compile(
    r"next week|nächste woche|kommende woche|la semaine prochaine|la próxima semana|la prossima settimana|"
    r"próxima semana|volgende week", re.IGNORECASE)
_INCLUDING = re.compile(r"incl|einschl|inkl|inclu|compris|en met|t/m|through|thru", re.IGNORECASE)
_MONTH_FIRST = re.compile(r"\b(?:the|will|office|return|vacation|leave|until|back)\b", re.IGNORECASE)


def day_of_return(text: str, day: dt.date) -> dt.date | None:
    """Return the first day back that words written on a day say; None where they say none that is ahead and near."""
    cut = " ".join(text[:LOOKED_AT].split())
    for wanted in (_BACK, _UNTIL):
        for match in wanted.finditer(cut):
            found = _date_at(cut, match.end(), day)
            if found is None:
                continue
            day_back, end = found
            if wanted is _UNTIL and _INCLUDING.search(cut[match.start():end + 14]):
                day_back = _next_working(day_back)
            if day < day_back <= day + dt.timedelta(days=LONGEST_AWAY):
                return day_back
    return _end_of_span(cut, day)


def _end_of_span(text: str, day: dt.date) -> dt.date | None:
    """Return the working day after a span given by its two ends: `from 1 to 15 July`, `July 10-31`."""
    for match in re.finditer(rf"\b(?:{_MONTH_NAMES})\.?\s+\d{{1,2}}\s?[-–]\s?(\d{{1,2}})\b", text, re.IGNORECASE):
        month = _MONTH.get(match[0].split()[0].strip(".").lower(), 0)
        found = _near(day, month, int(match[1]), None)
        if found is not None and found >= day:
            return _next_working(found)
    for match in _DATE.finditer(text):
        between = text[match.end():match.end() + 8]
        span = _SPAN.match(between)
        if span is not None and match["alone"] is None:
            end = _date_at(text, match.end() + span.end(), day)
            if end is not None and end[0] >= day:
                return _next_working(end[0])
    return None


def _date_at(text: str, place: int, day: dt.date) -> tuple[dt.date, int] | None:
    """Return the day that words at a place name, and where they end."""
    tomorrow = _TOMORROW.match(text, place)
    if tomorrow is not None:
        return day + dt.timedelta(days=1), tomorrow.end()
    week = _WEEK.match(text, place)
    if week is not None:
        return day + dt.timedelta(days=7 - day.weekday()), week.end()
    following = re.compile(r"(?:next|coming|kommenden?|nächsten?)\s+", re.IGNORECASE).match(text, place)
    place = following.end() if following else place
    match = _DATE.match(text, place)
    if match is None:
        return None
    found = _meant(match, text, day)
    return (found, match.end()) if found is not None else None


def _meant(match: re.Match[str], text: str, day: dt.date) -> dt.date | None:
    """Return the day that a match means."""
    if match["alone"] is not None:
        ahead = (_WEEKDAY[match["alone"].lower()] - day.weekday()) % 7 or 7
        return day + dt.timedelta(days=ahead)
    if match["iso"] is not None:
        return _near(day, int(match["isomonth"]), int(match["isoday"]), int(match["iso"]))
    if match["day"] is not None:
        return _near(day, _MONTH[match["month"].lower().strip(".")], int(match["day"]), _year(match["year"]))
    if match["day2"] is not None:
        return _near(day, _MONTH[match["month2"].lower().strip(".")], int(match["day2"]), _year(match["year2"]))
    first, second, year = int(match["first"]), int(match["second"]), _year(match["year3"])
    if match["mark"] == "-" and year is None:
        return None
    readings = [_near(day, second, first, year), _near(day, first, second, year)]
    if match["mark"] == "/" and _MONTH_FIRST.search(text) is not None and year is not None:
        readings.reverse()
    near = [each for each in readings if each is not None and day <= each <= day + dt.timedelta(days=120)]
    return near[0] if near else next((each for each in readings if each is not None), None)


def _year(text: str | None) -> int | None:
    """Return a year as a number, two figures in this century."""
    if text is None:
        return None
    return int(text) + (2000 if len(text) == 2 else 0)


def _near(day: dt.date, month: int, number: int, year: int | None) -> dt.date | None:
    """Return a date; without a year the next such one."""
    try:
        if year is not None:
            return dt.date(year, month, number)
        found = dt.date(day.year, month, number)
        return found if found >= day else dt.date(day.year + 1, month, number)
    except ValueError:
        return None


def _next_working(day: dt.date) -> dt.date:
    """Return the first day after another that is no Saturday or Sunday."""
    found = day + dt.timedelta(days=1)
    while found.weekday() > 4:
        found += dt.timedelta(days=1)
    return found
