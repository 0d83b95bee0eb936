"""The words of the quick-log line: verbs, kinds, marks, and those that end a name or a company."""

from __future__ import annotations

VERBS: dict[str, tuple[str, str, str]] = {
    "met": ("meeting", "out", ""), "met with": ("meeting", "out", ""), "saw": ("meeting", "out", ""),
    "visited": ("meeting", "out", ""),
    "booth": ("meeting", "out", ""), "met at booth": ("meeting", "out", ""), "met at the booth": ("meeting", "out", ""),
    "met at our booth": ("meeting", "out", ""),
    "ran into": ("meeting", "out", ""), "bumped into": ("meeting", "out", ""), "had coffee with": ("meeting", "out", ""),
    "coffee with": ("meeting", "out", ""),
    "had lunch with": ("meeting", "out", ""), "lunch with": ("meeting", "out", ""), "meeting with": ("meeting", "out", ""),
    "inquired": ("email", "in", ""), "enquired": ("email", "in", ""), "inquiry from": ("email", "in", ""),
    "enquiry from": ("email", "in", ""), "inquiry": ("email", "in", ""), "enquiry": ("email", "in", ""),
    "called": ("call", "out", "reached"), "phoned": ("call", "out", "reached"), "rang": ("call", "out", "reached"),
    "spoke to": ("call", "out", "reached"), "spoke with": ("call", "out", "reached"),
    "talked to": ("call", "out", "reached"), "talked with": ("call", "out", "reached"),
    "call with": ("call", "out", "reached"), "reached": ("call", "out", "reached"),
    "vm": ("call", "out", "left-message"), "voicemail": ("call", "out", "left-message"),
    "left vm": ("call", "out", "left-message"), "left voicemail": ("call", "out", "left-message"),
    "left message": ("call", "out", "left-message"), "left a message for": ("call", "out", "left-message"),
    "left message for": ("call", "out", "left-message"), "vm to": ("call", "out", "left-message"),
    "no answer": ("call", "out", "no-answer"), "missed": ("call", "out", "no-answer"), "tried": ("call", "out", "no-answer"),
    "called by": ("call", "in", "reached"), "call from": ("call", "in", "reached"), "phoned by": ("call", "in", "reached"),
    "vm from": ("call", "in", "left-message"), "voicemail from": ("call", "in", "left-message"),
    "missed call from": ("call", "in", "no-answer"),
    "texted": ("text", "out", "sent"), "messaged": ("text", "out", "sent"), "whatsapped": ("text", "out", "sent"),
    "texted by": ("text", "in", ""), "text from": ("text", "in", ""), "messaged by": ("text", "in", ""),
    "emailed": ("email", "out", "sent"), "e-mailed": ("email", "out", "sent"), "mailed": ("email", "out", "sent"),
    "wrote": ("email", "out", "sent"), "wrote to": ("email", "out", "sent"), "replied to": ("email", "out", "sent"),
    "answered": ("email", "out", "sent"), "emailed by": ("email", "in", ""), "mailed by": ("email", "in", ""),
    "email from": ("email", "in", ""), "mail from": ("email", "in", ""), "heard from": ("email", "in", ""),
    "heard": ("email", "in", ""), "reply from": ("email", "in", ""),
    "declined": ("email", "in", "declined"), "declined by": ("email", "in", "declined"),
    "carded": ("card", "out", "sent"), "sent card to": ("card", "out", "sent"), "noted": ("note", "out", "sent"),
    "sent letter to": ("letter", "out", "sent"), "sent video to": ("video", "out", "sent"),
    "sent newsletter to": ("newsletter", "out", "sent"), "sent gift to": ("gift", "out", "sent"),
    "sent note to": ("note", "out", "sent"), "sent text to": ("text", "out", "sent"), "sent email to": ("email", "out", "sent"),
    "sent article to": ("clipping", "out", "sent"), "sent invitation to": ("invitation", "out", "sent"),
    "sent referral to": ("referral", "out", "sent"),
    "sent": ("email", "out", "sent"), "sent to": ("email", "out", "sent"), "gave": ("gift", "out", "sent"),
    "gave to": ("gift", "out", "sent"), "gifted": ("gift", "out", "sent"), "invited": ("invitation", "out", "sent"),
    "invited by": ("invitation", "in", ""), "clipped": ("clipping", "out", "sent"), "referred": ("referral", "out", "sent"),
    "introduced": ("referral", "out", "sent"), "videoed": ("video", "out", "sent"), "lettered": ("letter", "out", "sent"),
    "connected": ("social", "out", "sent"), "connected with": ("social", "out", "sent"), "dmed": ("social", "out", "sent"),
}
"""Leading verbs to (kind, direction, outcome). "sent" and "gave" take the kind of a thing named after them."""

LONGEST_VERB = 4
DEFAULT_VERB = "met"
BOOTH_VERBS = frozenset(("booth", "met at booth", "met at the booth", "met at our booth"))
"Verbs that start the clock of a booth."
INQUIRIES = frozenset(("inquired", "enquired", "inquiry from", "enquiry from", "inquiry", "enquiry"))
FIRST_MEETINGS = frozenset(("met", "met with", "ran into", "bumped into")) | INQUIRIES | BOOTH_VERBS
"Verbs that may well introduce somebody new, so that half a name is not taken for somebody known."
NAME_FIRST = {"called": "called by", "phoned": "called by", "rang": "called by", "texted": "texted by", "messaged": "texted by",
    "emailed": "emailed by", "mailed": "emailed by", "e-mailed": "emailed by", "wrote": "emailed by", "replied": "reply from",
    "answered": "reply from", "declined": "declined", "inquired": "inquired", "enquired": "inquired"}
"Verbs after the name that begins a line: what the person did."
"What happened where a line gives a time and no verb."
OPEN_VERBS = frozenset(("sent", "sent to", "gave", "gave to"))
WISHES = {"call": "call", "phone": "call", "text": "text", "email": "email", "mail": "email", "meet": "meeting",
    "invite": "invitation"}
"Verbs in the imperative: with a day ahead they are the next step."

KIND_WORDS = {
    "call": "call", "phone": "call", "ring": "call", "text": "text", "sms": "text", "message": "text", "email": "email",
    "mail": "email", "e-mail": "email", "meet": "meeting", "meeting": "meeting", "lunch": "meeting", "coffee": "meeting",
    "dinner": "meeting", "breakfast": "meeting", "visit": "meeting", "zoom": "meeting", "demo": "meeting",
    "note": "note", "card": "card", "postcard": "card", "article": "clipping", "clipping": "clipping", "link": "clipping",
    "invite": "invitation", "invitation": "invitation", "gift": "gift", "book": "gift", "referral": "referral",
    "intro": "referral", "introduction": "referral", "newsletter": "newsletter", "letter": "letter", "video": "video",
    "linkedin": "social", "dm": "social", "social": "social",
}
"Words that name a kind, after `next:`."
THING_KINDS = {
    "card": "card", "postcard": "card", "note": "note", "article": "clipping", "clipping": "clipping", "link": "clipping",
    "invitation": "invitation", "invite": "invitation", "gift": "gift", "book": "gift", "present": "gift", "letter": "letter",
    "video": "video", "newsletter": "newsletter", "text": "text", "sms": "text", "email": "email", "mail": "email",
    "proposal": "email", "quote": "email", "referral": "referral", "lead": "referral", "intro": "referral",
    "introduction": "referral",
}
"Things that can be sent or given, with the kind of touch that makes."

VERB_OF_KIND = {
    "card": "carded", "note": "sent note to", "clipping": "sent article to", "invitation": "invited", "gift": "sent gift to",
    "letter": "sent letter to", "video": "sent video to", "newsletter": "sent newsletter to", "text": "texted",
    "email": "emailed", "referral": "referred",
}
"The verb that stands for sending a thing of that kind."

CHANNEL_WORDS = {
    "text": "text", "texts": "text", "sms": "text", "texting": "text", "call": "call", "calls": "call", "phone": "call",
    "email": "email", "mail": "email", "e-mail": "email", "emails": "email", "post": "post", "letter": "post", "card": "post",
    "cards": "post", "social": "social", "linkedin": "social", "dm": "social",
}
TEMPERATURES = frozenset(("hot", "warm", "cold"))
PACES = frozenset(("fast", "steady", "slow"))
MARKS = frozenset((
    "tag", "ok", "no", "via", "at", "next", "title", "tel", "phone", "mobile", "cell", "email", "mail", "company", "name",
    "web",
    "url", "link",
))
"Words that mark what follows their colon."

PARTICLES = frozenset((
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "das", "do", "du", "la", "le", "el", "al", "bin",
    "ibn",
    "ben", "bint", "ter", "ten", "zu", "zum", "zur", "af", "av", "st", "st.", "san", "y", "e", "i", "'t", "op", "vander", "mac",
    "o'", "d'", "'s",
))
TITLES = frozenset(("dr", "dr.", "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "mx", "mx.", "prof", "prof.", "sir", "dame", "rev",
    "rev.", "fr."))
SUFFIXES = frozenset((
    "jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "phd", "ph.d.", "ph.d", "md", "m.d.", "mba", "esq", "esq.", "cpa", "dds", "jd",
    "pe", "pmp", "cfa", "rn",
))
NO_NAMES = frozenset((
    "with", "to", "the", "a", "an", "my", "our", "from", "and", "or", "about", "of", "in", "on", "at", "for", "by", "his",
    "her",
    "their", "is", "was", "wants", "want", "wanted", "needs", "need", "needed", "asked", "asks", "said", "says", "will", "has",
    "have", "had", "who", "whose", "that", "this", "it", "likes", "like", "knows", "re", "interested", "looking", "please",
    "plays", "lives", "works", "gave", "she", "he", "they", "we", "i", "but", "because", "if", "when", "so", "very", "not",
    "no", "call", "send", "some", "new", "old", "again", "back", "here", "there", "just", "also", "then", "met", "called",
    "sent", "good", "great", "nice", "let", "i'm", "he's", "she's", "they're", "are", "were", "be", "been", "can", "could",
    "would", "should", "do", "does", "did", "don't", "after", "before", "during", "while", "over", "via", "mentioned", "runs",
    "owns", "leads", "loves", "hates", "thinks", "moved", "moving", "left", "started", "starting", "hired", "hiring", "told",
    "got", "gets", "coming", "going", "next", "may", "might", "must", "than", "as", "all", "both", "each", "every",
))
"Small words and verbs of a note: a run of lower-case words for a name or a company ends before one."
COMPANY_ENDINGS = frozenset((
    "inc", "inc.", "llc", "ltd", "ltd.", "gmbh", "corp", "corp.", "co", "co.", "ag", "sa", "s.a.", "plc", "llp", "pllc", "bv",
    "b.v.", "oy", "ab", "as", "kg", "group", "partners", "associates", "company", "studio", "consulting", "solutions",
    "systems", "holdings", "labs", "bank", "university", "foundation", "agency",
))
JOB_WORDS = frozenset((
    "partner", "director", "manager", "consultant", "engineer", "president", "ceo", "cto", "cfo", "coo", "cmo", "founder",
    "co-founder", "cofounder", "owner", "vp", "head", "lead", "sales", "marketing", "associate", "attorney", "realtor",
    "broker",
    "advisor", "adviser", "analyst", "architect", "designer", "developer", "officer", "principal", "professor", "chair",
    "coordinator", "specialist", "executive", "assistant", "agent", "editor", "producer", "chief", "vice", "senior", "junior",
    "managing", "operations", "planner", "coach", "trainer", "lawyer", "accountant", "contractor", "administrator",
))
LABELS = frozenset((
    "tel", "t", "phone", "p", "m", "mob", "mobile", "cell", "c", "o", "office", "direct", "d", "fax", "f", "e", "email",
    "e-mail",
    "mail", "web", "w", "website", "url", "linkedin", "telephone", "main", "work", "home", "ph",
))
CLOSERS = frozenset((
    "regards", "best", "cheers", "thanks", "sincerely", "yours", "best regards", "kind regards", "warm regards", "many thanks",
    "thank you", "with best regards", "all the best", "yours sincerely", "yours truly", "--", "---", "best wishes", "warmly",
    "talk soon", "sent from my iphone", "sent from my android",
))
