"""What the columns of a table of contacts mean: one table of synonyms in English, German, French and Spanish."""

from __future__ import annotations

import re
import unicodedata

from store.errors import UsageFault
from store.model import EMPTY
from store.records import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


@record
class Column:
    """What one column brings."""

    what: str
    "`field`, `mail`, `phone`, `web`, `address`, `event`, `note`, `tags`, `met`, `key` ...; empty for an unknown one."
    which: str = ""
    "The field, or what keeps several of a kind apart; columns with the same `what` and `which` belong together."
    part: str = "value"
    "`value`, `label`, or a part of an address or organisation."
    label: str = ""
    "The label that the header gives."


UNKNOWN = Column("")

WORDS = {"need": "need", "size": "size", "wanted by": "wanted_by", "country code": "country", "time zone": "zone",
         "temperature": "temperature", "referrer": "referrer_name"}
"""Words of `--map` for fields that no program's header names."""

_FIELDS = {
    "given": "first name|given name|firstname|forename|vorname|prenom|nombre|first",
    "family": (
        "last name|family name|surname|lastname|nachname|familienname|nom|nom de famille|apellido|apellidos|last"
    ),
    "middle": (
        "middle name|additional name|middlename|weitere vornamen|zweiter vorname|deuxieme prenom|segundo nombre"
    ),
    "prefix": "name prefix|prefix|salutation|anrede|honorific prefix|honorific|civilite|tratamiento",
    "suffix": "name suffix|suffix|honorific suffix|namenszusatz|suffixe|sufijo",
    "nickname": "nickname|nick name|spitzname|surnom|apodo",
    "name": (
        "name|full name|fullname|display name|contact name|anzeigename|vollstandiger name|kontaktname|"
        "nom complet|nom affiche|nombre completo|nombre para mostrar|kontakt|person|lead name|contact person|"
        "ansprechpartner|ansprechpartnerin|ansprechperson|personne de contact|persona de contacto"
    ),
    "company": (
        "company|company name|firm|firm name|organization name|organisation name|organization|organisation|account name|"
        "account|firma|firmenname|unternehmen|entreprise|societe|empresa|organizacion|employer|"
        "current company|compania"
    ),
    "title": (
        "job title|position|organization title|role|jobtitle|berufsbezeichnung|stellenbezeichnung|funktion|"
        "fonction|poste|cargo|puesto|current position|designation"
    ),
    "language": "language|sprache|langue|idioma",
    "source": "lead source|source|original source|herkunft",
    "referrer_name": "referred by|referrer|empfohlen von|recommande par|recomendado por|vermittelt durch",
}
_OTHERS = {
    "department": "department|organization department|abteilung|service|departement|departamento",
    "note": (
        "notes|note|comments|comment|description|notizen|notiz|bemerkung|bemerkungen|remarques|commentaires|notas"
    ),
    "birthday": (
        "birthday|birth date|birthdate|date of birth|dob|geburtstag|geburtsdatum|date de naissance|"
        "anniversaire|cumpleanos|fecha de nacimiento"
    ),
    "anniversary": "anniversary|wedding anniversary|jahrestag|hochzeitstag|aniversario",
    "tags": (
        "labels|group membership|categories|category|tags|tag|groups|group|kategorien|kategorie|schlagworte|"
        "etiquettes|categorie|categorias|categoria|etiquetas|libelles"
    ),
    "met": "connected on|connected|connection date",
    "key": "record id|contact id|lead id|uid",
    "birth year": "birth year",
    "birth month": "birth month",
    "birth day": "birth day",
}
_PHONES = {
    "": (
        "phone|phone number|telephone|telephone number|tel|telefon|telefonnummer|telefono|"
        "numero de telephone|primary phone|other phone|phone 1|phone 2|phone 3|haupttelefon|weiteres telefon|"
        "callback|numero de telefono"
    ),
    "mobile": (
        "mobile|mobile phone|mobile number|mobile phone number|cell|cell phone|cellphone|cell phone number|"
        "mobiltelefon|mobil|mobilnummer|handy|handynummer|telephone mobile|tel mobile|mobile perso|portable|"
        "telephone portable|movil|telefono movil|celular|whatsapp|whatsapp number|mobile phone 2"
    ),
    "work": (
        "work phone|business phone|office phone|business phone 2|work number|phone work|telefon geschaftlich|"
        "telefon geschaftlich 2|telefon firma|telephone bureau|telephone professionnel|tel bureau|"
        "telefono del trabajo|telefono trabajo|phone business|direct phone|company main phone|corporate phone"
    ),
    "home": (
        "home phone|home phone 2|home number|phone home|telefon privat|telefon privat 2|telephone domicile|"
        "telephone personnel|tel domicile|telefono particular|telefono casa|telefono de casa"
    ),
    "car": "car phone|autotelefon",
    "pager": "pager|pager number",
    "fax": "fax|fax number|other fax|faxnummer|telecopie",
    "work fax": "business fax|work fax|fax geschaftlich|telecopie bureau",
    "home fax": "home fax|fax privat",
}
_MAILS = {
    "": (
        "email|e mail|mail|email address|e mail address|mail address|emails|primary email|secondary email|"
        "other email|emailadresse|e mail adresse|mailadresse|adresse e mail|adresse email|"
        "adresse de messagerie|courriel|alternate email 1|"
        "alternate email 2|mail 1|mail 2|email id|correo|correo electronico|direccion de correo electronico|"
        "direccion de correo|primary e mail|alternate email|email primary|contact email|"
        "primare e mail adresse|sekundare e mail adresse"
    ),
    "work": "work email|business email|work e mail|company email|email work|email professionnel",
    "home": "home email|personal email|private email|home e mail|email personal",
}
_WEBS = {
    "": (
        "url|website|web page|webpage|website url|web site|web page 1|web page 2|webseite|internetseite|"
        "site web|pagina web|personal website"
    ),
    "homepage": "personal web page|homepage|home page|personliche webseite",
    "work": "business web page|company website",
    "linkedin": (
        "linkedin|linkedin url|linkedin profile|linkedin profile url|person linkedin url|linkedin bio|profile url"
    ),
    "twitter": "twitter|twitter username|twitter handle|x twitter",
    "facebook": "facebook|facebook url",
    "instagram": "instagram",
}
_ADDRESS_PARTS = {
    "street": (
        "street|street address|address|address 1|address line 1|street 1|strasse|rue|calle|direccion|adresse|"
        "anschrift|mailing street"
    ),
    "street 2": "street 2|address 2|address line 2|strasse 2|rue 2|calle 2",
    "street 3": "street 3|address 3|strasse 3|rue 3|calle 3",
    "city": "city|town|ort|stadt|ville|ciudad|locality",
    "region": (
        "state|state region|state province|province|region|county|bundesland|kanton|provincia|"
        "departement region|bundesland kanton|dep region"
    ),
    "code": (
        "zip|zip code|zipcode|postal code|zip postal code|post code|postcode|plz|postleitzahl|code postal|codigo postal"
    ),
    "country": "country|country region|land|pays|pais|land region|pays region|pais o region",
    "box": "po box|postfach|boite postale|address po box|apartado",
}
_ADDRESS_LABELS = {
    "home": "home|privat|domicile|particular|personal",
    "work": "business|work|office|geschaftlich|bureau|trabajo|company",
    "other": "other|weiteres|weitere|autre|otro",
    "": "mailing|primary|postal|billing",
}
_GOOGLE = re.compile(
    r"(E-mail|Phone|Address|Relation|Website|Event|Custom Field|IM|Organization|Org) (\d{1,3}) - (.{1,40})$"
)
_GOOGLE_KINDS = {"E-mail": "mail", "Website": "web", "Custom Field": "custom", "IM": "messenger", "Org": "organization"}
_GOOGLE_PARTS = {
    "type": "label",
    "po box": "box",
    "postal code": "code",
    "extended address": "extended",
    "region": "region",
}
_YAHOO_PHONES = frozenset({"home", "work", "other", "primary"})
_NUMBERED_MAIL = re.compile(r"(?:e ?mail)(?: address| adresse)? ?(\d)(?: address| adresse)?$")


def _spread(table: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield (synonym, meaning) of a table."""
    for meaning, names in table.items():
        for name in names.split("|"):
            yield name, meaning


def _table() -> dict[str, Column]:
    """Return the column of every header known."""
    columns = {name: Column("field", field) for name, field in _spread(_FIELDS)}
    columns.update({name: Column(what) for name, what in _spread(_OTHERS)})
    for what, names in (("phone", _PHONES), ("mail", _MAILS), ("web", _WEBS)):
        columns.update({name: Column(what, name, "value", label) for name, label in _spread(names)})
    for name, part in _spread(_ADDRESS_PARTS):
        columns.setdefault(name, Column("address", "", part))
        for place, label in _spread(_ADDRESS_LABELS):
            for spelling in (f"{place} {name}", f"{name} {place}"):
                columns.setdefault(spelling, Column("address", place, part, label))
    return columns


_COLUMNS = _table()


def plain(header: str) -> str:
    """Return a header in lower case, without accents and punctuation."""
    decomposed = unicodedata.normalize("NFKD", header[:200].casefold().replace("'s", "s"))
    letters = (each if each.isalnum() else " " for each in decomposed if not unicodedata.combining(each))
    return " ".join("".join(letters).split())


def column(header: str) -> Column:
    """Return what a column brings, by its header alone."""
    header = header.strip().strip("\ufeff")
    if match := _GOOGLE.match(header):
        kind = _GOOGLE_KINDS.get(match[1], match[1].lower())
        part = match[3].strip().lower()
        return Column(kind, match[2], _GOOGLE_PARTS.get(part, part))
    name = plain(header)
    if match := _NUMBERED_MAIL.match(name):
        return Column("mail", match[1])
    return _COLUMNS.get(name, UNKNOWN)


def columns(headers: Sequence[str], mapping: Mapping[str, str] = EMPTY) -> list[Column]:
    """Return what the columns of a table bring, words that mean two things told apart by their neighbours.

    `mapping` says what columns mean, by header or number; it has the last word.
    """
    found = _told_apart(headers)
    said = {plain(name): meaning for name, meaning in mapping.items()}
    for index, header in enumerate(headers):
        meaning = said.get(plain(header), said.get(str(index + 1)) if not plain(header).isdigit() else None)
        if meaning is not None:
            found[index] = of_word(meaning, index)
    return found


def of_word(meaning: str, index: int) -> Column:
    """Return the column that a word of `--map` stands for; raises UsageFault(`bad-map`). `keep` and `-` only keep it."""
    word = plain(meaning)
    if word in ("keep", "", "skip", "none"):
        return UNKNOWN
    if word in _FIELDS or word in WORDS:
        return Column("field", WORDS.get(word, word))
    if word in _OTHERS:
        return Column(word)
    known = column(meaning)
    if not known.what:
        raise UsageFault("bad-map", field=meaning, known=sorted({*_FIELDS, *_OTHERS, "phone", "email", "mobile", "website",
                                                                "city", "street", "country", "keep"}))
    if known.what not in ("mail", "phone", "web"):
        return known
    return Column(known.what, known.which or str(index), known.part, known.label)


def _told_apart(headers: Sequence[str]) -> list[Column]:
    """Return what columns bring by their headers and neighbours."""
    found = [column(each) for each in headers]
    names = [plain(each) for each in headers]
    fields = {each.which for each in found if each.what == "field"}
    is_yahoo = {"messenger id", "yahoo phone"} <= set(names)
    for index, name in enumerate(names):
        if is_yahoo and name in _YAHOO_PHONES:
            found[index] = Column("phone", name, "value", "" if name in ("other", "primary") else name)
        if name in ("title", "titel", "titre", "titulo"):
            found[index] = Column("field", "prefix" if "title" in fields else "title")
        elif (name == "nom" and "given" not in fields) or (name == "nombre" and "family" not in fields):
            found[index] = Column("field", "name")
    return found


def are_contacts(found: Sequence[Column]) -> bool:
    """Return whether columns are those of contacts: who, and how to reach them or where they work."""
    kinds = {each.what for each in found}
    fields = {each.which for each in found if each.what == "field"}
    named = bool(fields & {"name", "given", "family"})
    if kinds == {"mail"}:
        return all(each.what for each in found)
    known = sum(1 for each in found if each.what)
    reachable = bool(kinds & {"mail", "phone"})
    return known >= 2 and (
        (reachable and (named or "company" in fields or known >= 3))
        or {"given", "family"} <= fields
        or (named and bool(fields & {"company", "title"}) and known >= 3)
        or (named and "birthday" in kinds)
    )


def kind(headers: Sequence[str]) -> str:
    """Return which program wrote a table with these headers."""
    names = {plain(each) for each in headers}
    if "onward id" in names:
        return "onward-csv"
    if {"first name", "last name", "connected on"} <= names:
        return "linkedin-csv"
    if any(_GOOGLE.match(each.strip()) for each in headers) or {"organization name", "labels", "file as"} <= names:
        return "google-csv"
    if {"display name", "primary email"} <= names:
        return "thunderbird-csv"
    if "e mail address" in names and names & {"given yomi", "business street", "e mail 2 address", "business phone"}:
        return "outlook-csv"
    return "contacts-csv"
