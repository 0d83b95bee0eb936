"""HTML of a mail as plain words: what is not shown dropped, quotes marked as such; one pass, whatever is left open."""

from __future__ import annotations

import html
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 1_000_000
"Characters of HTML that are read."
_NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9:]{0,30})")
_UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript", "object", "svg", "o:p", "xml"})
_LINES = frozenset({"br", "div", "p", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre",
                    "section", "article", "header", "footer", "center", "dd", "dt", "dl", "address", "form",
                    "tbody", "blockquote"})
_APART = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table"})
_SPACE = re.compile(r"[ \t\n\r\f\v\u00a0]+")
_IMAGE = re.compile(r"<img\b", re.IGNORECASE)
_LINK = re.compile(r"<a\s[^<>]{0,2000}?href\s*=\s*[\"']?https?:", re.IGNORECASE)


def counted(text: str) -> tuple[int, int]:
    """Return how many links and images a page holds."""
    cut = text[:LONGEST]
    return sum(1 for _ in _LINK.finditer(cut)), sum(1 for _ in _IMAGE.finditer(cut))


def as_text(text: str) -> str:
    """Return the words of a page; what is quoted in it has `> ` before each line."""
    lines: list[tuple[int, str]] = []
    now: list[str] = []
    depth = 0

    def end() -> None:
        line = _SPACE.sub(" ", "".join(now)).strip()
        now.clear()
        if line or (lines and lines[-1][1]):
            lines.append((depth, line))

    for tag, words in _pieces(text[:LONGEST]):
        if words:
            now.append(words)
        if not tag:
            continue
        name = tag.strip("/")
        if name in _LINES:
            if now or name == "br":
                end()
            if name in _APART and lines and lines[-1][1]:
                lines.append((depth, ""))
        elif name in ("td", "th"):
            now.append(" ")
        if name == "blockquote":
            depth = max(0, depth - 1) if tag[0] == "/" else min(depth + 1, 20)
    end()
    return "\n".join(f"{'> ' * level}{line}" if line else ">" * bool(level) for level, line in lines).strip("\n")


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Yield tags (name in lower case, a slash before it where it closes) with the words that stood before them."""
    place, size = 0, len(text)
    lacking: set[str] = set()
    while place < size:
        start = text.find("<", place)
        if start < 0:
            break
        words = html.unescape(text[place:start]) if start > place else ""
        if text.startswith("<!--", start):
            end = text.find("-->", start + 4)
            yield "", words
            # Conditional comments of Outlook hold tags only; one left open hides the tag it begins with, not the rest.
            place = end + 3 if end >= 0 else start + 4
            if end < 0:
                break
            continue
        match = _NAME.match(text, start + 1)
        if match is None and text[start + 1:start + 2] not in ("!", "?", "/"):
            yield "", words + "<"
            place = start + 1
            continue
        end = text.find(">", start)
        if end < 0:
            yield "", words
            return
        name = match[0].lower() if match else ""
        yield name, words
        place = end + 1
        if name in _UNSEEN and name not in lacking and text[end - 1] != "/":
            close = re.compile(f"</{re.escape(name)}\\s*>", re.IGNORECASE).search(text, place)
            if close is None:
                lacking.add(name)
            else:
                place = close.end()
    yield "", html.unescape(text[place:])
