"""Monica's JSON export: people with their calls, activities, conversations, notes, reminders and who introduced them."""

from __future__ import annotations

import datetime as dt

from store.exchange import histories
from store.exchange.cleaning import one_line
from store.exchange.countries import country, postal_lines
from store.exchange.gathering import Gathering
from store.exchange.parsed import ParsedRecord
from store.model import Planned, Promise, Reason, Touch
from store.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from store.exchange.parsed import Asked

    Plain = Mapping[str, Any]

_MAIL_TYPES, _PHONE_TYPES = frozenset({"email", "mailto:"}), frozenset({"phone", "tel:", "whatsapp"})
_YEARLY = frozenset({"year", "yearly"})


def is_export(document: Any) -> bool:
    """Return whether a JSON document is Monica's export of an account."""
    account = document.get("account") if isinstance(document, dict) else None
    return isinstance(account, dict) and isinstance(account.get("data"), list)


def records(document: Plain, asked: Asked, problems: list[tuple[int, Reason]]) -> Iterator[ParsedRecord]:
    """Yield the people of an export; `place` counts them from 1, as JSON has no lines to speak of."""
    account = _dict(document.get("account"))
    people = _of_type(account, "contact")
    names = {_text(each.get("uuid")): _name(_properties(each)) for each in people}
    kinds = _dicts(_dict(account.get("instance")).get("contact_field_types"))
    types = {_text(each.get("uuid")): _properties(each) or each for each in kinds}
    activities = {_text(each.get("uuid")): each for each in _of_type(account, "activity")}
    for place, each in enumerate(people, start=1):
        said = _properties(each)
        if said.get("is_partial") in (True, 1):
            problems.append((place, Reason("only-a-relation", {"name": _name(said)})))
            continue
        found = _person(each, said, names, types, asked).record(place)
        if found is None:
            problems.append((place, Reason("no-name")))
            continue
        yield _with_history(found, each, said, activities, asked)


def _with_history(found: ParsedRecord, each: Plain, said: Plain, activities: Mapping[str, Plain], asked: Asked) -> ParsedRecord:
    """Return a record with what passed, what was to be remembered, and how often to be in touch."""
    more: dict[str, Any] = {"touches": tuple(_touches(each, activities, asked.zone))}
    promises, dates = _reminders(each, asked)
    if promises:
        more["promises"] = tuple(promises)
    days = said.get("stay_in_touch_frequency")
    fields, rhythm = histories.rhythm(days if isinstance(days, int) else 0)
    if said.get("is_dead") in (True, 1):
        fields, rhythm = {}, {"cadence": "none"}
    contact = replace(found.contact, **fields) if fields else found.contact
    return replace(found, contact=contact, dates=(*found.dates, *dates), more={**more, **rhythm})


def _person(each: Plain, said: Plain, names: Mapping[str, str], types: Mapping[str, Plain], asked: Asked) -> Gathering:
    """Return who a contact is and how to reach them."""
    person = Gathering("monica", asked.region, asked.day_first)
    person.key = _text(each.get("uuid"))
    for name, field in (("first_name", "given"), ("middle_name", "middle"), ("last_name", "family"), ("nickname", "nickname"),
                        ("job", "title"), ("company", "company")):
        person.put(field, _text(said.get(name)))
    person.note(_text(said.get("description")))
    for tag in said["tags"] if isinstance(said.get("tags"), list) else ():
        person.tag(_text(tag))
    if said.get("is_dead") in (True, 1):
        person.tag("deceased")
    person.put("referrer_name", names.get(_text(said.get("first_met_through")), ""))
    _dates(person, said)
    for reach in _of_type(each, "contact_field"):
        _reach(person, _text(_properties(reach).get("data")), types.get(_text(_properties(reach).get("type")), {}))
    for address in _of_type(each, "address"):
        _post(person, _properties(address))
    for note in _of_type(each, "note"):
        happened = histories.moment(_text(note.get("created_at")), asked.zone)
        text = _text(_properties(note).get("body"))
        person.note(f"{happened.at.date().isoformat()}: {text}" if happened and text else text)
    for task in _of_type(each, "task"):
        if _properties(task).get("completed") not in (True, 1):
            person.note(f"To do: {_text(_properties(task).get('title'))}")
    _keep_others(person, each, said)
    return person


def _dates(person: Gathering, said: Plain) -> None:
    """Bring birthday and the day they met; a birthday made from an age is no day."""
    birth = _dict(said.get("birthdate"))
    text = _text(birth.get("date"))[:10]
    if text and birth.get("is_age_based") not in (True, 1):
        person.date("birthday", f"--{text[5:]}" if birth.get("is_year_unknown") in (True, 1) else text)
    try:
        person.met_on = dt.date.fromisoformat(_text(_dict(said.get("first_met_date")).get("date"))[:10])
    except ValueError:
        person.met_on = None


def _reach(person: Gathering, text: str, kind: Plain) -> None:
    """Bring a mail address, a number or a profile, by its type or by what it looks like."""
    names = {_text(kind.get(name)).lower() for name in ("protocol", "type", "name")}
    if names & _MAIL_TYPES or ("@" in text and "." in text and "/" not in text and " " not in text.strip()):
        person.mail(text)
    elif names & _PHONE_TYPES or (text and not text.strip("+0123456789 ()-./")):
        person.phone(text)
    elif text:
        person.web(text, next((each for each in sorted(names) if each and not each.endswith(":")), ""))


def _post(person: Gathering, said: Plain) -> None:
    """Bring a postal address."""
    place = _properties(said) or said
    street, city, region, code = (_text(place.get(name)) for name in ("street", "city", "province", "postal_code"))
    land = _text(place.get("country"))
    person.post(postal_lines("", "", street, city, region, code, land), _text(said.get("name")))
    person.put("country", country(land))


def _keep_others(person: Gathering, each: Plain, said: Plain) -> None:
    """Keep what Onward has no place for."""
    import json

    for name in ("food_preferences", "last_talked_to", "gender"):
        if text := _text(said.get(name)):
            person.keep(name, text)
    for kind in ("gift", "debt", "pet", "life_event"):
        for one in _of_type(each, kind):
            person.keep(kind, json.dumps(_properties(one), ensure_ascii=False, sort_keys=True, default=str))


def _touches(each: Plain, activities: Mapping[str, Plain], zone: str) -> Iterator[Touch]:
    """Yield the calls, activities and messages of a contact."""
    own = _text(each.get("uuid"))
    for number, call in enumerate(_of_type(each, "call")):
        said = _properties(call)
        happened = histories.moment(_text(said.get("called_at")), zone)
        if happened:
            key = f"monica:call:{_text(call.get('uuid')) or f'{own}:{number}:{happened.at.isoformat()}'}"
            yield histories.touch("call", "in" if said.get("contact_called") in (True, 1) else "out", happened, key,
                                  note=_text(said.get("content")), outcome="reached")
    for uuid in _uuids(each, "activity"):
        said = _properties(activities.get(uuid, {}))
        happened = histories.moment(_text(said.get("happened_at")), zone)
        if happened:
            words = [_text(said.get(name)) for name in ("summary", "description")]
            yield histories.touch("meeting", "out", happened, f"monica:activity:{uuid}",
                                  note="\n\n".join(filter(None, words)), outcome="reached")
    for talk_number, talk in enumerate(_of_type(each, "conversation")):
        for number, message in enumerate(_dicts(_properties(talk).get("messages"))):
            said = _properties(message) or message
            happened = histories.moment(_text(said.get("written_at")) or _text(_properties(talk).get("happened_at")), zone)
            if happened:
                out = said.get("written_by_me") in (True, 1)
                key = f"monica:message:{_text(message.get('uuid')) or f'{own}:{talk_number}:{number}'}"
                yield histories.touch("text", "out" if out else "in", happened, key,
                                      note=_text(said.get("content")), outcome="sent" if out else "")


def _reminders(each: Plain, asked: Asked) -> tuple[list[Promise], list[tuple[str, int, int, int | None]]]:
    """Return the reminders to come as promises, and those of every year as dates; birthdays are dates already."""
    promises: list[Promise] = []
    dates: list[tuple[str, int, int, int | None]] = []
    for one in _of_type(each, "reminder"):
        said = _properties(one)
        title = one_line(_text(said.get("title")))
        try:
            on = dt.date.fromisoformat(_text(said.get("initial_date"))[:10])
        except ValueError:
            continue
        if said.get("inactive") in (True, 1) or "birthday" in title.lower():
            continue
        if _text(said.get("frequency_type")) in _YEARLY:
            dates.append((title.lower()[:60] or "date", on.month, on.day, on.year))
        elif on >= asked.now.date():
            words = "\n".join(filter(None, (title, _text(said.get("description")))))
            promises.append(histories.promise("call", Planned(on), words))
    return promises, dates


def _name(said: Plain) -> str:
    return " ".join(filter(None, (one_line(_text(said.get(name))) for name in ("first_name", "middle_name", "last_name"))))


def _of_type(plain: Plain, kind: str) -> list[Plain]:
    """Return the values of one type in a `data` list."""
    lists = (each.get("values") for each in _dicts(plain.get("data")) if each.get("type") in (kind, f"{kind}s"))
    return [each for values in lists for each in _dicts(values)]


def _uuids(plain: Plain, kind: str) -> list[str]:
    """Return the ids of one type in a `data` list."""
    lists = (each.get("values") for each in _dicts(plain.get("data")) if each.get("type") in (kind, f"{kind}s"))
    return [_text(each.get("uuid")) if isinstance(each, dict) else _text(each)
            for values in lists if isinstance(values, list) for each in values]


def _properties(plain: Plain) -> Plain:
    return _dict(plain.get("properties"))


def _dict(value: Any) -> Plain:
    return value if isinstance(value, dict) else {}


def _dicts(value: Any) -> list[Plain]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else str(value) if isinstance(value, int) and not isinstance(value, bool) else ""
