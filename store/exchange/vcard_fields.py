"""What each property of a card says about the person."""

from __future__ import annotations

import re

from store.exchange import labels
from store.exchange.cleaning import one_line
from store.exchange.countries import country, postal_lines
from store.exchange.large import LONGEST_KEPT
from store.exchange.streams import LONGEST_LINE
from store.exchange.vcard_lines import split, unescape
from store.zones import zone_named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from store.exchange.gathering import Gathering
    from store.exchange.vcard_lines import Property

_ZONE = re.compile(r"[A-Za-z]+(?:/[A-Za-z0-9_+-]+)+$")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$")
_MESSENGERS = frozenset(
    [
        "AIM",
        "GADUGADU",
        "GOOGLE-TALK",
        "GTALK",
        "ICQ",
        "JABBER",
        "KAKAOTALK",
        "MASTODON",
        "MATRIX",
        "MSN",
        "QQ",
        "SIGNAL",
        "SKYPE",
        "SKYPE-USERNAME",
        "SLACK",
        "TELEGRAM",
        "THREEMA",
        "TWITTER",
        "WECHAT",
        "WHATSAPP",
        "XMPP",
        "YAHOO",
        "ZOOM",
    ]
)
_ANNIVERSARIES = frozenset(
    {
        "ANNIVERSARY",
        "X-ANNIVERSARY",
        "X-EVOLUTION-ANNIVERSARY",
        "X-KADDRESSBOOK-X-ANNIVERSARY",
        "X-WEDDING-ANNIVERSARY",
    }
)
_BINARY = frozenset({"KEY", "LOGO", "PHOTO", "SOUND"})
_DATA = re.compile(rb"data:(?:[\w.+-]+/([\w.+-]+))?(?:\\?;[\w=-]+)*\\?;base64\\?,", re.IGNORECASE)
_ANDROID_EVENTS = {"1": "anniversary", "3": "birthday"}
_FORGOTTEN = frozenset({"", "VERSION", "PRODID", "PROFILE", "BEGIN", "END", "X-PRODID"})


class Circumstances:
    """What the groups of a card say about its properties."""

    def __init__(self, properties: Sequence[Property]) -> None:
        """Collect Apple's labels."""
        self.labels = {each.group: each.plain() for each in properties if each.name == "X-ABLABEL" and each.group}
        self.has_address = any(each.name == "ADR" for each in properties)
        self.has_title = any(each.name == "TITLE" and each.raw.strip() for each in properties)

    def label(self, found: Property) -> str:
        """Return the label of a property."""
        return self.labels.get(found.group, "") or labels.of_types(found.params.get("TYPE", ()))


def gather(person: Gathering, properties: Sequence[Property], groups: list[tuple[str, tuple[str, ...]]]) -> str:
    """Bring the properties of a card to a person; return the KIND (`group` has its members added to `groups`)."""
    around = Circumstances(properties)
    kinds = [each.plain().strip().lower() for each in properties if each.name in ("KIND", "X-ADDRESSBOOKSERVER-KIND")]
    if "group" in kinds:
        names = [each.plain() for each in properties if each.name == "FN"] or [""]
        members = [each.plain() for each in properties if each.name in ("MEMBER", "X-ADDRESSBOOKSERVER-MEMBER")]
        groups.append((one_line(names[0]), tuple(map(bare_uid, members))))
        return "group"
    kept_groups = set()
    for found in properties:
        if found.name != "X-ABLABEL" and not _take(person, found, around) and found.name not in _FORGOTTEN:
            keep(person, found)
            kept_groups.add(found.group)
    for found in properties:
        if found.name == "X-ABLABEL" and found.group in kept_groups:
            keep(person, found)
    return kinds[0] if kinds else ""


def bare_uid(uid: str) -> str:
    """Return a UID without its `urn:uuid:`, in lower case."""
    return one_line(uid).lower().removeprefix("urn:uuid:")


def keep(person: Gathering, found: Property) -> None:
    """Keep a property for the way out: text decoded but still escaped, binary data as it came.

    Of a long picture only the data, in base64 whichever version it came in, so that the same one is kept once.
    """
    if found.cut:
        person.keep(found.name, "", found.params, found.group, dropped=found.cut + len(found.raw))
        return
    data = _DATA.match(found.raw) if found.name in _BINARY and len(found.raw) > LONGEST_KEPT else None
    if data is not None or found.encoding() == "BASE64":
        bare = found.raw[data.end():] if data is not None else found.raw
        value = b"".join(bare.split()) if len(bare) > LONGEST_KEPT else bare
        person.keep(found.name, value.decode("latin-1"), _of_data(found.params, data) if data else found.params, found.group)
        return
    params = {name: some for name, some in found.params.items() if name not in ("CHARSET", "ENCODING")}
    person.keep(found.name, found.text(), params, found.group)


def _of_data(params: Mapping[str, list[str]], data: re.Match[bytes]) -> dict[str, list[str]]:
    """Return the parameters of a picture that came as a data address, as they are without it."""
    kept = {name: some for name, some in params.items() if name not in ("ENCODING", "MEDIATYPE", "TYPE", "VALUE")}
    form = (data[1] or b"").decode().upper().replace("OCTET-STREAM", "")
    return {**kept, "ENCODING": ["b"], **({"TYPE": [form]} if form else {})}


def _take(person: Gathering, found: Property, around: Circumstances) -> bool:
    """Bring one property to the person; return False where it is to be kept for the way out."""
    if len(found.raw) > LONGEST_LINE:
        return False
    handler = _HANDLERS.get(found.name)
    if handler:
        return handler(person, found, around)
    if found.name in _ANNIVERSARIES:
        return person.date("anniversary", found.plain())
    if found.name.removeprefix("X-") in _MESSENGERS:
        return _messenger(person, found)
    return False


def rank(found: Property) -> int:
    """Return how preferred a property is: 1 most, 0 where nothing is said."""
    number = (found.params.get("PREF") or [""])[0]
    if number.isascii() and number.isdigit() and 1 <= int(number[:4]) <= 100:
        return int(number)
    return 1 if "PREF" in found.types() else 0


def _name(person: Gathering, found: Property, around: Circumstances) -> bool:
    components = split(found.text(structured=True), ";")
    parts = [" ".join(unescape(each).strip() for each in split(component, ",")).strip() for component in components]
    if len(parts) == 1:
        return person.put("name" if " " in parts[0] else "family", parts[0])
    results = [
        person.put(field, text)
        for field, text in zip(("family", "given", "middle", "prefix", "suffix"), parts, strict=False)
    ]
    return all(results) and not any(parts[5:])


def _nickname(person: Gathering, found: Property, around: Circumstances) -> bool:
    names = [each for each in found.parts(",") if each.strip()]
    return all(person.put("nickname", each) for each in names)


def _mail(person: Gathering, found: Property, around: Circumstances) -> bool:
    return person.mail(found.plain(), around.label(found), rank(found))


def _phone(person: Gathering, found: Property, around: Circumstances) -> bool:
    return person.phone(found.plain(), around.label(found), rank(found))


def _address(person: Gathering, found: Property, around: Circumstances) -> bool:
    parts = [" ".join(each.split("\n")) if at not in (1, 2) else each for at, each in enumerate(found.parts())]
    parts = (parts + [""] * 7)[:7]
    written = (found.params.get("LABEL") or [""])[0].replace("\\n", "\n")
    person.post(written or postal_lines(*parts), around.label(found), rank(found))
    person.put("country", country(parts[6]))
    return not any(parts)


def _address_label(person: Gathering, found: Property, around: Circumstances) -> bool:
    if not around.has_address:
        person.post(found.plain(), around.label(found), rank(found))
    return not around.has_address


def _apple_country(person: Gathering, found: Property, around: Circumstances) -> bool:
    person.put("country", country(found.plain()))
    return False


def _company(person: Gathering, found: Property, around: Circumstances) -> bool:
    parts = [one_line(each) for each in found.parts() if one_line(each)]
    return (not parts or person.put("company", parts[0])) and len(parts) < 2


def _title(person: Gathering, found: Property, around: Circumstances) -> bool:
    return person.put("title", found.plain())


def _role(person: Gathering, found: Property, around: Circumstances) -> bool:
    return False if around.has_title else person.put("title", found.plain())


def _note(person: Gathering, found: Property, around: Circumstances) -> bool:
    person.note(found.plain())
    return not found.cut


def _birthday(person: Gathering, found: Property, around: Circumstances) -> bool:
    text = found.plain().strip()
    omitted = (found.params.get("X-APPLE-OMIT-YEAR") or [""])[0]
    if omitted and text.startswith(omitted):
        text = "0000" + text[len(omitted) :]
    return not text or person.date("birthday", text)


def _apple_date(person: Gathering, found: Property, around: Circumstances) -> bool:
    text = found.plain()
    omitted = (found.params.get("X-APPLE-OMIT-YEAR") or [""])[0]
    if omitted and text.startswith(omitted):
        text = "0000" + text[len(omitted) :]
    return person.date(labels.word(around.labels.get(found.group, "")) or "date", text)


def _categories(person: Gathering, found: Property, around: Circumstances) -> bool:
    for each in found.parts(","):
        person.tag(each)
    return True


def _web(person: Gathering, found: Property, around: Circumstances) -> bool:
    person.web(found.plain(), around.label(found), rank(found))
    return True


def _profile(person: Gathering, found: Property, around: Circumstances) -> bool:
    text = found.plain().strip()
    service = (found.params.get("X-SERVICE-TYPE") or found.params.get("SERVICE-TYPE") or [""])[0]
    person.web(text.removeprefix("x-apple:"), service.lower() or around.label(found), rank(found))
    return True


def _messenger(person: Gathering, found: Property) -> bool:
    service = found.name.removeprefix("X-").removesuffix("-USERNAME").lower()
    text = found.plain().strip()
    if text:
        person.web(text if ":" in text else f"{service}:{text}", service, rank(found))
    return True


def _uid(person: Gathering, found: Property, around: Circumstances) -> bool:
    person.key = person.key or found.plain().strip()[:500]
    return True


def _zone(person: Gathering, found: Property, around: Circumstances) -> bool:
    text = found.plain().strip()
    if not _ZONE.match(text):
        return False
    if zone_named(text) is None:
        return False
    return person.put("zone", text)


def _language(person: Gathering, found: Property, around: Circumstances) -> bool:
    text = found.plain().strip().replace("_", "-")
    return bool(_LANGUAGE.match(text)) and person.put("language", text)


def _android(person: Gathering, found: Property, around: Circumstances) -> bool:
    kind, values = found.parts()[0], [*found.parts()[1:], "", ""]
    if kind.endswith("/nickname"):
        return person.put("nickname", values[0])
    if kind.endswith("/contact_event") and values[0]:
        return person.date(_ANDROID_EVENTS.get(values[1], values[2] if len(values) > 2 else "") or "date", values[0])
    return False


def _kind(person: Gathering, found: Property, around: Circumstances) -> bool:
    return found.plain().strip().lower() == "individual"


def _whole_name(person: Gathering, found: Property, around: Circumstances) -> bool:
    return person.put("name", found.plain())


_HANDLERS: Mapping[str, Callable[[Gathering, Property, Circumstances], bool]] = {
    "FN": _whole_name,
    "N": _name,
    "NICKNAME": _nickname,
    "EMAIL": _mail,
    "TEL": _phone,
    "ADR": _address,
    "LABEL": _address_label,
    "X-ABADR": _apple_country,
    "ORG": _company,
    "TITLE": _title,
    "ROLE": _role,
    "NOTE": _note,
    "BDAY": _birthday,
    "BIRTHDAY": _birthday,
    "X-ABDATE": _apple_date,
    "CATEGORIES": _categories,
    "CATEGORY": _categories,
    "URL": _web,
    "X-SOCIALPROFILE": _profile,
    "SOCIALPROFILE": _profile,
    "IMPP": _profile,
    "UID": _uid,
    "TZ": _zone,
    "LANG": _language,
    "X-ANDROID-CUSTOM": _android,
    "KIND": _kind,
}
