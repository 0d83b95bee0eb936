"""XML written and read: names as ElementTree has them (`{DAV:}href`), what could grow or reach elsewhere refused."""

from __future__ import annotations

import re
from xml.etree import ElementTree
from xml.parsers import expat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

DAV = "DAV:"
CARDS = "urn:ietf:params:xml:ns:carddav"
CALENDARS = "urn:ietf:params:xml:ns:caldav"
SERVER = "http://calendarserver.org/ns/"
PREFIXES = {DAV: "d", CARDS: "card", CALENDARS: "cal", SERVER: "cs"}
DEEPEST = 64
"Elements inside elements that are read."
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class NotMarkup(ValueError):
    """What was read is no XML, or holds what no answer needs: a doctype, elements nested without end."""


def name(space: str, local: str) -> str:
    """Return the name of an element in a namespace."""
    return f"{{{space}}}{local}"


def element(space: str, local: str, *children: Element | str, **attributes: str) -> Element:
    """Return an element with its children, a text among them being its text."""
    made = ElementTree.Element(name(space, local), attributes)
    for each in children:
        if isinstance(each, str):
            made.text = (made.text or "") + _UNWRITABLE.sub("", each)
        else:
            made.append(each)
    return made


def written(root: Element) -> bytes:
    """Return an element as a document in UTF-8."""
    for space, prefix in PREFIXES.items():
        ElementTree.register_namespace(prefix, space)
    data: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return data


def read(data: bytes) -> Element:
    """Return the root of a document; raises NotMarkup. A doctype is refused, so nothing can be made to grow or be fetched."""
    builder = ElementTree.TreeBuilder()
    parser = expat.ParserCreate(None, "}")
    parser.buffer_text = True
    depth = 0

    def begin(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise NotMarkup("nested too deeply")
        builder.start(_clark(tag), {_clark(each): value for each, value in attributes.items()})

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_clark(tag))

    def refuse(*_: object) -> None:
        raise NotMarkup("a doctype")

    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
        return builder.close()
    except (expat.ExpatError, AssertionError, LookupError, ValueError) as error:
        raise NotMarkup(str(error)) from None


def _clark(tag: str) -> str:
    """Return a name as ElementTree has it."""
    return f"{{{tag}" if "}" in tag else tag


def text_of(found: Element | None) -> str:
    """Return the text inside an element, trimmed; empty where there is none."""
    return "".join(found.itertext()).strip() if found is not None else ""


def whole_text(found: Element | None) -> str:
    """Return the text inside an element as it stands."""
    return "".join(found.itertext()) if found is not None else ""


def hrefs_in(found: Element | None) -> list[str]:
    """Return the texts of the `href` elements inside an element."""
    return [text for each in _children(found, name(DAV, "href")) if (text := text_of(each))]


def _children(found: Element | None, tag: str) -> Iterable[Element]:
    return found.iter(tag) if found is not None else ()
