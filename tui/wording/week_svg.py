"""The week as one SVG file that stands alone: text as text, light or dark as its reader is, no colour without a shape."""

from __future__ import annotations

from tui.look import clean, width
from tui.wording.week import NOTHING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.wording.charts import Bar, Chart

WIDE, MARGIN = 860, 28
"Pixels of the picture, and of the room around what is in it."
LABEL, BAR = 160, 250
"Pixels of the labels and of the bars."
LINE, THICK = 24, 14
CHARACTER = 7.0
"Pixels that a character takes at most, for cutting what would leave the picture."
STYLE = """
  .ground { fill: #ffffff } text { fill: #22272e; font: 13px ui-sans-serif, system-ui, sans-serif }
  .title { font-size: 18px; font-weight: 600 } .heading { font-weight: 600 } .quiet { fill: #57606a }
  .rest { fill: #e7eaee } .goal, .yes { fill: #1f7a68 } .due { fill: url(#due) } .late { fill: url(#late) }
  .missed { fill: url(#missed) } .running { fill: none; stroke: #57606a; stroke-dasharray: 2 3 } .published { fill: #8a94a0 }
  .ink { fill: #1f7a68 } .warm { fill: #b06f00 } .alarm { fill: #c03a26 } .paper { fill: #ffffff }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #14171c } text { fill: #d9dde2 } .quiet { fill: #97a2af } .rest { fill: #2c343f }
    .goal, .yes, .ink { fill: #8ecfbd } .warm { fill: #dcb872 } .alarm { fill: #f0806c } .paper { fill: #14171c }
    .running { stroke: #97a2af } .published { fill: #6f7b88 }
  }
"""
PATTERNS = """
  <pattern id="due" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
    <rect width="6" height="6" class="ink"/><rect width="2" height="6" class="paper"/></pattern>
  <pattern id="late" width="6" height="6" patternUnits="userSpaceOnUse">
    <rect width="6" height="6" class="warm"/><rect width="6" height="2" class="paper"/></pattern>
  <pattern id="missed" width="6" height="6" patternUnits="userSpaceOnUse">
    <rect width="6" height="6" class="alarm"/><rect width="3" height="3" class="paper"/>
    <rect x="3" y="3" width="3" height="3" class="paper"/></pattern>
"""


def svg(title: str, charts: Sequence[Chart]) -> str:
    """Return a picture of some charts under a title; every name in it is text, never markup."""
    parts: list[str] = []
    height = MARGIN + 20
    parts.append(_text(MARGIN, height, title, "title"))
    height += 14
    for chart in charts:
        height += LINE + 8
        parts.append(_text(MARGIN, height, chart.title, "heading"))
        for row in chart.rows:
            height += LINE
            parts += _row(row, height, any(each.parts or each.whole for each in chart.rows))
        if chart.legend:
            height += LINE
            parts += _legend(chart.legend, height)
        if chart.note:
            height += LINE
            parts.append(_text(MARGIN, height, chart.note, "quiet"))
    if not charts:
        height += LINE + 8
        parts.append(_text(MARGIN, height, NOTHING))
    height += MARGIN
    told = escaped(title)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE}" height="{height}" viewBox="0 0 {WIDE} {height}" '
            f'role="img" aria-label="{told}">\n<title>{told}</title>\n<style>{STYLE}</style>\n<defs>{PATTERNS}</defs>\n'
            f'<rect width="100%" height="100%" class="ground"/>\n' + "\n".join(parts) + "\n</svg>\n")


def escaped(text: str) -> str:
    """Return outside text for XML: cleaned, its five signs escaped, without what XML knows no way to say."""
    from html import escape

    return escape("".join(each for each in clean(text) if ord(each) & 0xFFFE != 0xFFFE), quote=True)


def _row(row: Bar, y: int, drawn: bool) -> list[str]:
    """Return one row: label, the parts of its bar, its numbers."""
    found = [_text(MARGIN, y, row.label.strip(), "quiet" if row.label.startswith(" ") else "", LABEL)]
    left = MARGIN + LABEL
    if drawn and (row.parts or row.whole):
        at = float(left)
        top = y - THICK + 3
        if row.whole:
            found.append(f'<rect x="{left}" y="{top}" width="{BAR}" height="{THICK}" class="rest"/>')
        for mark, share in row.parts:
            wide = max(0.0, min(1.0, share)) * BAR
            if wide:
                found.append(f'<rect x="{at:.1f}" y="{top}" width="{wide:.1f}" height="{THICK}" class="{mark}"/>')
            at += wide
    start = left + (BAR + 14 if drawn else 0)
    return [*found, _text(start, y, row.text, "", WIDE - MARGIN - start)]


def _legend(legend: Sequence[tuple[str, str]], y: int) -> list[str]:
    """Return what the marks mean, side by side."""
    found, x = [], MARGIN + LABEL
    for mark, words in legend:
        found.append(f'<rect x="{x}" y="{y - THICK + 3}" width="{THICK}" height="{THICK}" class="{mark}"/>')
        found.append(_text(x + THICK + 6, y, words, "quiet"))
        x += THICK + 26 + int(width(words) * CHARACTER)
    return found


def _text(x: int, y: int, text: str, kind: str = "", room: int = 0) -> str:
    """Return a text at a place, squeezed into a room where it would be longer."""
    told = clean(text)
    squeezed = f' textLength="{room}" lengthAdjust="spacingAndGlyphs"' if room and width(told) * CHARACTER > room else ""
    named = f' class="{kind}"' if kind else ""
    return f'<text x="{x}" y="{y}"{named}{squeezed}>{escaped(told)}</text>'
