"""Mails about mails that did not arrive: by their report, else by sender and words; which address, for good or for now."""

from __future__ import annotations

import re

from store.rules import addresses
from store.rules.incoming import senders
from store.rules.incoming.mail import Verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.rules.incoming.mail import Delivery, Mail

LOOKED_AT = 12_000
"Characters of a notice that are read."
MOST_FAILED = 50
_SUBJECT = re.compile(
    r"undeliver|non.?deliver|not (be )?deliver|undelivred|deliver(y|ing)?[ -](status )?(notification|failure|failed|"
    r"failure notice|error|"
    r"problem|report|has failed|reports? about)|fail(ed|ure|ing)?[ -]?(to )?(deliver|notice|mail|delivery)|"
    r"mail (delivery )?(failed|"
    r"failure|error|problem|system error)|delivery (incomplete|delayed|warning|unsuccessful|attempt|notice|"
    r"subsystem)|returned (e-?)?mail|"
    r"return(ed)? (message )?to sender|mail.{0,20}returned|message (not delivered|delayed|undeliver|you sent|could)|"
    r"could ?n.t (be )?(send|deliver)|could not (be )?(send|deliver)|couldn.?t send|can(no|')t (be )?(send|sent|"
    r"deliver)|cannot (be )?(send|sent|deliver)|"
    r"was not (delivered|sent)|error sending your|unknown (user|recipient|address)|user unknown|unable to deliver|"
    r"address (not found|unknown)|bounce(d)?\b.{0,12}(mail|message)|mailbox (full|unavailable|is full)|over quota|"
    r"quota exceeded|"
    r"rejected|(still being|will be) retried|delayed mail|warning.{1,30}delayed|message .{1,60}delayed|"
    r"unzustellbar|nicht zugestellt|zustellung (fehl|verz)|zustell(ung|bar|fehler)|unzustell|rückläufer|fehler bei der|"
    r"non remis|non distribu|échec|notification d.état|impossible de (remettre|distribuer|livrer)|retour.{0,15}expéditeur|"
    r"no se (puede|pudo|ha podido)|no entregad|devuelto|error de entrega|fallo (en|de) (la )?entrega|"
    r"mancato recapito|impossibile (recapitare|consegnare)|non recapitabil|recapito|consegna|"
    r"não (entregue|foi)|falha na entrega|devolvid|onbestelbaar|niet (bezorgd|afgeleverd)|kan ikke leveres|ej levererbart|"
    r"ikke leverbar|toimittaminen|niedostarcz|nie dostarcz|zwrot|zwrócon|nedoručitel|nelze doručit|kézbesíthetetlen|"
    r"не доставлен|недоставлен|невозможно доставить|не удалось|ошибка доставки|配信|届け|送信でき|送れ|エラーメール|"
    r"リターン|配達|退信|无法投递|無法傳遞|未传递|投递失败|退回|傳遞|배달|전송|반송|teslim edilemedi|iletilemedi|"
    r"gönderilemedi",
    re.IGNORECASE)
_BODY = re.compile(
    r"could not be (delivered|sent)|couldn.t be delivered|couldn't deliver|was not (able to be )?delivered|"
    r"wasn.t delivered|"
    r"not able to deliver|un ?able to (deliver|send|relay)|un?deliver(ed|able)|cannot be delivered|"
    r"can.?t be delivered|couldn.t be found|"
    r"unknown (user|recipient|address|mailbox|local)|user ?(is )?(unknown|not (found|known|listed))|no such (user|"
    r"person|mailbox|recipient|"
    r"address|account)|user doesn.?t (exist|have)|does ?n[o']t (have an|exist)|recipient (unknown|not found|rejected|"
    r"address rejected)|"
    r"invalid (recipient|mailbox|address|user)|address(es)? (rejected|had (permanent|delivery))|"
    r"permanent (fatal )?(error|failure)|"
    r"fatal errors|delivery (to the following|has failed|failed|attempt|failure|status)|deliver your (message|mail)|"
    r"did not reach|not reach some|had delivery problems|mailbox (is )?(full|unavailable|disabled|not found)|"
    r"over ?quota|quota (has been )?exceed|"
    r"exceed(ed|s)? (the )?(storage|mailbox|quota|maximum|message size)|host (unknown|not found|or domain name not found)|"
    r"unrout(e)?able|(relay(ing)?) (denied|not permitted|access denied)|message (was )?(rejected|refused|bounced|"
    r"undeliver|not accepted|delayed|blocked)|"
    r"(rejected|refused|bounced|returned) (your|by|the|this) |returned (to|mail|message|as)|error (sending|"
    r"delivering|while)|"
    r"smtp error|\b5[0-5]\d[ -]#?5\.\d\.\d|\b55[0-4]\b|\b4[25][0-2] |\b[45]\.\d\.\d{1,2}\b|diagnostic[- ]code|"
    r"final-recipient|action: (failed|delayed)|"
    r"transcript of session|failed (address|recipient|to deliver|permanently)|(has|have) not (yet )?been delivered|"
    r"delivery (is|was|has been) (delayed|aborted|cancel)|"
    r"konnte(n)? nicht|nicht zugestellt|unzustell|unbekannter? (empf|adress|benutzer)|nicht zustell|"
    r"empf.nger.{0,40}(nicht|unbekannt)|"
    r"n.a pas pu|pas .t. (remis|distribu|livr)|impossible (de|d'|à) |destinataire (inconnu|introuvable)|introuvable|"
    r"no (se )?(pudo|ha podido|puede|ha sido) (ser )?(entreg|envi|hacer)|no (fue|ha sido) (posible )?entreg|buz.n|"
    r"destinatario (desconocido|no)|"
    r"impossibile|non . stato (possibile )?(consegn|recapit)|destinatario (sconosciuto|inesistente)|casella|"
    r"n.o (p.de|foi|est) |não (existe|encontrado)|niet (worden )?(afgeleverd|bezorgd)|"
    r"nie (m.g.|mog.a|zosta.).{0,20}(dostarcz|by.)|nie istnieje|недостав|не (может|удалось|был)|не существует|"
    r"届け|配信|送信でき|送れ|存在しません|宛先|エラー|不达|无法(投|送)|退信|不存在|找不到|被拒绝|배달|수신|전송",
    re.IGNORECASE)
_STRONG = re.compile(
    r"(message|mail|e-?mail|nachricht|messaggio|mensaje|mensagem|bericht|it)\b.{0,160}(could ?n.t|could not|was not|"
    r"cannot|can ?not|has not been|was un\w*|is un\w*) (be )?(able )?(to be )?deliver\w*|"
    r"n.a pas pu .tre (d.livr|remis|distribu)|konnte.{0,80}nicht zugestellt|no (se )?(pudo|ha podido|"
    r"fue posible) (ser )?entreg|"
    r"non . stato possibile (recapit|consegn)|n.o p.de ser entreg|kon niet worden (afgeleverd|bezorgd)|"
    r"not delivered to the following", re.IGNORECASE | re.DOTALL)
_FOR_NOW = re.compile(
    r"\bdelayed\b|has not yet been delivered|not (yet )?been (able to be )?delivered (yet|for|after)|"
    r"not been delivered yet|will (be retried|retry|continue|keep|be made|try)|"
    r"keep(s)? trying|continue to (try|attempt|be)|still (being )?(retr|trying)|still trying|do not need to re-?send|"
    r"don.t need to re-?send|need not re-?send|warning message only|"
    r"no action is required|temporar(y|ily)|could not send (mail|message) for (the )?past|"
    r"delivery attempts will continue|try again later|"
    r"attempts? will (continue|be)|is still (in the|on) queue|retry(ing)? (until|for)|verzögert|vorübergehend|"
    r"weiter(hin)? versuch|retard|temporaire|"
    r"encore .t. remis|demor|temporal|ritardat|temporanea|vertraag|opóźni|задерж|временн|"
    r"遅延|遅れ|延迟|延遲|지연", re.IGNORECASE)
_GAVE_UP = re.compile(
    r"gave up|given up|giving up|give up|i.ve given|(permanent|fatal)( fatal)? error|will not (be )?(retr|try)|"
    r"no further|too long|timed? ?out.{0,80}(return|fail)|"
    r"retry (timeout|time|limit).{0,20}(exceeded|reached)|expired|undeliverable|could not be delivered|"
    r"not be delivered (for|after)|cannot send message (for|within)", re.IGNORECASE)
_CODE_4 = re.compile(r"\b4\.\d{1,3}\.\d{1,3}\b|(?<![\d.])4[2-5][0-9][ -](?=[#A-Z<])|\bdeferred\b", re.IGNORECASE)
_CODE_5 = re.compile(
    r"\b5\.\d{1,3}\.\d{1,3}\b|(?<![\d.])5[0-5][0-9][ -](?=[#A-Z<'\"])|user unknown|unknown user|no such user", re.IGNORECASE)
_FULL = re.compile(
    r"\b[45]\.2\.2\b|mailbox (is |size |storage )?(full|limit|quota|exceed)|(over|exceed(s|ed|ing)?)[ -]?(the |its |"
    r"their |his |maximum |storage )*(quota|mailbox size|storage)|"
    r"quota (is )?(full|exceeded|violation)|out of (disk|storage)|(postfach|speicher).{0,30}voll|boîte.{0,30}(pleine|"
    r"saturée)|buz.n.{0,20}lleno|"
    r"casella.{0,20}piena|disk quota|insufficient (disk|system) (space|storage)|容量|いっぱい|已满|已滿", re.IGNORECASE)
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
_QUOTED_BOUNCE = re.compile(
    r"^[>\s*]{0,8}(from|von|de|da|van|fra|från|od|от)\s?:\*? .{0,60}(mailer-daemon|mail delivery (sub)?system|"
    r"postmaster@)", re.IGNORECASE | re.MULTILINE)
_FORWARD = re.compile(r"^\s*(fwd?|wg|tr|rv|i|enc|vs|doorst)\s*:", re.IGNORECASE)
_REPLY = re.compile(r"^\s*(re|aw|antw|sv|rif|ynt|odp|vá|ref|回复|答复)\s*(\[\d+\])?\s*:", re.IGNORECASE)


def judged(mail: Mail) -> Verdict | None:
    """Return the verdict on a mail about a mail that did not arrive, or nothing for any other mail."""
    if mail.deliveries or (mail.report_type == "delivery-status" and "message/delivery-status" in mail.parts):
        return _by_report(mail)
    text = notice(mail)
    shown = f"{mail.subject}\n{text}"
    daemon = senders.is_daemon(mail)
    titled = _SUBJECT.search(mail.subject) is not None
    if "x-failed-recipients" in mail.headers:
        return _verdict(mail, shown, "failed-recipients")
    if _FORWARD.match(mail.subject) and _QUOTED_BOUNCE.search(mail.text[:LOOKED_AT]) and _BODY.search(mail.text[:LOOKED_AT]):
        return _verdict(mail, mail.text[:LOOKED_AT], "forwarded-bounce")
    nobody = not mail.sender[1] or senders.is_null_sender(mail)
    if not (daemon or titled or nobody or mail.content_type == "multipart/report"):
        return None
    said = _BODY.search(text) is not None
    if daemon and (said or titled or (mail.original and not mail.in_reply_to)):
        return _verdict(mail, shown, "bounce-words")
    if mail.content_type == "multipart/report" and (said or titled) and mail.report_type in ("", "delivery-status"):
        return _verdict(mail, shown, "bounce-words")
    if nobody and said and (titled or mail.original):
        return _verdict(mail, shown, "bounce-words")
    if titled and not mail.in_reply_to and _STRONG.search(text[:500]):
        return _verdict(mail, shown, "bounce-words")
    if titled and said and not _REPLY.match(mail.subject) and not mail.in_reply_to and _is_notice(mail, text):
        return _verdict(mail, shown, "bounce-words")
    return None


def _is_notice(mail: Mail, text: str) -> bool:
    """Return whether words that speak of a failure are a program's: a code or a copy of the mail beside them."""
    return bool(mail.original) or bool(_CODE_5.search(text) or _CODE_4.search(text)) or senders.is_no_reply(mail.sender[1])


def notice(mail: Mail) -> str:
    """Return the words of a notice without the copy of the mail that it encloses."""
    text = mail.text[:LOOKED_AT]
    cut = _COPY.search(text)
    return text[:cut.start()] if cut and cut.start() > 40 else text


_COPY = re.compile(
    r"^[ \t>-]{0,12}(?:-{2,} ?(?:This is a copy|Original message|Below this line|The header page|The unsent message|"
    r"Message headers? follows?|Returned (?:mail|message))|Below this line is a copy|Return-Path: ?<|"
    r"Received: (?:from|by|\(qmail)|"
    r"Original message headers|The following is a copy)", re.IGNORECASE | re.MULTILINE)


def _by_report(mail: Mail) -> Verdict | None:
    """Return the verdict that a delivery report gives; good news of arrival is no bounce."""
    every = mail.deliveries
    actions = {each.action for each in every}
    if every and actions <= {"delivered", "relayed", "expanded"}:
        return Verdict("other", "delivered", answers=_answers(mail))
    shown = f"{mail.subject}\n{notice(mail)}"
    failed = [each for each in every if each.action not in ("delivered", "relayed", "expanded")]
    if not failed:
        return _verdict(mail, shown, "delivery-report")
    for_good = [each for each in failed if not _is_for_now(each)]
    told = for_good or failed
    found = tuple(dict.fromkeys(
        address for each in told for address in (each.address, *each.others) if address)) or _failed(mail, shown)
    full = any(_FULL.search(f"{each.status} {each.diagnostic}") for each in told)
    return Verdict("bounce" if for_good else "temporary", "mailbox-full" if full else "delivery-report", (
        *found, *_written_to(mail, found)), full, answers=_answers(mail))


def _is_for_now(delivery: Delivery) -> bool:
    """Return whether a failure is only for now: delayed, or a status of the class 4 (RFC 3463)."""
    if delivery.action == "delayed":
        return True
    if delivery.status[:1] in ("4", "5"):
        return delivery.status[:1] == "4"
    return bool(_CODE_4.search(delivery.diagnostic)) and not _CODE_5.search(delivery.diagnostic)


def _verdict(mail: Mail, text: str, reason: str) -> Verdict:
    """Return the verdict on a notice in words."""
    full = _FULL.search(text) is not None
    for_now = _FOR_NOW.search(text) is not None and not (_CODE_5.search(text) or _GAVE_UP.search(text))
    for_now = for_now or (_CODE_4.search(text) is not None and not _CODE_5.search(text) and not _GAVE_UP.search(text))
    return Verdict("temporary" if for_now else "bounce", "mailbox-full" if full else reason, _failed(mail, text), full,
                   answers=_answers(mail))


def _failed(mail: Mail, text: str) -> tuple[str, ...]:
    """Return the addresses that a notice names, those that say so first; never its own sender or reader."""
    own = {mail.sender[1].lower(), *(address.lower() for _name, address in mail.to)}
    found: dict[str, None] = {}
    for value in mail.headers.get("x-failed-recipients", ()):
        for each in _ADDRESS.findall(value):
            found[each] = None
    writers = {each.lower() for name in ("from", "sender", "return-path", "reply-to") for value in mail.original.get(name, ())
               for each in _ADDRESS.findall(value)}
    sent_to = {each.lower(): each for name in ("to", "cc", "x-original-to") for value in mail.original.get(name, ())[:5]
               for each in _ADDRESS.findall(value)[:MOST_FAILED]}
    for each in _ADDRESS.findall(text[:LOOKED_AT])[:200]:
        if each.lower() not in own | writers and not _DAEMONS.match(each):
            found[each] = None
    named = [each for each in found if each.lower() in sent_to]
    rest = list(sent_to.values()) if len(sent_to) == 1 else []
    every = dict.fromkeys(filter(None, (addresses.mail(each) for each in (*named, *found, *rest))))
    return tuple(every)[:MOST_FAILED]


_DAEMONS = re.compile(r"(mailer-daemon|postmaster|mail-daemon|abuse|support|noreply|no-reply)@", re.IGNORECASE)


def _written_to(mail: Mail, known: tuple[str, ...]) -> tuple[str, ...]:
    """Return whom the mail that came back was written to, where that was one and the report names another."""
    every = [each for name in ("to", "cc") for value in mail.original.get(name, ())[:5] for each in _ADDRESS.findall(value)[:5]]
    normal = [each for each in map(addresses.mail, every) if each]
    return tuple(normal) if len(normal) == 1 and normal[0].lower() not in {each.lower() for each in known} else ()


def _answers(mail: Mail) -> tuple[str, ...]:
    """Return the Message-IDs of the mail that came back, then of what the notice says it answers; not of what that answered."""
    said = [each.strip() for each in mail.original.get("message-id", ())[:1]]
    return tuple(dict.fromkeys((*(each for each in said if each.startswith("<")), *mail.answered)))
