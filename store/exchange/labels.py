"""Labels of addresses in one spelling, whatever program wrote them."""

from __future__ import annotations

import re
from functools import lru_cache

from store.exchange.cleaning import one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_APPLE = re.compile(r"_?\$!<(.*)>!\$_?$")

_WORDS = {
    "cell": "mobile",
    "cellular": "mobile",
    "iphone": "mobile",
    "mobil": "mobile",
    "handy": "mobile",
    "portable": "mobile",
    "movil": "mobile",
    "móvil": "mobile",
    "mobile phone": "mobile",
    "cell phone": "mobile",
    "business": "work",
    "office": "work",
    "arbeit": "work",
    "geschäftlich": "work",
    "dienstlich": "work",
    "travail": "work",
    "bureau": "work",
    "professionnel": "work",
    "trabajo": "work",
    "residence": "home",
    "privat": "home",
    "private": "home",
    "personal": "home",
    "zuhause": "home",
    "domicile": "home",
    "maison": "home",
    "casa": "home",
    "particulier": "home",
    "homepage": "homepage",
    "home page": "homepage",
    "profile": "profile",
    "workfax": "work fax",
    "homefax": "home fax",
    "otherfax": "fax",
    "faxwork": "work fax",
    "faxhome": "home fax",
    "work fax": "work fax",
    "home fax": "home fax",
    "business fax": "work fax",
    "other fax": "fax",
    "facsimile": "fax",
    "voice": "",
    "internet": "",
    "email": "",
    "pref": "",
    "msg": "",
    "intl": "",
    "dom": "",
    "postal": "",
    "parcel": "",
    "x400": "",
    "preferred": "",
    "text": "",
    "sms": "",
    "uri": "",
    "default": "",
    "undefined": "",
    "null": "",
}

SILENT = frozenset({"fax", "work fax", "home fax", "pager"})
"""Labels of numbers that nobody answers and no text reaches."""


@lru_cache(maxsize=2048)
def word(label: str) -> str:
    """Return a label as a plain word: `mobile` for Apple's `_$!<Mobile>!$_`, Google's `* Mobile` and `CELL`."""
    label = one_line(label)
    if match := _APPLE.match(label):
        label = match[1].strip()
    label = label.removeprefix("*").strip()
    lower = label.lower()
    if lower.startswith("x-"):
        label, lower = label[2:], lower[2:]
    known = _WORDS.get(lower)
    if known is not None:
        return known
    return lower if label.isupper() or lower in ("home", "work", "mobile", "main", "other", "fax", "pager") else label


def of_types(types: Iterable[str]) -> str:
    """Return the one label that a set of vCard types comes to; a fax stays a fax wherever it stands."""
    words = [each for each in map(word, types) if each]
    if any("fax" in each for each in words):
        place = next((each for each in words if each in ("work", "home")), "")
        return f"{place} fax".strip() if "fax" in words else next(each for each in words if "fax" in each)
    for wanted in ("pager", "mobile"):
        if wanted in words:
            return wanted
    return words[0] if words else ""
