"""The links: mailto (RFC 6068), sms (RFC 5724), tel (RFC 3966), and the texts that a phone's scanner understands."""

from __future__ import annotations

from store.errors import Unavailable
from store.model import address_channel_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.model import Draft

MOST_IN_A_CODE = 2953
"Bytes; the most that the largest QR code holds at error level L (ISO/IEC 18004, version 40)."
SMS_FORMS = {"android": "?body=", "ios": "&body=", "both": "?&body="}
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_NEVER_IN_ADDRESS = frozenset("\"(),:;<>[\\]")


def mailto(draft: Draft) -> str:
    """Return the mailto link of a draft: one recipient, a subject on one line, the body with its lines kept.

    Line breaks of the body become CR LF; a NUL, which no mail can hold, is left out. Source: RFC 6068. Raises
    Unavailable: `no-address`, or `bad-address` for one that could be read as several recipients or as none.
    """
    link = "mailto:" + _recipient(draft)
    fields = []
    if subject := _one_line(draft.subject):
        fields.append("subject=" + _encoded(subject))
    if body := "\r\n".join(_lines(draft.body.replace("\0", ""))):
        fields.append("body=" + _encoded(body))
    return link + ("?" + "&".join(fields) if fields else "")


def sms(draft: Draft, form: str = "android") -> str:
    """Return the sms link of a draft, for one number.

    `form` says how the words are joined on: `android` (`?body=`, RFC 5724), `ios` (`&body=`) or `both` (`?&body=`);
    any other word counts as `android`. Raises Unavailable: `no-address`, `bad-address`.
    """
    words = "\n".join(_lines(draft.body.replace("\0", "")))
    return f"sms:{number_of(draft)}" + (SMS_FORMS.get(form, SMS_FORMS["android"]) + _encoded(words) if words else "")


def tel(draft: Draft) -> str:
    """Return the tel link of a draft, without an extension: a dialler that does not know one would dial its digits.

    Raises Unavailable: `no-address`, `bad-address`.
    """
    return f"tel:{number_of(draft)}"


def scan(draft: Draft, most: int = MOST_IN_A_CODE) -> str:
    """Return what a QR code holds so that a phone opens the draft: SMSTO for texts, mailto for mails, tel for calls.

    `most` is in bytes: where all of it does not fit, the body is left out, then the subject. Raises Unavailable:
    `no-address`, `bad-address`, or `no-link` for a kind that leaves on paper or in person.
    """
    from store.records import replace

    channel = address_channel_of(draft.kind)
    if draft.kind == "call":
        return tel(draft)
    if draft.kind == "text":
        number = number_of(draft)
        words = "\n".join(_lines(draft.body.replace("\0", "")))
        full = f"SMSTO:{number}:{words}"
        return full if _size(full) <= most else f"SMSTO:{number}:"
    if channel != "email":
        raise Unavailable("no-link", kind=draft.kind)
    for shorter in (draft, replace(draft, body=""), replace(draft, body="", subject="")):
        link = mailto(shorter)
        if _size(link) <= most:
            return link
    return link


def one_recipient(typed: str, contact: str = "") -> tuple[str, str]:
    """Return the two sides of a mail address; raises Unavailable (`no-address`, `bad-address`) where it is not exactly one."""
    address = typed.strip()
    if not address:
        raise Unavailable("no-address", channel="email", contact=contact, name="")
    local, at, domain = address.rpartition("@")
    sound = at and local and domain and "@" not in local and address.isprintable() and " " not in address
    if not sound or _NEVER_IN_ADDRESS.intersection(address):
        raise Unavailable("bad-address", channel="email", contact=contact, address=address)
    return local, domain


def _recipient(draft: Draft) -> str:
    """Return the draft's mail address, encoded; raises Unavailable where it is not exactly one."""
    local, domain = one_recipient(draft.address, draft.contact)
    return f"{_encoded(local)}@{_encoded(domain)}"


def number_of(draft: Draft) -> str:
    """Return the digits of the draft's number, with a leading plus where there is one; without the extension.

    The zero of `+49 (0)30 ...` is not dialled from abroad. Letters and dialler codes (`*21#`) are refused.
    """
    typed = draft.address.strip()
    if not typed:
        raise Unavailable("no-address", channel="phone", contact=draft.contact, name="")
    main = typed.split(";", 1)[0]
    if main.startswith("+"):
        main = main.replace("(0)", "")
    digits = "".join(each for each in main if each in "0123456789")
    if not 3 <= len(digits) <= 20 or any(each.isalpha() or each in "@*#,&?%" for each in main):
        raise Unavailable("bad-address", channel="phone", contact=draft.contact, address=typed)
    return ("+" if main.startswith("+") else "") + digits


def _lines(words: str) -> list[str]:
    """Return the lines of words, whatever ends them."""
    return words.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _one_line(words: str) -> str:
    """Return words on one line without control characters: a header can hold neither."""
    return " ".join("".join(each if _in_header(each) else " " for each in words).split())


def _in_header(character: str) -> bool:
    """Return whether a character may stand in a header: no C0 or C1 control, no line or paragraph separator."""
    return not (character < " " or "\x7f" <= character <= "\x9f" or character in "\u2028\u2029")


def _encoded(words: str) -> str:
    """Return words percent-encoded as UTF-8, all but the unreserved characters of RFC 3986."""
    octets = words.encode("utf-8", "replace")
    return "".join(chr(octet) if octet in _UNRESERVED else f"%{octet:02X}" for octet in octets)


def _size(words: str) -> int:
    """Return how many bytes words take in a code."""
    return len(words.encode("utf-8", "replace"))
