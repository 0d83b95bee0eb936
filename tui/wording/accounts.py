"""What is said about accounts: what a provider wants first, how a test went, what is wrong in accounts.toml."""

from __future__ import annotations

from tui.look import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from store.model import Account, AccountTest

HINTS: Mapping[str, str] = {
    "app-password-google": "Google takes no usual password here but an app password: 2-step verification must be on, then make "
                           "one at https://myaccount.google.com/apppasswords (16 letters; spaces do not matter).",
    "app-password-apple": "Apple takes an app-specific password here: sign in at https://account.apple.com, "
                          "Sign-In and Security, App-Specific Passwords.",
    "app-password-fastmail": "Fastmail takes an app password here: Settings, Privacy & Security, App passwords; "
                             "with access to mail.",
    "app-password-yahoo": "Yahoo and AOL take an app password here: Account security, Generate app password.",
    "app-password-other": "This provider may want a password of its own for mail programs; look for \"app password\" "
                          "in its settings.",
    "imap-off-gmx": "Mail programs have to be let in once: on the web, Settings, POP3 & IMAP. With two-factor login an app "
                    "password is needed too.",
    "imap-off-other": "Mail programs have to be let in once: look for \"IMAP\" in the provider's settings on the web.",
    "token-microsoft": "Microsoft takes no passwords for mail any more. A program that fetches an access token, such as "
                       "pizauth, mutt_oauth2 or oama, is given with --token-command.",
    "bridge-proton": "Proton Mail is reached through its Bridge, which must run on this machine. The password is the one "
                     "Bridge shows; export its certificate there and give the file with --authority.",
    "no-imap": "This provider lets no other program at its mail. Drafts still leave by your mail program, "
               "as a file, or by copying.",
    "guessed": "I do not know this provider, so the servers are a guess. If your mail is with Google or Microsoft, say "
               "--provider google-workspace or --provider microsoft-365.",
}
"What is good to know before the first login, by code."

REASONS: Mapping[str, str] = {
    "not-toml": "it is not TOML; look for a missing quote or bracket", "outside-block": "it stands outside of every [block]",
    "not-a-block": "a block begins with a name in brackets, such as [work]", "empty": "it is empty",
    "twice": "an account of that name stands there already", "unknown-name": "no account has anything by that name",
    "holds-password": "no password belongs in this file; take it out. onward account password {name} puts it "
                      "into the keyring", "no-server": "no server is named (imap_host, smtp_host)",
    "not-a-port": "a port is a whole number from 1 to 65535", "not-true-or-false": "it is either true or false",
    "not-a-command": "a command is a text, or a list of texts", "not-text": "it is not text", "too-long": "it is too long",
    "has-controls": "it holds a line break or another control character", "bad-name": "a name has up to 80 letters, no space "
    "around it and no dash in front", "not-a-host": "it is not a host name such as imap.example.com",
    "not-an-address": "it is not a mail address", "not-mail-or-dav": "it is either mail or dav",
    "not-tls-or-starttls": "it is either tls or starttls", "not-a-web-address": "it does not begin with https://",
    "not-encrypted": "it begins with http:// and would send the password for all to read; https:// is needed",
    "password-in-address": "a name or password stands in the address; take it out",
    "no-certificate": "no certificate is in it",
}
"Why a value or a block cannot be used, by code."

NONE = "There is no account yet. Everything else works without one; onward account add you@example.com makes one."
NOTHING_TO_TEST = "This account has no server for mail, so there is nothing to log in to here."

KEPT: Mapping[str, str] = {
    "keyring": "its password is in the keyring", "command": "your command gives the password",
    "later": "onward account password {name} puts its password into the keyring",
    "asked-each-time": "its password is kept nowhere and asked for each time; a password_command in accounts.toml ends that",
}
"Where the password of a new account is, by code."

FIELDS: Mapping[str, str] = {
    "name": "the name", "address": "the mail address", "user": "the login name", "imap_host": "the server for reading (IMAP)",
    "imap_port": "its port", "imap_security": "its encryption", "smtp_host": "the server for sending (SMTP)",
    "smtp_port": "its port", "smtp_security": "its encryption", "drafts_folder": "the folder of drafts",
    "sent_folder": "the folder of sent mail", "keeps_sent": "sent mail is kept by the provider", "dav_url": "the DAV address",
    "password_command": "the password command", "token_command": "the token command",
    "authority": "the certificate file", "default": "the default", "kind": "the kind",
}
"Fields of an account, in words."


def hint(code: str) -> str:
    """Return what is good to know, by code."""
    return HINTS.get(code, "")


def reason(code: str, name: str = "") -> str:
    """Return why something cannot be used, by code; another program's own words stay as they are."""
    return REASONS[code].replace("{name}", clean(name)) if code in REASONS else clean(code)


def servers(account: Account) -> list[str]:
    """Return what is known of an account, a line each."""
    rows = [("name", account.name + (" (the one drafts leave from)" if account.default else "")), ("address", account.address)]
    if account.user and account.user != account.address:
        rows.append(("logs in as", account.user))
    for label, host, port, security in (("reading", account.imap_host, account.imap_port, account.imap_security),
                                        ("sending", account.smtp_host, account.smtp_port, account.smtp_security)):
        if host:
            rows.append((label, f"{host}, port {port}, {'TLS' if security == 'tls' else 'STARTTLS'}"))
    rows += [("drafts in", account.drafts_folder), ("sent in", account.sent_folder), ("DAV", account.dav_url),
             ("trusts also", account.authority), ("password", password_from(account))]
    return [f"{label:<12}{clean(value)}" for label, value in rows if value]


def password_from(account: Account) -> str:
    """Return where an account's password comes from, in words."""
    if account.token_command:
        return "an access token, from your token command"
    return "from your password command" if account.password_command else "from the keyring, else asked for"


def line(account: Account) -> str:
    """Return an account as one line of a list."""
    where = account.imap_host or account.smtp_host or account.dav_url
    mark = "*" if account.default else " "
    name = clean(account.name)
    address = clean(account.address) if account.address != account.name else ""
    return f"{mark} {name:<24}  {'  '.join(each for each in (address, clean(where)) if each)}".rstrip()


def added(account: Account, kept: str) -> str:
    """Return what was added, and where its password is."""
    name = clean(account.name)
    return f"Added {name}; {KEPT[kept].replace('{name}', name)}."


def removed(account: Account, code: str) -> str:
    """Return what was taken out; `code` says why the keyring could not be asked."""
    name = clean(account.name)
    if code == "keyring-absent":
        return f"Took out {name}."
    if code:
        return f"Took out {name}. The keyring could not be asked; if the password is still in it, take it out there."
    return f"Took out {name}, and its password."


def tested(outcome: AccountTest) -> str:
    """Return how one service went, as a sentence."""
    from store.errors import Unavailable
    from tui.wording.errors import sentence

    values = outcome.reason.values
    if not outcome.works:
        return sentence(Unavailable(outcome.reason.code, **dict(values)))
    if outcome.service == "dav":
        from tui.wording.instants import plural

        found = [plural(int(values.get("books", 0)), "address book", "address books"),
                 plural(int(values.get("calendars", 0)), "calendar", "calendars")]
        lack = "" if values.get("tasks") else " It has no room for a task list."
        return f"Address book and calendar work ({clean(str(values.get('host', '')))}): {', '.join(found)}.{lack}"
    where = clean(f"{values.get('host', '')}, port {values.get('port', '')}")
    if outcome.service == "smtp":
        return f"Sending works ({where}); nothing was sent."
    found = [f"{clean(str(values[role]))} for {words}" for role, words in (("drafts", "drafts"), ("sent", "sent mail"))
             if values.get(role)]
    folders = f" It has {' and '.join(found)}." if found else ""
    missing = [each for each, role in (("drafts", "drafts"), ("sent mail", "sent")) if not values.get(role)]
    lack = f" No folder for {' and '.join(missing)} was found; name one in accounts.toml." if missing else ""
    return f"Reading works ({where}).{folders}{lack}"


def all_hints(codes: Sequence[str]) -> list[str]:
    """Return what is good to know, a paragraph a code."""
    return [words for each in codes if (words := hint(each))]
