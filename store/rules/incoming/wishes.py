"""What a person's mail wants, guessed and never acted on unasked: no answer, or no more mail."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from store.rules.incoming.mail import Mail

LONGEST_THANKS = 240
"Characters of own words from which a mail is more than thanks."
_THANKS = re.compile(
    r"\b(thank(s| you)|thx|cheers|ty|much appreciated|appreciate (it|that|you)|great|perfect|wonderful|excellent|"
    r"awesome|sounds good|got it|received|noted|will do|ok(ay)?|confirmed|works (for me|great)|see you|"
    r"looking forward|"
    r"you.re welcome|no problem|my pleasure|all good|agreed|done|understood|congrat\w*|well done|"
    r"danke|dank(e|es) ?(sehr|schön)?|vielen dank|besten dank|herzlichen dank|passt|perfekt|super|alles klar|"
    r"erhalten|bestätige|in ordnung|gerne|bis (dann|bald|morgen|montag|dienstag|mittwoch|donnerstag|freitag)|"
    r"freue mich|einverstanden|"
    r"merci|parfait|bien reçu|c.est noté|entendu|d.accord|à bientôt|super|gracias|perfecto|recibido|de acuerdo|vale|"
    r"hasta (luego|pronto)|confirmado|grazie|perfetto|ricevuto|d.accordo|obrigad[oa]|perfeito|recebido|"
    r"bedankt|dank je|prima|tack|takk|tak|kiitos|dzięki|dziękuję|děkuji|köszönöm|спасибо|хорошо|ありがとう|了解|"
    r"承知|谢谢|好的|收到|"
    r"감사)\b", re.IGNORECASE)
_ASKS = re.compile(
    r"\?|？|\b(could|can|would|will) you\b|\bplease (send|let|call|give|tell|advise|confirm|find out|share|forward|"
    r"provide|get|review|sign)|\blet me know\b|\bwhat about\b|\bwhen (can|do|are)\b|\bi (need|want|wonder|"
    r"would like)\b|\bbut\b|\bhowever\b|\bcall me\b|"
    r"\b(könn(t)?en sie|kannst du|bitte (senden|schicken|rufen|geben|teilen|um)|aber|pouvez-vous|peux-tu|mais|"
    r"puede(s|n)?|pero|por favor|può|puoi|però|pode|mas)\b", re.IGNORECASE)
_STOP = re.compile(
    r"\b(unsubscribe( me)?\b|(please )?(remove|take) (me|us|my (name|email|e-?mail|address)) (from|off)|"
    r"stop (e-?mailing|writing|contacting|sending|messaging|calling)|(do|please do) not (contact|e-?mail|write|"
    r"call) (me|us)|don.t (contact|e-?mail|write|call) (me|us)|"
    r"(i.?m|i am|we.?re|we are) not interested|not interested(, | in|\.|$)|no(t)? interest(ed)? (at this|in)|"
    r"no longer interested|(we|i).{0,30}decided (not to|against|to go with)|(we|i).{0,20}going with (another|someone|"
    r"a different)|no thank(s| you)\b|leave me alone|opt me out|"
    r"kein interesse|nicht interessiert|bitte (keine|nicht) (weiteren? |mehr )?(mails?|e-?mails?|nachrichten|"
    r"schreiben|anrufe|kontakt)|streichen sie mich|abmelden|"
    r"pas int.ress|plus recevoir|ne (me )?(contactez|écrivez) (plus|pas)|désinscri|no (me|nos) interesa|"
    r"no estoy interesad|no (me )?(escriba|contacte|envíe)|"
    r"non (mi|ci) interessa|non sono interessat|não (tenho|temos) interesse|geen interesse|inte intresserad|"
    r"ikke interesseret)", re.IGNORECASE)
_RECEIPT = re.compile(
    r"^\s*(read|not read|gelesen|ungelesen|lu|non lu|leído|no leído|letto|lido|gelezen|läst|læst|lest|luettu|"
    r"przeczytano|přečteno|прочитано|已读|開封済み|개봉)\s*:|"
    r"^(read receipt|return receipt|lesebestätigung|empfangsbestätigung|confirmation de lecture|accusé de lecture|"
    r"confirmación de lectura|conferma di lettura|開封確認|disposition notification|message read)\b", re.IGNORECASE)
_WAS_READ = re.compile(
    r"(was|has been) (read|displayed|opened|deleted|seen)|wurde (gelesen|angezeigt|am)|a été (lu|affiché|ouvert)|"
    r"(fue|ha sido) leído|è stato letto|foi lid[ao]|return receipt|been displayed|this is a receipt|開封|"
    r"已(被)?阅读", re.IGNORECASE)


def wants_answer(words: str, subject: str) -> bool | None:
    """Return False for words that are no more than thanks or a confirmation; None for all others."""
    del subject
    text = words.strip()
    if not text or len(text) > LONGEST_THANKS or _ASKS.search(text):
        return None
    return False if _THANKS.search(text) else None


def asks_to_stop(words: str) -> bool:
    """Return whether words ask for no more mail, or say no."""
    return _STOP.search(words[:3_000]) is not None


def is_receipt(mail: Mail) -> bool:
    """Return whether a mail is a receipt of reading that is not built as one."""
    return _RECEIPT.match(mail.subject) is not None and _WAS_READ.search(mail.text[:1_500]) is not None
