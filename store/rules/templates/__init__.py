"""Templates: words with gaps; pure functions that read, choose and fill them, the text of a file being an argument.

A template is a small head (`subject: ...`, `kinds: text, email`, `family: thank-you`), a blank line, and the words.
Gaps are written `$first_name` or `${company}` (string.Template; `$$` is a dollar). `[[one|another|a third]]` offers
alternatives: the first whose gaps all have a fact is taken; where none fits, the whole falls away cleanly.
A gap outside brackets that has no fact stays visible as a mark such as `‹where you met›`, for the user to write.
"""

from __future__ import annotations

from store.rules.templates.choosing import choose, family_of, languages, named
from store.rules.templates.facts import known_facts
from store.rules.templates.filling import blank, fill, gaps_in
from store.rules.templates.gaps import GAPS, SENDER_GAPS, mark, open_gaps
from store.rules.templates.keeping import Kept, as_template
from store.rules.templates.reading import FAMILIES, Template, faults_in, parse

__all__ = ["FAMILIES", "GAPS", "SENDER_GAPS", "Kept", "Template", "as_template", "blank", "choose", "family_of", "faults_in",
           "fill", "gaps_in", "known_facts", "languages", "mark", "named", "open_gaps", "parse"]
