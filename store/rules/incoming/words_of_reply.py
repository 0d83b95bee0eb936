"""A reply's own words, without the quoted past and the signature: line by line, once over, in many languages."""

from __future__ import annotations

import re

LONGEST = 200_000
"Characters that are looked at."
MOST_LINES_OF_INTRODUCTION = 4
"Lines over which `On ... wrote:` may be broken."
_SAID = (
    r"wrote|writes|said|schrieb(?: .{0,60})?|hat .{0,80}geschrieben|a écrit|a ecrit|écrivait|escribió|escribio|"
    r"escreveu|ha scritto|scrisse|scrive|(?:schreef|skrev|kirjoitti|escreveu|napisał)(?: .{0,80})?|geschreven|пише|"
    r"kirjoitti|napisał\(a\)|napisał|napisała|napsal\(a\)|napsal|napísal|írta|написал(?:\(а\))?|пишет|писал\(а\)|"
    r"написав|έγραψε|yazdı|şunu yazdı|"
    r"写道|寫道|写入|さんは書きました|のメール|wrote on .{0,60}|님이 작성|작성|đã viết|menulis|a scris|je napisao|"
    r"כתב(?:ה)?|كتب")
_INTRODUCTION = re.compile(
    rf"(?:^|[\W\d_])(?:{_SAID})\s?[\s:：*_-]*$|"
    r"(?:写道|寫道|のメール|書きました|작성)\s?[:：]?\s*$", re.IGNORECASE)
_BEGINS_INTRODUCTION = re.compile(
    r"^[\s>*_]{0,6}(?:(?:on|am|le|el|il|em|op|den|d\.|dne|dnia|w dniu|em|a|på|ons|tirs|man|tors|fre|lør|søn|2\d{3}|"
    r"\d{1,2}[./-]|mon|tue|wed|thu|fri|sat|sun|в|вт|ср|чт|пт|сб|вс|пн)\b|.{0,80}<[^<>\s]{3,120}@|"
    r".{0,40}\d{4}.{0,60}\d:\d)",
    re.IGNORECASE)
_DATED_LINE = re.compile(
    r"^[\s>*]*\d{4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}.{0,80}(?:<[^<>]{3,200}>.{0,3}|\S{1,100}@\S{3,100}.{0,2}):?\s*$|"
    r"^[\s>*]*\d{4}[-/.]\d{1,2}[-/.]\d{1,2}.{0,40}(?:GMT|UTC|[+-]\d\d:?\d\d)\b.{1,160}:\s*$")
_DATED = re.compile(r"\d{1,2}[:.h]\d{2}|\b(19|20)\d{2}\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|@")
_RULE = re.compile(
    r"^[\s>*]*[-_=*]{2,}\s*(?:original|urspr|forwarded|weitergeleitete|message d.origine|message transf|"
    r"mensaje (?:original|reenviado)|messaggio (?:originale|inoltrato)|"
    r"mensagem (?:original|encaminhada)|oorspronkelijk|doorgestuurd|ursprungligt|vidarebefordrat|oprindelig|"
    r"videresendt|opprinnelig|alkuperäinen|przekazan|oryginaln|wiadomość|původní|eredeti|továbbított|"
    r"исходное|пересланн|пересыла|оригинал|αρχικό|orijinal|iletilen|原始|转发|原文|元のメッセージ|転送|원본|전달|"
    r"reply (?:above|"
    r"message)|antwort|vorherige|mail original)\w*\b.{0,80}$|"
    r"^[\s>*]*-{3,} ?.{0,60}\b(?:wrote|schrieb|a écrit)\b.{0,60}-{2,}\s*$|"
    r"^\s*(?:begin forwarded message|anfang der weitergeleiteten|début du message (?:réexpédié|transféré)|"
    r"inicio del mensaje reenviado|inizio messaggio inoltrato|início da mensagem|"
    r"start doorgestuurd|vidarebefordrat brev|##-? ?please type your reply|.{0,20}(?:reply|"
    r"type).{0,20}above this line|-{2,} ?reply above|_{10,})", re.IGNORECASE)
_FROM = (
    "from von de da van från fra od от feladó lähettäjä kimden remitente 发件人 寄件者 差出人 보낸 보낸사람 від πό από "
    "gönderen mittente auteur expéditeur nadawca")
_BESIDE = (
    "sent to subject date cc gesendet an betreff datum envoyé à a objet inviato oggetto data enviado para "
    "asunto fecha assunto verzonden aan onderwerp skickat till ämne sendt til emne lähetetty vastaanottaja "
    "aihe wysłano do temat odesláno komu předmět elküldve címzett tárgy отправлено кому тема дата 发送时间 收件人 主题 "
    "日期 送信日時 宛先 件名 日時 보낸날짜 받는 제목 날짜 gönderildi kime konu "
    "reply-to importance priority attachments bcc copie "
    "kopie wichtigkeit sujet 寄件日期 主旨 抄送")
_HEAD_LINE = re.compile(r"^[\s>*_]*([^\W\d_][\w\s-]{0,24}?)\s?\*{0,2}\s?[:：]\*{0,2}\s?(.*)$")
_SIGNATURE = re.compile(
    r"^(?:-- ?|--\u00a0|—|__+|–– ?|[-_*=~]{2,60})$|^\s*(?:sent|get) (?:from|via|by|with) (?:my|outlook|mail|yahoo|"
    r"proton|samsung|iphone|a|the|blue|your|mobile|gmail|spark|superhuman|missive|front|hey|k-9)\b.{0,60}$|"
    r"^\s*(?:von meinem .{1,40}gesendet|gesendet (?:von|mit|aus|über) .{1,60}|diese nachricht wurde von mein.{0,60}|"
    r"envoyé (?:de|depuis|à partir) .{1,60}|enviado (?:desde|de|do|con|pelo|via) .{1,60}|inviato (?:da|dal) .{1,60}|"
    r"verzonden (?:vanaf|met|via|vanuit) .{1,60}|skickat från .{1,60}|sendt fra .{1,60}|lähetetty .{1,60}|"
    r"wysłan[eo] z .{1,60}|odesláno z .{1,60}|отправлено (?:с|из) .{1,60}|iphone(?:から|より)?.{0,10}送信|发自我的.{1,40}|"
    r"從我的.{1,40}傳送|나의 .{1,30}에서 보냄|.{1,30} cihazımdan gönderildi)$",
    re.IGNORECASE)
_LEGAL = re.compile(
    r"^\W*(?:this (?:e-?mail|message|communication|electronic)[^\n]{0,200}(?:confidential|intended|privileged)|"
    r"confidentiality notice|disclaimer|the information (?:contained )?in this|"
    r"diese (?:e-?mail|nachricht)[^\n]{0,100}vertraulich|ce (?:message|courriel)[^\n]{0,120}confidentiel|"
    r"este (?:mensaje|correo)[^\n]{0,120}confidencial|"
    r"please consider the environment|think before you print|no virus found|virus-free|"
    r"this email has been (?:scanned|checked))", re.IGNORECASE)
_BOUGHT = re.compile(
    r"^\s*(?:do you yahoo|get your free|join the world.s largest|chat with friends online|msn |yahoo! ?mail|"
    r"express yourself)", re.IGNORECASE)


def own_words(text: str) -> str:
    """Return a reply's own words, without the quoted past, the signature and what servers add.

    A reply written between the lines of what it quotes keeps all its parts. A mail that is nothing but a quote or a forward
    has no own words.
    """
    lines = text[:LONGEST].replace("\r\n", "\n").replace("\r", "\n").replace("\u200b", "").replace("\u1427", "").split("\n")
    kept: list[str] = []
    place = 0
    while place < len(lines):
        line = lines[place]
        bare = line.strip()
        if bare.startswith(">"):
            place += 1
            continue
        if bare:
            over = _introduces(lines, place)
            if over:
                following = _next_words(lines, place + over)
                if following.startswith((">", "|")):
                    place += over
                    continue
                break
            if (_RULE.match(line[:300]) and _past_follows(lines, place)) or _is_head(lines, place):
                break
            if _SIGNATURE.match(bare[:200]) or _LEGAL.match(bare[:400]) or _BOUGHT.match(bare):
                end = _end_of_signature(lines, place)
                if end < 0:
                    break
                place = end
                continue
        kept.append(line.rstrip())
        place += 1
    return _joined(kept)


def _joined(lines: list[str]) -> str:
    """Return lines as text: no blank ones at the ends, and never two in a row."""
    found: list[str] = []
    for line in lines:
        if line or (found and found[-1]):
            found.append(line)
    return "\n".join(found).strip("\n").rstrip()


def _introduces(lines: list[str], place: int) -> int:
    """Return how many lines, from one on, say who wrote the quote below and when; 0 where that is none."""
    first = lines[place][:400]
    if _DATED_LINE.match(first):
        return 1
    quoted = _next_words(lines, place + 1).startswith(">")
    if not _BEGINS_INTRODUCTION.match(first) and not (quoted and _INTRODUCTION.search(first[-160:])):
        return 0
    said = ""
    for count in range(1, MOST_LINES_OF_INTRODUCTION + 1):
        if place + count > len(lines):
            return 0
        line = lines[place + count - 1].strip()[:400]
        if not line or (count > 1 and line.startswith(">") and not said.startswith(">")):
            return 0
        said = f"{said} {line}".strip()
        if _INTRODUCTION.search(line[-160:]) and (_DATED.search(said) or _next_words(lines, place + count).startswith(">")):
            return count
    return 0


def _next_words(lines: list[str], place: int) -> str:
    """Return the next line that is not blank, of the few that follow."""
    for line in lines[place:place + 4]:
        if line.strip():
            return line.strip()[:200]
    return ""


def _past_follows(lines: list[str], place: int) -> bool:
    """Return whether the past begins at a ruled line: one that says so, or one of underscores with a head below."""
    if lines[place].strip().strip("_"):
        return True
    return any(_is_head(lines, each) for each in range(place + 1, min(place + 4, len(lines))))


def _is_head(lines: list[str], place: int) -> bool:
    """Return whether the head of a quoted mail begins at a line: `From:` and its neighbours, in one of many languages."""
    if _head_word(lines[place]) != "from":
        return False
    others = sum(1 for line in lines[place + 1:place + 9] if _head_word(line) in ("other", "from"))
    return others >= 2


def _head_word(line: str) -> str:
    """Return `from` or `other` for a line of a quoted head, else nothing."""
    found = _HEAD_LINE.match(line[:200])
    if found is None:
        return ""
    word = found[1].strip().lower()
    first = word.split()[0] if word.split() else ""
    for kind, words in _WORDS.items():
        if word in words or (first in words and len(word.split()) <= 2):
            return kind
    return ""


_WORDS = {"from": frozenset(_FROM.split()), "other": frozenset(_BESIDE.split())}


def _end_of_signature(lines: list[str], place: int) -> int:
    """Return where own words go on after a signature, as where the answer stands below; -1 where they do not."""
    for number in range(place + 1, min(place + 40, len(lines))):
        line = lines[number].strip()
        if line.startswith(">") or (line and _introduces(lines, number)):
            for later in range(number, len(lines)):
                below = lines[later].strip()
                if below and not below.startswith(">") and not _introduces(lines, later):
                    return -1 if _is_tail(lines, later) else number
            return -1
    return -1


def _is_tail(lines: list[str], place: int) -> bool:
    """Return whether what stands from a line on is too little to be an answer."""
    return sum(len(each) for each in lines[place:place + 10]) < 20
