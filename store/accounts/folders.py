"""Which folder of a mailbox is the one of drafts, of sent mail: what the server says (RFC 6154), else its name."""

from __future__ import annotations

from store.records import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NAMES: Mapping[str, tuple[str, ...]] = {
    "drafts": ("drafts", "draft", "entwürfe", "brouillons", "borradores", "bozze", "concepten", "rascunhos", "utkast",
               "kladder", "luonnokset", "wersje robocze", "szkice", "koncepty", "rozepsané", "piszkozatok", "черновики",
               "чернетки", "πρόχειρα", "taslaklar", "下書き", "草稿", "草稿箱", "草稿匣", "임시보관함"),
    "sent": ("sent", "sent items", "sent mail", "sent messages", "gesendet", "gesendete objekte", "gesendete elemente",
             "messages envoyés", "éléments envoyés", "envoyés", "enviados", "elementos enviados", "mensajes enviados",
             "posta inviata", "inviati", "inviata", "verzonden", "verzonden items", "itens enviados", "skickat",
             "skickade objekt", "sendt", "sendte elementer", "lähetetyt", "wysłane", "odeslané", "odeslaná pošta",
             "elküldött", "отправленные", "надіслані", "απεσταλμένα", "gönderilmiş", "gönderilmiş öğeler",
             "送信済み", "已发送", "已傳送", "寄件備份", "보낸편지함"),
    "trash": ("trash", "deleted items", "deleted messages", "bin", "papierkorb", "gelöschte elemente", "corbeille",
              "papelera", "cestino", "prullenbak", "lixeira", "papperskorgen", "kosz", "koš", "корзина"),
    "junk": ("junk", "junk e-mail", "junk email", "spam", "spamverdacht", "unerwünscht", "indésirables", "correo no deseado"),
    "archive": ("archive", "archives", "archiv", "archivo", "archivio", "archief", "all mail"),
}
"Role to the names that mail programs and providers give its folder, lower case."

ATTRIBUTES: Mapping[str, tuple[str, ...]] = {
    "drafts": ("\\drafts",), "sent": ("\\sent", "\\sentmail"), "trash": ("\\trash",), "junk": ("\\junk", "\\spam"),
    "archive": ("\\archive", "\\all", "\\allmail"),
}
"Role to the attributes by which a server marks its folder, lower case; the older ones of XLIST too."

NOT_SELECTABLE = frozenset({"\\noselect", "\\nonexistent"})


@record
class Folder:
    """A folder of a mailbox."""

    name: str
    "Its whole name, in letters."
    flags: tuple[str, ...] = ()
    "Its attributes, as the server spells them."
    delimiter: str = "/"
    "What parts its name into levels; empty for none."


def role_of(role: str) -> str:
    r"""Return a role's own word for any spelling of it (`\Drafts`, `Drafts`, `drafts`)."""
    return role.lstrip("\\").lower()


def for_role(folders: Sequence[Folder], role: str) -> str:
    """Return the name of the folder with a role; empty where there is none.

    What the server marks goes first; then a known name, near the top before deep inside.
    """
    role = role_of(role)
    if role == "inbox":
        return "INBOX"
    usable = [each for each in folders if not NOT_SELECTABLE & {flag.lower() for flag in each.flags}]
    for wanted in ATTRIBUTES.get(role, (f"\\{role}",)):
        for each in usable:
            if wanted in {flag.lower() for flag in each.flags}:
                return each.name
    known = NAMES.get(role, ())
    named = []
    for each in usable:
        levels = each.name.split(each.delimiter) if each.delimiter else [each.name]
        last = _plain(levels[-1])
        if last in known:
            named.append((len(levels), known.index(last), each.name))
    return min(named)[2] if named else ""


def _plain(name: str) -> str:
    """Return a folder's name without differences of case and of how letters are composed."""
    import unicodedata

    return unicodedata.normalize("NFC", name).strip().lower()
