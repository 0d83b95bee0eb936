"""Answers that no person wrote: out of office, receipts of mail, tickets opened, demands to prove that one is human."""

from __future__ import annotations

import re

from store.rules.incoming import senders

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.rules.incoming.mail import Mail

LOOKED_AT = 4_000
"Characters of the words that are read."
_SUBJECT = re.compile(
    r"^\W*(?:\w{1,15}\W{1,3})?(auto(?:mat(?:ic|ed|isch\w*|yczna|ická|ikus|ický))?[-_ .]*(?:re(?:ply|sponse|spons|"
    r"sponder|ponse|:)|"
    r"answer|acknowledg\w*|notification|message|email|antwort\w*|antwoord|sv.?r|odpowied\w*|odpověď|válasz|rep\b|"
    r"respon)|auto\s?:|autore(ply|sp)|"
    r"automatique|r.ponse automatique|respuesta autom|risposta automatica|resposta autom|automatisk[ta]*\s+sv|"
    r"automaattinen|autoodpowied|"
    r"automatisch antwoord|автоматическ|автоответ|автовідпов|автоматичн|αυτόματη|otomatik|自動(返信|応答|回覆|"
    r"回复|配信|送信)|"
    r"自动(回复|答复|回覆)|"
    r"자동 ?(회신|응답)|מענה אוטומטי|תשובה אוטומטית|رد تلقائي|الرد التلقائي|ตอบกลับอัตโนมัติ|trả lời tự động|"
    r"balasan otomatis|"
    r"out[- ]of[- ](the[- ])?office|ooo\b|oof:|abwesenheit|abwesend|nicht im (büro|haus)|außer haus|absence (du|de|"
    r"from)|absen(ce|t)\s*[:-]|"
    r"message d.absence|absent du bureau|fuera de (la )?oficina|ausente|ausencia|fuori (sede|ufficio)|assen(te|za) |"
    r"ausência|fora do escritório|"
    r"afwezig|frånvaro|frånvarande|fravær|fraværende|poissa|ei paikalla|nieobecn|poza biurem|nepřítom|mimo kancelář|"
    r"házon kívül|irodán kívül|"
    r"вне офиса|отсутств|нет на месте|εκτός γραφείου|ofis dışı|不在|休暇|外出|부재중|不在办公室|休假|외출|"
    r"\[?auto[- ]?(gen|sub|reply)|away (from|until|till|notice|message)|vacation (reply|message|notice|auto)|"
    r"on (annual |maternity |parental )?leave (until|from)|"
    r"(i am|i'm|currently|is) (away|out)\b|confirmation of receipt|we.(ve| have) received your|acknowledge?ment of|"
    r"your (message|email|e-mail|request|inquiry|enquiry) "
    r"(has been|was|to .{1,40} has been) received|eingangsbest.tigung|empfangsbestätigung|accusé de (réception|"
    r"reception)|acuse de recibo|conferma di ricezione|"
    r"new ticket|ticket (created|received|opened)|\[?(case|ticket|request|"
    r"incident)[ #:]*\w{0,4}[-#]?\d{3,}.{0,30}(created|received|opened|assigned|opened|resolved|closed|updated)|"
    r"please (confirm|verify) your (message|email|e-mail)|(message|e-?mail) (verification|confirmation) (required|"
    r"request)|action required.{0,20}(deliver|confirm))",
    re.IGNORECASE)
_SAYS_SO = re.compile(
    r"\bthis is an? (auto\w*|system)[- ]*(generated|computer generated)?\s*(e-?mail|reply|response|message|"
    r"notification|acknowledg|answer|mail)|"
    r"automatic(ally)?[ -]?(generated|reply|response|sent|created)|auto[- ]?(generated|reply|responder|response)\b|"
    r"(please )?(do|does) not (respond|reply|write|answer) (directly )?(to|back|here)|don.t reply to this|"
    r"replies? to this (e-?mail|message|address|mailbox)?.{0,40}(not|un)|"
    r"(mailbox|address|account|inbox) is (not|un)\s?-?monitored|unmonitored|unattended mailbox|"
    r"dies(e|es)? ist eine? automat|automatisch (generiert|erstellt|erzeugt|versand|gesendet|versch)|"
    r"nicht auf diese (e-?)?(mail|nachricht)|ceci est (un|une) (message|r.ponse|e-?mail) automat|message automatique|"
    r"ne pas r.pondre|merci de ne pas|(mensaje|respuesta|correo) (generad[oa] )?(es )?autom|"
    r"no (responda|respond[ae]r|conteste)|(messaggio|risposta|e-?mail) (generat[oa] )?automatic|non rispondere|"
    r"(mensagem|resposta|e-?mail) (gerad[oa] )?autom|n.o responda|"
    r"automatisch (gegenereerd|verzonden|bericht|antwoord)|niet (op dit|te beantwoorden)|"
    r"automatisk (genere|sv|besked|udsendt|meddelande)|wiadomość (została )?(wygenerowana )?automaty|"
    r"automatycznie wygenerowan|prosimy nie odpowiadać|automaticky (generov|vygenerov)|automatikus(an)? |"
    r"автоматическ(и|ое|ий)|не отвечайте|αυτόματο|otomatik|自動(返信|応答|送信|的に|配信|生成)|返信(し|いただ|でき)な|"
    r"返信専用|送信専用|自动(回复|发送|生成)|"
    r"請勿(直接)?回覆|请勿(直接)?回复|자동(으로|회신|응답|발송)|발신 ?전용",
    re.IGNORECASE | re.DOTALL)
_THANKS_FOR_WRITING = re.compile(
    r"your (e-?mail|message|request|inquiry|enquiry|query|ticket|submission|question|application) (has been|was|"
    r"has) (success\w* )?(received|logged|recorded|submitted|assigned|created|forwarded)|"
    r"we.?(ve| have)? (successfully )?received your (e-?mail|message|request|inquiry|enquiry|query|submission|"
    r"question|application|feedback)|"
    r"thank(s| you) (you )?for (contacting|your (e-?mail|message|inquiry|enquiry|interest|request|support request)|"
    r"e-?mailing|writing (to )?us|getting in touch with).{0,240}\b(we|our|agents?|team|representative|ticket|reply|"
    r"respond|soon|shortly|business)\b|"
    r"(ticket|case|reference|request|incident) ?(number|id|no\.?|#)?\s?(is|"
    r":)?\s?[\[(]?#?\w{0,5}-?\d{3,}.{0,60}(created|opened|assigned|received|subject line)|"
    r"(a|your) (support )?(ticket|case) (has been|was)|"
    r"one of our .{0,60}(representatives|agents|staff|team).{0,60}(will|respond|contact|get)|"
    r"ihre (e-?mail|nachricht|anfrage) (ist|wurde|haben wir)|wir haben ihre (e-?mail|nachricht|anfrage)|"
    r"(bien )?reçu votre (message|demande|courriel|e-?mail)|votre (message|demande|e-?mail|courriel) (a|est) (bien )?|"
    r"hemos recibido (su|tu)|su (mensaje|correo|solicitud) ha sido|abbiamo ricevuto|recebemos (o |a )?(seu|sua)|"
    r"wij hebben uw",
    re.IGNORECASE | re.DOTALL)
_AWAY = re.compile(
    r"\b(i.?m|i am|i will be|i.ll be|we are|we will be|he is|she is|is|currently|will be|am) (currently |presently |"
    r"now |also |actually )?(out of|away|on (a |an |my |annual |maternity |paternity |parental |sick |medical |"
    r"extended |summer |family )*"
    r"(vacation|holidays?|leave|break|pto|honeymoon|sabbatical|business trip|a trip)|not in (the|my) office|"
    r"not available|unavailable|travel+ing|off (work|sick|until|today)|absent|abroad|unable to (read|answer|respond|"
    r"check)|not (able to )?(read|check|reading))|"
    r"\bout (of|from) (the |my )?office\b|\b(away|absent) from (the|my) (office|desk|e-?mail)|have left (the company|"
    r"for|\w{2,20} (as|on|effective))|no longer (with|work|employed|at |in use|monitored|a valid|valid|active)|"
    r"\bon vacation\b|on annual leave|maternity leave|limited access to|no access to|intermittent access|"
    r"without access|will (not|n.t) (be )?(able to |have |be reading|read|checking)|out of town|office (is|"
    r"will be) closed|"
    r"nicht (im (büro|haus|hause|dienst)|erreichbar|am platz|anwesend|zu erreichen|im office)|außer haus|ausser haus|"
    r"abwesend|abwesenheit|im urlaub|in urlaub|urlaubs?bedingt|in elternzeit|mutterschutz|nicht mehr (für|bei|im|in)|"
    r"absent(e)?\b|en cong|en vacances|hors du bureau|actuellement (absent|en|indisponible)|je serai (absent|"
    r"de retour|en)|indisponible|en d.placement|"
    r"fuera de (la |mi )?oficina|de vacaciones|estar. (fuera|ausente|de vuelta)|me encuentro (fuera|de|ausente)|"
    r"ausente|sin acceso|de baja|"
    r"fuori (sede|ufficio)|in ferie|assente|sar. (assente|fuori|di ritorno)|f.rias|fora do escrit|ausente|"
    r"estarei (ausente|fora|de)|"
    r"afwezig|op vakantie|met (vakantie|verlof)|niet (op kantoor|aanwezig|bereikbaar)|semester|frånvarande|"
    r"inte på kontoret|tjänstledig|på ferie|ikke (på|til) (kontoret|stede)|ude af kontoret|fraværende|"
    r"lomalla|poissa|en ole|tavoitettavissa|urlop|nieobecn|poza biurem|będę (nieobecn|dostępn)|dovolen|nepřítom|"
    r"mimo kancelář|nebudu|szabads|távol|nem vagyok|в отпуск|отсутств|вне офиса|не буду|командировк|"
    r"εκτός γραφείου|άδεια|izin|ofis dışı|yıllık izin|不在|休暇|休み|出張|外出中|お休み|出差|休假|不在办公室|度假|"
    r"부재|휴가|출장|חופש|בחופשה|إجازة",
    re.IGNORECASE)
_MORE = re.compile(
    r"\b(until|till|back (on|in|at|to)|return(ing)?\b|limited|in (my|the) absence|urgent|immediate(ly)?|emergenc|"
    r"as soon as|contact\b|please (call|e-?mail|contact|reach|direct|send|forward)|"
    r"reply|respond|get back|upon my|when i (return|get|am)|through|access|between|from .{3,25} to|my replacement|"
    r"assistance|forward|"
    r"bis (zum|einschl|\d|mo|di|mi|do|fr|ende|auf)|ab dem|wieder|dringend|vertret|wenden sie|kontakt|weitergeleitet|"
    r"rückkehr|zurück|"
    r"jusqu|de retour|urgence|urgent|contacter|retour|mon absence|hasta|regres|volver|vuelta|urgente|contact(ar|e)|"
    r"ausencia|"
    r"fino al|rientr|ritorn|urgen|contattare|até|retorn|volt|contat|tot|terug|dringend|contact|vervang|till|åter|"
    r"tillbaka|brådskande|kontakta|til(bage)?|"
    r"kontakt|asti|palaan|saakka|do dnia|wracam|pilnych|powrót|návrat|zpět|nalehav|naléhav|ig\b|sürgős|vissza|до|"
    r"вернусь|срочн|обращайтесь|връщ|μέχρι|tarih|kadar|acil|"
    r"まで|至急|緊急|戻り|連絡|直到|返回|紧急|联系|까지|긴급|연락|עד|حتى)", re.IGNORECASE)
_CHALLENGE = re.compile(
    r"(click|reply|follow|visit|use|respond|hit) .{0,80}(to (this (message|email|e-?mail)|the (link|following|url)|"
    r"here|below|confirm|verify|release|deliver).{0,200})(deliver|verif|confirm|human|genuine|approv|whitelist|"
    r"release|authenticat|not (a )?(spam|machine))|"
    r"(protect|guard)(s|ed|ing)? (my|him|her|our|them|it)?(self)? ?.{0,30}(from|against) (spam|junk|unsolicited)|"
    r"(sender|e-?mail|human) verification|prove .{0,20}(human|person)|challenge[- /]response|"
    r"(your|this) (message|e-?mail|mail) (is|has been|will be) (being )?(held|quarantined|put on hold|waiting|"
    r"pending)|guest ?list|whitelist|white list|approved senders? list|not yet (been )?(approved|on my)|"
    r"mailblocks|spamarrest|boxbe|tmda|bluebottle|knowspam|sendio|spamcop challenge", re.IGNORECASE | re.DOTALL)
_REPLY = re.compile(r"^\s*(re|aw|antw|sv|rif|odp|回复|答复|ynt|vs)\s*(\[\d+\])?\s*:", re.IGNORECASE)
_VALUES = re.compile(r"auto|vacation|away|oof", re.IGNORECASE)
_AUTO_MAILER = re.compile(
    r"vacation|autores|auto-?repl|auto-?respon|responder|sieve|mdaemon.*auto|procmail|listar|majordomo|mailman", re.IGNORECASE)


def by_head(mail: Mail) -> str:
    """Return a code where the head says that a program answers or writes: `auto-replied`, `auto-generated`; else nothing."""
    said = mail.first("auto-submitted").split(";")[0].split("(")[0].strip().lower()
    if said and said != "no":
        return "auto-generated" if said.startswith("auto-gen") or said.startswith("auto-not") else "auto-replied"
    for name in ("precedence", "x-precedence", "preference"):
        value = mail.first(name).lower()
        if "auto" in value or "vacation" in value or "first-class auto" in value:
            return "auto-replied"
    if any(name in senders.AUTOMATIC_FIELDS and mail.first(name).strip().lower() not in ("no", "false", "0", "none")
           for name in mail.headers):
        return "auto-replied"
    if any("autorespon" in value.lower() for value in mail.headers.get("delivered-to", ())):
        return "auto-replied"
    if mail.first("x-auto-response-suppress").strip().lower() not in ("", "none"):
        return "auto-generated"
    if "x-ms-exchange-generated-message-source" in mail.headers or ("x-ms-exchange-inbox-rules-loop" in mail.headers and (
            subject_says(mail.subject))):
        return "auto-replied"
    if _AUTO_MAILER.search(f"{mail.first('x-mailer')} {mail.first('user-agent')}"):
        return "auto-replied"
    if mail.first("x-post-messageclass").startswith("9") or _VALUES.search(mail.first("x-autogenerated")):
        return "auto-replied"
    return ""


def subject_says(subject: str) -> bool:
    """Return whether a subject calls the mail an automatic answer, in any of many languages."""
    return _SUBJECT.match(subject[:300]) is not None


def is_reply_subject(subject: str) -> bool:
    """Return whether a subject begins as an answer's."""
    return _REPLY.match(subject) is not None


def away(text: str) -> bool:
    """Return whether words tell, near their beginning, that somebody is not there, and until when or whom to ask instead."""
    found = _AWAY.search(text[:1_200])
    return found is not None and _MORE.search(text, found.start(), found.start() + 1_500) is not None


def says_so(text: str) -> bool:
    """Return whether words say themselves that a program wrote them."""
    return _SAYS_SO.search(text[:LOOKED_AT]) is not None


def thanks_for_writing(text: str) -> bool:
    """Return whether words confirm that a message came in, as desks do at once and people seldom."""
    return _THANKS_FOR_WRITING.search(text[:LOOKED_AT]) is not None


def challenges(text: str) -> bool:
    """Return whether words ask the sender to prove that a person wrote."""
    return len({each[0].lower() for each in _CHALLENGE.finditer(text[:LOOKED_AT])}) >= 2
