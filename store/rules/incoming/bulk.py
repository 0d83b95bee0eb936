"""Mails to many: lists, newsletters, offers, notices of programs; told by their head, then by how they are made."""

from __future__ import annotations

import re

from store.rules.incoming import senders

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.rules.incoming.mail import Mail

LOOKED_AT = 6_000
"Characters at the beginning of a mail that are read, and as many at its end: what a mail to many must say stands there."
ENOUGH = 3
"Points from which a mail is one to many; each is a sign that a person's mail seldom has."
_OWNER = re.compile(
    r"(^|[-_.+=])(owner|bounces?|request|admin|errors?|return|returns|sentto|listserv|majordomo|mailman)([-_.+=]|\d|"
    r"$)", re.IGNORECASE)
_STOP = re.compile(
    r"unsubscrib|opt[- ]?out|remove (me|you|your|yourself)|(be|been|get) (removed|taken off|deleted)|"
    r"removal instruction|manage (your )?(subscription|preferences|e-?mail)|"
    r"(email|communication|notification) (preferences|settings)|stop receiving|no longer (wish|want) to receive|"
    r"not wish to receive|you (are|were|have) (receiving|received|getting) this|"
    r"this (e-?mail|message|newsletter) was sent (to|by)|(in|from) (your|our) (mailing )?list|mailing list|"
    r"abmelden|abbestellen|austragen|newsletter|se d.s(inscrire|abonner)|d.sinscription|darse de baja|cancelar (la |"
    r"tu |su )?suscripci|disiscriver|cancella(rsi|ti)|cancelar (a )?inscri|"
    r"descadastr|uitschrijven|afmelden|avregistrera|avbryt prenum|afmeld|wypisa|odhlásit|leiratkoz|отписаться|"
    r"отказаться от|рассылк|配信停止|購読解除|退会|退订|取消订阅|退訂|수신거부|abonelikten", re.IGNORECASE)
_BROWSER = re.compile(
    r"view (this|it|online|in|the|as)\b.{0,40}(browser|online|web|version)|web version|trouble (viewing|reading)|"
    r"(can.?t|cannot) (see|read|view) this|im browser|"
    r"version en ligne|dans (votre|un) navigateur|ver (en|no) (el )?navegador|add us to your address book|"
    r"privacy (policy|statement)|all rights reserved|terms (of (use|service)|and conditions)|"
    r"copyright (\(c\)|©|20)|© ?(19|20)\d\d|\(c\) ?(19|20)\d\d|datenschutz.{0,80}impressum|forward to a friend|"
    r"disclaimer", re.IGNORECASE)
_OFFER = re.compile(
    r"click (here|below|on|now|the)|order (now|today)|act now|limited time|special offer|free (trial|quote|shipping|"
    r"report|gift|info|access|consultation|membership|cell|dvd|sample)|"
    r"money[- ]?back|guarantee|risk[- ]free|no obligation|discount|save (up to )?[$€£\d]|\d+ ?% (off|free|discount|"
    r"guaranteed|rabatt)|lowest (price|rate)|best price|call (now|toll|1-8|us)|toll[- ]free|"
    r"dear (friend|customer|user|subscriber|member|sir|homeowner|beneficiary|valued|candidate|internet|webmaster|"
    r"business|reader|ceo|account)|earn (money|\$|extra|up)|make money|income|credit card|mortgage|refinanc|"
    r"viagra|cialis|penis|enlarge|lose weight|weight loss|diet pill|casino|lottery|winner|you.ve won|congratulations|"
    r"million (us |u\.s\. )?(dollars|usd|united)|\$\d+[\d,.]* ?(million|m\b|us)|"
    r"next of kin|confidential (business )?(proposal|transaction)|foreign (partner|account)|transfer (of )?(the|"
    r"this) (fund|sum|money)|wire transfer|barrister|deceased|inheritance|"
    r"100% (free|legal|guarantee)|this is not spam|s\.? ?1618|bulk (e-?mail|mail)|adult|xxx|teen|porn|hot (girls|"
    r"sex)|cash|debt|investment opportunit|stock (alert|pick|tip)|penny stock|"
    r"order (number|no|confirmation|total|summary|#)|invoice (number|no|#|date|attached)|your (order|receipt|invoice|"
    r"subscription|account|payment|booking|reservation|statement|package|shipment|password|delivery|purchase|trial|"
    r"membership)|"
    r"tracking number|shipped|verification code|reset your password|verify your|confirm your|log ?in to your|"
    r"sign in to|receipt for|total:? [$€£]|"
    r"bestell(ung|nummer)|ihre (bestellung|rechnung|buchung|sendung)|rechnung(snummer)|votre (commande|facture|"
    r"r.servation|colis)|num.ro de commande|su (pedido|factura|reserva)|ordine n|ご注文|订单|주문", re.IGNORECASE)
_STRANGER = re.compile(
    r"\bsir ?(/|or|,)? ?madam|\bdear,? ?sirs?\b|attn\b|business (opportunit|propos|intent|relation)|"
    r"(financial|home|great|unique) (freedom|opportunit|business)|"
    r"we are (a |an |one of )?(the )?(leading|professional|largest|biggest|famous|specialized)|"
    r"(manufacturer|supplier|producer|exporter)s? (of|in)\b|"
    r"(got|found|know|obtained|came across|saw) (of )?(your|about your) .{0,40}"
    r"(internet|web ?site|resume|online|directory|e-?mail)|"
    r"press release|specially selected|pre-?(approved|qualified|selected)|you (may )?qualify|one[- ]time (mailing|e-?mail)|"
    r"us ?\$ ?\d|usd ?\d|\$\d[\d,]{2,}|\d+ ?(grand )?(\$ )?(a|per) (day|week|month)\b|work (at|from) home|"
    r"visit (our|us at|http)|for more info(rmation)? (visit|click|call)|no (hassle|cost|selling|experience|risk|fee)|diploma|"
    r"prescription|meds\b|pharmacy|new product|introducing|announc(e|ing|ement) (of )?(our|the new)|exhibit|newsletter|webinar|"
    r"register (now|today|here)|www\.\S+\.(biz|info)\b",
    re.IGNORECASE)
"How strangers begin who want to sell, and what they promise."
_TAIL = re.compile(r"\s(?=\S*\d)[A-Za-z0-9#\[\]-]{4,}$|\s[bcdfghjklmnpqrstvwxz]{3,}$|\s[A-Z]{4}$")
_REPLIED = re.compile(r"^\s*(re|aw|antw|sv|fwd?|wg)\s*:", re.IGNORECASE)
_SHOUTS = re.compile(
    r"!{2,}|\${2,}|\*{3,}|[A-Z]{4,}(\W+[A-Z]{3,}){2,}|^adv\b|\bfree\b|\badv:|% off|\d{2,}%|^\W*\[?spam|"
    r"\s{6,}\S{3,}$", re.IGNORECASE)
_CAPITALS = re.compile(r"^[^a-z]{12,}$")
_NUMBERED = re.compile(r"\d{4,}|^[a-z]*\d+[a-z]+\d+|^[bcdfghjklmnpqrstvwxz]{6,}")
_LINK = re.compile(r"https?://", re.IGNORECASE)
_GREETED = re.compile(
    r"^\W*(hi|hello|hey|dear|hallo|liebe[rs]?|sehr geehrte|guten|bonjour|salut|ch[eè]re?|hola|estimad|ciao|gentile|"
    r"caro|oi|olá|prezad|beste|hej|hei|witam|dobrý|ahoj|здравствуйте|привет)\b", re.IGNORECASE)


def by_head(mail: Mail) -> str:
    """Return a code where the head says that a mail is a list's (`list-header`, `precedence`) or a machine's; else nothing."""
    if any(name in senders.LIST_FIELDS for name in mail.headers):
        return "list-header"
    for name in ("precedence", "x-precedence", "priority"):
        if mail.first(name).strip().lower().split(" ")[0] in ("bulk", "list", "junk", "mass"):
            return "precedence"
    for name in ("sender", "return-path", "errors-to", "x-envelope-from", "x-sender"):
        local = senders.local_of(mail.first(name).strip("<> ").rpartition("<")[2])
        if local and _OWNER.search(local) and not senders.is_null_sender(mail):
            return "list-sender"
    if any(name in senders.BULK_FIELDS for name in mail.headers):
        return "bulk-header"
    return ""


def by_machine(mail: Mail) -> str:
    """Return a code where a mail comes from a program: `no-reply`, `machine`, `spam`; else nothing."""
    addresses = [mail.sender[1], *(address for _name, address in mail.reply_to[:2])]
    if any(senders.is_no_reply(each) for each in addresses) or senders.is_no_reply(mail.sender[0].replace(" ", "-") + "@"):
        return "no-reply"
    if senders.is_machine(mail.sender[1]):
        return "machine"
    if any(name in senders.MACHINE_FIELDS for name in mail.headers):
        return "machine"
    flagged = mail.first("x-spam-flag").lower().startswith("yes") or mail.first("x-spam-status").lower().startswith("yes")
    if flagged or mail.first("x-spam").lower().startswith(("yes", "true", "spam")):
        return "spam"
    return ""


def points(mail: Mail, words: str) -> int:
    """Return how many signs of a mail to many there are, those of a mail between two people taken off.

    `words` are the sender's own: what they quote of others proves nothing.
    """
    text = words if len(words) <= 2 * LOOKED_AT else f"{words[:LOOKED_AT]}\n{words[-LOOKED_AT:]}"
    found = 0
    found += 2 if _STOP.search(text) else 0
    found += 1 if _BROWSER.search(text) else 0
    offers = len({each[0].lower() for each in _OFFER.finditer(text[:LOOKED_AT])})
    found += min(3, offers)
    found += min(2, len({each[0].lower()[:12] for each in _STRANGER.finditer(text[:LOOKED_AT])}))
    found += 1 if text.lstrip()[:6].lower() in ("<html>", "<!doct") else 0
    found += 1 if _SHOUTS.search(mail.subject) or _CAPITALS.match(mail.subject) else 0
    found += _of_build(mail, text) + _of_head(mail)
    return found - _of_two(mail, text)


def _of_build(mail: Mail, text: str) -> int:
    """Return the signs in how a mail is made: pictures, links, HTML alone."""
    found = 1 if mail.html else 0
    found += 1 if mail.images >= 3 or (mail.images and len(text) < 200 and mail.html) else 0
    found += 1 if mail.links >= 6 or len(_LINK.findall(text)) >= 5 else 0
    return found + (1 if mail.html and (mail.links or _LINK.search(text)) else 0)


def _of_head(mail: Mail) -> int:
    """Return the signs in a head: nobody named as reader, a firm's address, answers sent elsewhere, fields lacking."""
    local = senders.local_of(mail.sender[1])
    found = 1 if senders.is_role(mail.sender[1]) else 0
    found += 2 if not mail.sender[1] else 0
    found += 1 if not mail.to and not mail.cc else 0
    found += 1 if _TAIL.search(mail.subject) else 0
    found += 1 if _REPLIED.match(mail.subject) and not (mail.in_reply_to or mail.references) and not (
        senders.has_personal_client(mail)) else 0
    found += 1 if mail.to and mail.to[0][1].lower() == mail.sender[1].lower() else 0
    found += 1 if _NUMBERED.search(local) else 0
    found += 1 if not mail.message_id or not mail.headers.get("date") else 0
    domain = mail.sender[1].rpartition("@")[2].lower()
    if mail.reply_to and domain and mail.reply_to[0][1].rpartition("@")[2].lower() != domain:
        found += 1
    path = mail.first("return-path").strip("<> ").rpartition("@")[2].lower()
    if path and domain and not path.endswith(domain.split(".", max(0, domain.count(".") - 1))[-1]):
        found += 1
    return found + (1 if "x-priority" in mail.headers and mail.first("x-priority").startswith("1") else 0)


def _of_two(mail: Mail, text: str) -> int:
    """Return the signs of a mail between two people: it answers one, a program for people wrote it, a greeting."""
    found = 3 if mail.in_reply_to or mail.references else 0
    found += 1 if senders.has_personal_client(mail) else 0
    return found + (1 if _GREETED.match(text[:60]) and not mail.html else 0)
