"""Phone numbers and mail addresses: the normal form of what a person typed; the one place that imports phonenumbers."""

from __future__ import annotations

from store.model import Phone

FEWEST_DIGITS, MOST_DIGITS = 6, 17
KEY_DIGITS = 7
LONGEST_MAIL = 254

MAIL_HOUSES = (
    "gmail.com", "googlemail.com", "yahoo.com", "hotmail.com", "outlook.com", "icloud.com", "protonmail.com", "comcast.net",
    "verizon.net", "sbcglobal.net", "btinternet.com", "fastmail.com",
)
REAL_NEIGHBOURS = frozenset(("ymail.com", "email.com", "mail.com", "rocketmail.com", "hotmail.co", "fastmail.fm", "gmx.com"))
"Domains that exist although they look like a slip."
ENDING_SLIPS = {
    "con": "com",
    "cmo": "com",
    "ocm": "com",
    "vom": "com",
    "xom": "com",
    "comm": "com",
    "cim": "com",
    "coom": "com",
    "nte": "net",
    "ent": "net",
    "ogr": "org",
    "rog": "org",
    "co,": "com",
}


def phone(typed: str, region: str = "") -> Phone | None:
    """Return the number understood, or None for what is no number; `region` is the ISO country of a bare number.

    `e164` is empty for a number that is only whole inside its own area (555-0100) or whose country is not known.
    """
    words = " ".join(typed.split())
    if words[:4].lower() == "tel:":
        words = words[4:].lstrip()
    if not words or words[0] not in "+(0123456789":
        return None
    count = sum(each.isdigit() for each in words)
    if not FEWEST_DIGITS <= count <= MOST_DIGITS + 6 or len(words) > 60:
        return None
    import phonenumbers

    country = region.upper() if len(region) == 2 else None
    try:
        number = phonenumbers.parse(words, country)
    except phonenumbers.NumberParseException:
        return _local(words, count) if country is None or country not in phonenumbers.SUPPORTED_REGIONS else None
    reason = phonenumbers.is_possible_number_with_reason(number)
    if reason == phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
        return _local(words, count)
    if reason != phonenumbers.ValidationResult.IS_POSSIBLE:
        return None
    value = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if value[:3] in ("+10", "+11"):
        # No area of North America begins with 0 or 1: this is a number of another country, written as at home there.
        return Phone("", words)
    extension = f";ext={number.extension}" if number.extension else ""
    return Phone(value + extension, words, phonenumbers.region_code_for_number(number) or "")


def _local(words: str, count: int) -> Phone | None:
    """Return a number kept as typed: at least seven digits and nothing but digits and the marks of a number."""
    plain = words.lower()
    for word in ("extension", "ext.", "ext", "x", "#"):
        plain = plain.replace(word, "")
    return Phone("", words) if count > FEWEST_DIGITS and not plain.strip("+0123456789 ()-./–\u00a0") else None


def is_sound(value: Phone) -> bool:
    """Return whether a number is one that can have been given out, and not only of the right length."""
    if not value.e164:
        return False
    import phonenumbers

    return bool(phonenumbers.is_valid_number(phonenumbers.parse(value.e164.partition(";")[0], None)))


def zones_of(e164: str) -> tuple[str, ...]:
    """Return the IANA zones a number may be in; empty where unknown. Slow the first time: loads the table of zones."""
    import phonenumbers
    from phonenumbers import timezone

    try:
        number = phonenumbers.parse(e164.partition(";")[0], None)
    except phonenumbers.NumberParseException:
        return ()
    zones = timezone.time_zones_for_number(number)
    return () if zones == ("Etc/Unknown",) else tuple(zones)


def grouped(value: str) -> str:
    """Return a number of the normal form as people write it, `+1 415-555-0100 ext. 12`; any other text as it is."""
    if not value.startswith("+"):
        return value
    import phonenumbers

    number, _, extension = value.partition(";ext=")
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return value
    shown = str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
    return f"{shown} ext. {extension}" if extension else shown


def digits_key(value: str) -> str:
    """Return the last seven digits of a number without its extension; empty for fewer than four digits."""
    number = value.lower()
    for mark in (";ext=", "ext", "x", "#"):
        number = number.partition(mark)[0]
    digits = "".join(each for each in number if each in "0123456789")
    return digits[-KEY_DIGITS:] if len(digits) >= 4 else ""


def same_number(one: str, other: str) -> bool:
    """Return whether two numbers are the same as far as they go: whole numbers by E.164, others by their last digits."""
    if one.startswith("+") and other.startswith("+"):
        return one.partition(";")[0] == other.partition(";")[0]
    key, other_key = digits_key(one), digits_key(other)
    return bool(key) and len(key) == KEY_DIGITS and key == other_key


def mail(typed: str) -> str | None:
    """Return the address in normal form (domain in lower case), or None for what is no mail address."""
    address = typed.strip().strip("<>(),;\"'")
    if address[:7].lower() == "mailto:":
        address = address[7:].partition("?")[0]
    address = address.rstrip(".,;:!?)>")
    local, mark, domain = address.rpartition("@")
    if not mark or not local or len(address) > LONGEST_MAIL or len(local) > 64:
        return None
    if not all(each.isalnum() or each in "!#$%&'*+-/=?^_`{|}~." for each in local):
        return None
    if local.startswith(".") or local.endswith(".") or ".." in local:
        return None
    labels = domain.split(".")
    if len(labels) < 2 or len(labels[-1]) < 2 or labels[-1].isdigit():
        return None
    if not all(label and len(label) <= 63 and label[0] != "-" and label[-1] != "-" and _is_label(label) for label in labels):
        return None
    return f"{local}@{domain.lower()}"


def _is_label(label: str) -> bool:
    """Return whether a part of a domain holds nothing but letters, digits and hyphens."""
    return all(each.isalnum() or each == "-" for each in label)


def suggest_mail(address: str) -> str | None:
    """Return what was probably meant by an address with a slip in its domain (gmial.com), None where it looks right."""
    local, mark, domain = address.rpartition("@")
    domain = domain.lower()
    if not mark or domain in MAIL_HOUSES or domain in REAL_NEIGHBOURS:
        return None
    head, _, ending = domain.rpartition(".")
    if ending in ENDING_SLIPS and head:
        mended = f"{head}.{ENDING_SLIPS[ending]}"
        return f"{local}@{_house_near(mended) or mended}"
    house = _house_near(domain)
    return f"{local}@{house}" if house else None


def _house_near(domain: str) -> str | None:
    """Return the large mail house whose domain is one slip away (a letter missing, too many, wrong or swapped)."""
    for house in MAIL_HOUSES:
        if abs(len(house) - len(domain)) <= 1 and house != domain and _is_one_slip(domain, house):
            return house
    return None


def _is_one_slip(typed: str, meant: str) -> bool:
    """Return whether one missing, extra, wrong or swapped letter makes the one from the other."""
    start = 0
    while start < min(len(typed), len(meant)) and typed[start] == meant[start]:
        start += 1
    left, right = typed[start:], meant[start:]
    swapped = left[:2] == right[1::-1] and left[2:] == right[2:] and len(right) > 1
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or swapped
