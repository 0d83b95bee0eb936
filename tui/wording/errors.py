"""Every error as a sentence: what happened, what was kept, what to do; from its code and values."""

from __future__ import annotations

from store.errors import OnwardError
from tui.look import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    # The command and its words.
    "unknown-command": "There is no command called \"{command}\".{hint} onward --help lists them all.",
    "unknown-flag": "onward {command} does not know {flag}.{hint} onward {command} --help lists what it takes.",
    "unknown-action": "onward {command} does not know \"{action}\".{hint} onward {command} --help lists what it takes.",
    "missing-words": "onward {command} still needs {missing}. onward {command} --help shows an example.",
    "bad-usage": "onward {command} could not use that: {reason}. onward {command} --help shows an example.",
    "no-date": "I cannot see a day or time in \"{words}\". Nothing was changed. Try tomorrow, fri 10am, "
               "in 3 days or 12 Dec.",
    "empty-line": "The line is empty, so nothing was stored. A name is enough: onward log met Marty Chen",
    "empty-name": "No name was given, so nothing was changed. A part of one is enough.",
    "bad-value": "\"{value}\" does not fit {field}.{allowed} Nothing was changed.",
    "bad-field": "There is nothing called \"{field}\" to change. Nothing was changed.",
    "bad-now": "ONWARD_NOW is \"{value}\", which is not a point in time. Write it like "
               "2026-11-24T09:12:00-08:00, or unset it.",
    "bad-instant": "\"{value}\" is not a point in time. Write it like 2026-11-24T09:12:00-08:00.",
    "no-such-outcome": "\"{words}\" is not an outcome.{hint} Use one of: {known}. Nothing was changed.",
    "nobody-named": "Nobody was named, so nothing was changed. Give a name, or --all-without.",
    "needs-decision": "What is due with {name} is a question, and needs an answer first. Nothing was changed. "
                      "Answer it with onward decide {name} keep (or slow, nurture, close), or with Enter on its row in "
                      "onward; or set the next step: onward next {name} call tue 10am",
    "draft-not-open": "That draft is {state} already. Nothing was changed.",
    # People and things by name.
    "no-such-contact": "I know nobody called \"{words}\". Nothing was changed. onward find {words} looks wider; "
                       "onward log met NAME adds somebody.",
    "several-contacts": "\"{words}\" fits {count}, so nothing was changed: {candidates}. "
                        "Say more of the name, or give a mail address or number.",
    "gone": "That is not in the book any more; it was taken away meanwhile. Nothing was changed.",
    "nothing-to-undo": "There is nothing to take back.",
    "nothing-to-redo": "There is nothing to do again.",
    "undo-conflict": "That cannot be taken back any more{about}: it was changed again since, perhaps by another window "
                     "or a sync. Everything stays as it is.",
    "redo-conflict": "That cannot be done again any more{about}: it was changed since, perhaps by another window "
                     "or a sync. Everything stays as it is.",
    "nothing-due": "Nothing is due with {name}. Nothing was changed. onward log called {name} logs a "
                   "touch all the same.",
    "no-owed-reply": "No reply is owed to {name}. Nothing was changed.",
    "not-paused": "{name} is not paused. Nothing was changed.",
    "no-such-cadence": "There is no cadence called \"{name}\".{hint} onward cadence list shows them. "
                       "Nothing was changed.",
    "no-such-template": "There is no template called \"{name}\".{hint} Nothing was changed.",
    "no-such-draft": "That draft is gone: it was sent or put away meanwhile.",
    "no-such-line": "No line in doubt has that number. onward unfiled lists them. Nothing was changed.",
    "same-person": "Both are {name}, so there is nothing to merge. Nothing was changed.",
    "no-such-pair": "No likely pair has the number {number}. onward merge lists them. Nothing was changed.",
    "which-two": "I cannot tell which two people \"{words}\" names. Put each name in quotes. Nothing was changed.",
    "no-such-split": "There is no list called \"{split}\".{hint} Use one of: {known}.",
    "empty-shelf-line": "Nothing was named, so nothing was put on the shelf. An address or a title is enough: "
                        "onward shelf add https://example.com/article tag:lease",
    "no-such-shelf-item": "Nothing on the shelf has the number \"{number}\". onward shelf lists it. Nothing was changed.",
    "away-backwards": "The day of return ({until}) does not lie after the first day ({since}). Nothing was changed.",
    "away-too-long": "That would be {days} days away, which looks like a slip. Nothing was changed.",
    "not-away": "You are not away, and no time away is planned. Nothing was changed.",
    "nothing-to-spread": "Nothing needs to move any more. Nothing was changed.",
    "no-proposal": "Nothing is suggested for {name}. Nothing was changed.",
    # The book.
    "no-book": "There is no book in {path}. Nothing was made.",
    "cannot-write": "{path} cannot be written. Nothing was changed. Check who owns the folder and whether the disk may "
                    "be written, or set ONWARD_HOME to another folder.",
    "cannot-read": "{path} cannot be read{because}. Nothing was changed.",
    "disk-full": "The disk with {path} is full. The last entry was not stored; everything before it is safe. "
                 "Make some room and try again.",
    "disk-fault": "The disk would not do it for {path}{because}. The last entry was not stored; "
                  "everything before it is safe.",
    "not-a-book": "{path} is not a book of Onward, or it is damaged. It was left exactly as it is. "
                  "Put a copy from a backup in its place, or set ONWARD_HOME to another folder.",
    "newer-book": "The book in {path} was written by a newer Onward. It was left exactly as it is; "
                  "please update this one.",
    "no-migration": "This Onward does not know how to bring the book up to date from version {found}. "
                    "It was left exactly as it is.",
    "book-locked": "Another Onward is writing to the book just now{who}. Nothing was changed; please try "
                   "again in a moment.",
    "no-idle": "The server of {name} cannot tell of new mail by itself. Nothing was changed; [sync] every = \"15 min\" in "
               "settings.toml looks on a timer.",
    "sync-runs": "Another Onward is looking into {name} just now{who}. Nothing was changed; what it finds is in the book "
                 "as soon as it is stored.",
    "bad-document": "One entry of the book ({table} {id}) cannot be read{because}. It was left as it is.",
    "damaged-book": "A part of the book in {path} was damaged. What is sound was kept ({kept} entries); "
                    "the damaged part is set aside{aside}.",
    "damaged-journal": "A part of the journal {path} was damaged. What is sound was kept; "
                       "the damaged part is set aside{aside}.",
    "edited-by-hand": "{path} was edited by hand. The changes are taken over.",
    "book-cut-short": "The end of the book in {path} is missing. What is there was kept ({kept} entries){aside}.",
    "journal-missing": "The journal {path} is missing. The book itself is whole ({kept} entries); "
                       "what was done before cannot be taken back.",
    "journal-gap": "A part of the journal {path} is missing. What is there was kept ({kept} entries).",
    "conflicted-copy": "Beside the book lies a conflicted copy: {path}. It was left alone and is not read; "
                       "{kept} is the book.",
    "torn-unit": "The last entry had not been written whole when the machine stopped, and was set aside{aside}. "
                 "Everything before it is safe.",
    "book-closed": "The book was closed already. Nothing was changed.",
    "odd-document": "That could not be stored{because}. Nothing was changed.",
    "no-backup": "There is no backup yet. onward backup makes one.",
    "backup-failed": "The backup {path} could not be made{because}. The book itself is unchanged.",
    "bad-backup": "{path} is not a whole backup of Onward{because}. Nothing was changed.",
    "not-empty": "The folder {path} is not empty and was left alone. Choose one that is new or empty.",
    # Files from outside.
    "missing-file": "There is no file {path}. Nothing was changed.",
    "not-contacts": "{path} does not look like contacts{seems}. Nothing was changed. Onward reads vCard and CSV files of contacts, "
                    "zips and folders of them, Monica's export, mail and calendar files.",
    "bad-map": "A column cannot be \"{field}\". Nothing was changed. It can be one of: {known}.",
    "file-exists": "{path} is there already and was left alone. Choose another name, or say --yes to replace it.",
    "nobody-to-export": "Nobody in the book is meant by that, so nothing was written. onward find shows who there is.",
    "no-such-form": "There is no form called \"{form}\".{hint} Use one of: {known}. Nothing was written.",
    "no-form": "The name {path} does not say which form it should have. Add --format and one of: {known}. Nothing was written.",
    "two-forms": "--json and --format {form} say two things. Nothing was written; keep one of them.",
    "no-folder-form": "Only vCard and Markdown go into a folder as a file a person. Nothing was written; name a file instead.",
    "file-and-folder": "A file and a folder were named. Nothing was written; keep one of them.",
    "whose-history": "A history is one person's: say --who, or --folder for a file a person. Nothing was written.",
    "file-unwritable": "{path} cannot be written{because}. The book is unchanged.",
    "folder-not-empty": "The folder {path} is not empty and was left alone. Choose one that is new or empty.",
    # Settings, cadences, templates, themes.
    "bad-settings": "{path}{line}: {reason}. Nothing was changed; correct the file and try again.",
    "bad-cadence": "The cadence {path}{line} cannot be used: {reason}. The others go on.",
    "bad-template": "The template {path}{line} cannot be used: {reason}. Nothing was changed; correct "
                    "it, or choose another.",
    "unknown-gap": "The template {path}{line} has a gap that I do not know: {gap}.{hint} Nothing was changed. "
                   "I know: {known}.",
    "bad-template-name": "\"{name}\" cannot be the name of a template. Nothing was written. Use letters, digits and hyphens, "
                         "such as my-thank-you.",
    "template-exists": "There is a template {name} of yours already, in {path}. It was left alone; choose another name, or "
                       "edit that one.",
    "bad-theme": "The theme {path}{line} cannot be used: {reason}. The others go on.",
    "no-such-key-action": "The settings give a key to \"{action}\", which is nothing that Onward does. "
                          "The usual keys hold.",
    "bad-setting": "That cannot be the {name}: {reason}. Nothing was changed.",
    "settings-layout": "The settings ({path}) say {section}.{name} in a way that only you can change. Nothing was changed.",
    "no-such-preset": "The settings choose the keys \"{preset}\"; there are {known}. The usual keys hold.",
    "key-taken": "The settings give the key {key} twice: to {first} and to {second}. The usual keys hold.",
    # Accounts, passwords, and the user's own servers.
    "no-account": "There is no account yet. Nothing was sent or changed. onward account add you@example.com makes one.",
    "no-such-account": "There is no account called \"{name}\".{hint} onward account list shows them. Nothing was changed.",
    "account-exists": "There is an account called \"{name}\" already. Nothing was changed. Choose another --name, "
                      "or say --yes to replace it.",
    "has-command": "A command of yours gives the password of {name}, so the keyring is not asked. Nothing was changed. "
                   "Take the command out of accounts.toml first.",
    "no-password-given": "No password was given for {name}. Nothing was changed. Type it when asked, or give it as the "
                         "first line of standard input.",
    "bad-account": "{path}{line}: the account {name} cannot be used{part}: {reason}.{hint} The others go on.",
    "bad-accounts": "{path} cannot be read{because}. Nothing was changed; correct the file and try again.",
    "bad-account-value": "{shown}{field} cannot be used: {reason}. Nothing was changed.",
    "no-password": "There is no password for {name} in the keyring. Nothing was sent or changed. "
                   "onward account password {name} puts it there.",
    "keyring-locked": "The keyring is locked, so the password of {name} is out of reach. Nothing was changed. "
                      "Unlock it (logging in to the desktop does) and try again, or set a password_command.",
    "keyring-absent": "No keyring answers here, so the password of {name} can neither be kept nor read. "
                      "Nothing was changed. It is asked for when it is needed; a password_command in accounts.toml ends that.",
    "keyring-silent": "The keyring gives no answer; perhaps it waits in a window for its own password. Nothing was changed. "
                      "Answer it there and try again.",
    "keyring-broken": "The keyring cannot be asked for the password of {name}{because}. Nothing was changed. "
                      "A password_command works without it.",
    "keyring-unsafe": "The keyring here keeps nothing safely, so the password of {name} was not given to it. "
                      "Nothing was changed. Install your desktop's keyring, or set a password_command.",
    "password-command-missing": "The password command of {name} cannot be started. Nothing was changed. "
                                "Correct password_command in accounts.toml.",
    "password-command-failed": "The password command of {name} ended with status {status}. Nothing was changed. "
                               "Run it by hand to see why.",
    "password-command-silent": "The password command of {name} gave no answer in {seconds} seconds and was ended. "
                               "Nothing was changed. Run it by hand; it must not ask on the terminal.",
    "password-command-empty": "The password command of {name} printed no password. Nothing was changed. "
                              "Run it by hand to see why.",
    "token-command-missing": "The token command of {name} cannot be started. Nothing was changed. "
                             "Correct token_command in accounts.toml.",
    "token-command-failed": "The token command of {name} ended with status {status}. Nothing was changed. "
                            "Run it by hand to see why; perhaps you have to log in again.",
    "token-command-silent": "The token command of {name} gave no answer in {seconds} seconds and was ended. "
                            "Nothing was changed. Run it by hand; it must not ask on the terminal.",
    "token-command-empty": "The token command of {name} printed no token. Nothing was changed. Run it by hand to see why.",
    "authority-unusable": "The certificate file {path} of {name} cannot be used{because}. Nothing was sent. "
                          "Correct authority in accounts.toml.",
    "no-such-service": "The account {name} has no server for {task}. Nothing was sent. Name one in accounts.toml.",
    "host-unknown": "No server called {host} was found for {task}. Nothing was sent. Check the name, and that you are online.",
    "connection-refused": "{host} takes no connection on port {port} for {task}. Nothing was sent. "
                          "Check host and port in accounts.toml.",
    "server-silent": "{host} (port {port}) gave no answer in time. Nothing was sent. Check host and port, or try again later.",
    "no-network": "{host} cannot be reached from here. Nothing was sent. Check that you are online and try again.",
    "certificate-untrusted": "{host} shows a certificate that nobody you trust has signed, so nothing was said to it, the "
                             "password least of all. If it is your own server, name its authority in accounts.toml.",
    "certificate-other-host": "The certificate that {host} shows is for another name, so nothing was said to it, the password "
                              "least of all. Check the host in accounts.toml; your provider's help page has the right one.",
    "certificate-expired": "The certificate that {host} shows does not hold today, so nothing was said to it. Check this "
                           "machine's date; else tell whoever runs the server.",
    "certificate-bad": "The certificate that {host} shows cannot be trusted{because}, so nothing was said to it, "
                       "the password least of all.",
    "not-encrypted-there": "{host} does not speak TLS on port {port}, so no password was sent. Check the port; perhaps its "
                           "security is starttls.",
    "tls-failed": "No encryption came about with {host}{because}, so no password was sent. Check host and port.",
    "no-starttls": "{host} offers no encryption on port {port}, so no password was sent. Check the port; "
                   "993 and 465 are the usual ones, with tls.",
    "login-refused": "{host} refused the login of {name}.{saying} Nothing was sent. Check the login name and the password; "
                     "many providers want an app password here. onward account password {name} sets it.",
    "app-password-needed": "{host} wants an app password for {name}, not the usual one.{saying} Nothing was sent. Make one in "
                           "your provider's security settings; onward account password {name} keeps it.",
    "token-needed": "{host} takes no passwords for {name}.{saying} Nothing was sent. A program that fetches an access token is "
                    "needed; name it as token_command in accounts.toml.",
    "login-not-offered": "{host} does not offer the login that {name} needs ({way}). Nothing was sent.",
    "server-busy": "{host} cannot do it just now.{saying} Nothing was sent. Try again in a while.",
    "server-gone": "The connection to {host} broke off{because}. Nothing was sent. Try again in a moment.",
    "server-odd": "{host} (port {port}) answers what no mail server would{because}. Nothing was sent. Check host and port.",
    "server-refused": "{host} refused it.{saying} Nothing was changed there.",
    # Address books and calendars.
    "dav-elsewhere": "{host} sends us on to another server ({where}), which was not asked. If you trust it, give that address to "
                     "the account as dav_url.",
    "dav-nothing-found": "No address book and no calendar was found at {url}. Give the address of the server, of your user or of "
                         "the address book itself.",
    "dav-not-there": "What Onward kept in step on the server is no longer there. Nothing was changed here; the next sync looks "
                     "for it anew.",
    "dav-refused": "{host} refused it.{saying} Nothing was lost; the next sync tries again.",
    "dav-full": "{host} has no more room. Nothing was lost here; make some there and sync again.",
    "dav-odd": "{host} (port {port}) answers what no address book or calendar server would{because}. Nothing was changed. "
               "Check the address.",
    "dav-too-long": "{host} sent more than anybody has cards. Nothing was changed.",
    "dav-conflict": "Somebody else changed the same thing on the server just now. The next sync tries again.",
    "unsafe-value": "Something with a line break in it was not given to {host}. Nothing was sent.",
    "no-such-folder": "There is no folder \"{folder}\" in the mailbox of {name}. Nothing was changed there.",
    "sender-refused": "{host} takes no mail from {address}{because}. Nothing was sent; the draft is kept.",
    "bad-mail-address": "\"{address}\" is not a mail address. Nothing was sent; the draft is kept.",
    "address-not-ascii": "{host} cannot send to addresses such as {address}. Nothing was sent; the draft is kept.",
    # Mail that leaves.
    "no-sender": "The account {name} has no mail address to send from. Nothing was sent; the draft is kept. "
                 "Name one as address in accounts.toml.",
    "recipient-refused": "{host} takes no mail for {address}{because}. Nothing was sent; the draft is kept. "
                         "Check the address.",
    "mail-refused": "{host} refused the mail{because}. Nothing was sent; the draft is kept.",
    "perhaps-sent": "The line to {host} broke just as the mail went over, so nobody knows whether it left. Look into your "
                    "Sent folder before you send again; the sweep asks about it.",
    "perhaps-sent-before": "The mail to {name} was being sent when the line or Onward ended, so it may be out. Look into your "
                           "Sent folder, then say whether it left: onward sweep.",
    "no-drafts-folder": "The mailbox of {name} has no folder for drafts that I know. The draft is kept here. "
                        "Name one as drafts_folder in accounts.toml.",
    "no-sent-folder": "The mailbox of {name} has no folder of sent mail that I know. Name one as sent_folder in accounts.toml.",
    "no-newsletter": "No issue of the newsletter is open. onward newsletter new begins one.",
    "newsletter-open": "An issue is open already. onward newsletter edit goes on with it; onward newsletter drop puts it away.",
    "newsletter-unready": "The issue still has a place to fill in, or no subject. Nothing was sent. "
                          "onward newsletter edit opens it.",
    "newsletter-stopped": "The newsletter stopped before {name}: {cause} Sent to {sent}, {left} still to come; "
                          "nobody gets it twice. Sending it again goes on from there.",
    "bad-mail": "No mail could be made of this{because}. The draft is kept.",
    "no-such-way": "There is no way out called \"{name}\". Nothing was changed. Use one of: {known}.",
    "way-does-not-take": "{way} does not take a {kind}. Nothing was changed.",
    # What is not there.
    "calendar-unreachable": "The calendar at {host} cannot be reached{because}. Its last copy is still used. Check that "
                            "you are online and try again.",
    "calendar-silent": "The calendar at {host} did not come in time. Its last copy is still used; try again later.",
    "calendar-refused": "{host} does not let Onward read the calendar (status {status}). Its last copy is still used. "
                        "Take a new address for it from your calendar's settings.",
    "calendar-gone": "There is no calendar any more at that address of {host}. Its last copy is still used. Take a new address "
                     "for it from your calendar's settings.",
    "calendar-failed": "{host} could not give the calendar (status {status}). Its last copy is still used; try again later.",
    "calendar-redirect": "{host} sends on to an address that is not safe, so it was not followed. The calendar's last copy is "
                         "still used.",
    "calendar-untrusted": "{host} shows a certificate that cannot be trusted{because}, so the calendar was not fetched. Its "
                          "last copy is still used. If it is your own server, name its authority under [calendar].",
    "calendar-too-big": "The calendar at {host} is larger than {most} MB and was not taken. Its last copy is still used.",
    "calendar-odd": "What {host} gave is not a calendar; perhaps a page to log in. The last copy is still used. Check the address "
                    "under [calendar] in settings.toml.",
    "calendar-cut": "The calendar at {host} broke off in the middle and was not taken. Its last copy is still used; try again.",
    "calendar-missing": "The calendar {name} is not there. The others were read. Correct sources under [calendar] in "
                        "settings.toml.",
    "no-such-meeting": "That meeting is not in the calendar any more. Nothing was changed.",
    "nobody-known": "Nobody at that meeting is in your book. Nothing was changed. Add them with it, or log a line: "
                    "onward log met NAME",
    "no-terminal": "The inbox needs a terminal, and this is not one. onward due prints the same list; "
                   "onward log adds to it.",
    "needs-answer": "This would ask first, and nobody is there to answer. Nothing was changed. "
                    "Add --yes to go ahead, or --dry-run to look.",
    "no-address": "There is no {channel} to send this to yet. The draft is kept.",
    "bad-address": "\"{address}\" cannot be used as a {channel}. The draft is kept; correct it first.",
    "bad-link": "That is not a link that Onward opens. The draft is kept.",
    "no-mail-program": "No mail program opened{because}. The draft is kept: copy it, or show its QR code to the phone.",
    "no-message-program": "No message program opened{because}. The draft is kept: copy it, or show its QR code to "
                          "the phone.",
    "no-call-program": "Nothing here dials{because}. The number stands beside the draft; its QR code brings it to the phone.",
    "no-browser": "No browser opened{because}.",
    "no-notification": "No notification can be shown{because}.",
    "no-page-program": "No program opened the page{because}. It lies in {path}, ready to print from any browser.",
    "not-on-paper": "A {kind} is not printed. The draft is kept; notes, cards and letters are.",
    "not-a-call": "That draft is a {kind}, not a call.",
    "no-such-command": "The settings have no command called \"{name}\" under [ways.commands].{hint} The draft is kept.",
    "command-missing": "{name} could not run: there is no program {program} here. Nothing was sent; the draft is kept.",
    "command-failed": "{name} did not send it{because}. The draft is kept.",
    "no-clipboard": "No clipboard took it. The draft is kept; its QR code brings it to the phone.",
    "no-editor": "No editor can be run here{editor}. The draft is kept; set EDITOR to one.",
    "editor-failed": "The editor{editor} did not end well{because}. The words are as before.",
    "no-app": "The full screen is not part of this installation. The commands work; onward --help lists them.",
    "no-link": "No program opens a {kind}. The draft is kept; copy the words instead.",
}
"Code to sentence; `{because}` is ` (reason)` where there is a reason."

REASONS: Mapping[str, str] = {
    "no-display": "there is no desktop here", "no-handler": "none is set up", "no-opener": "xdg-open is missing",
    "no-command": "the command of your settings was not found",
    "no-notifier": "there is no {command} here", "not-in-terminal": "this is not a terminal", "failed": "it failed",
    "unreadable": "the file cannot be read", "too-long": "it is too long", "not-text": "it is not text in UTF-8",
    "no-head": "the lines at the top (kinds, subject) are missing", "unknown-key": "\"{word}\" is not a line that can stand at the top",
    "twice": "\"{word}\" stands there twice", "unknown-kind": "\"{word}\" is not a kind of touch",
    "unknown-stage": "\"{word}\" is not a stage", "no-words": "there are no words in it",
    "no-subject": "a mail needs a subject", "open-bracket": "[[ is never closed by ]]",
    "stray-bracket": "]] closes nothing", "bad-gap": "\"{word}\" is not a gap",
}
"Codes of reasons that come inside an error."

ACCOUNT_CODES = frozenset({"bad-account", "bad-account-value", "bad-accounts", "authority-unusable"})
"Codes whose reasons are worded with the accounts."

CHANNELS: Mapping[str, str] = {
    "email": "mail address", "phone": "number", "post": "postal address", "web": "profile address",
}

LONGEST = 120
"Characters of one value that a sentence shows."

GENERAL = "That did not work ({code}). Nothing was lost. onward --help lists the commands."


class _Values(dict[str, str]):
    """Values made safe to show; a missing one leaves nothing."""

    def __missing__(self, name: str) -> str:
        return ""


FILE_KINDS = {
    "empty": "it is empty", "png": "it is a picture", "jpeg": "it is a picture", "gif": "it is a picture",
    "picture": "it is a picture", "sound": "it is a recording", "video": "it is a film", "pdf": "it is a PDF",
    "office": "it is a document of an office program", "zip": "no file in it is one of contacts",
    "spreadsheet": "it is a spreadsheet, which its program can save as CSV", "gzip": "it is packed; unpack it first",
    "archive": "it is an archive; unpack it first", "program": "it is a program", "database": "it is a database",
    "outlook": "it is Outlook's own file, from which Outlook can export CSV", "html": "it is a web page",
    "table": "it is a table, but no column is a name with a mail address or number; --map says what columns mean",
    "text": "it is plain text", "binary": "it is not text", "folder": "no file in it is one of contacts",
    "json": "it is JSON of some other kind", "xml": "it is XML of some other kind",
}
"What a file is that is no file of contacts."


def sentence(error: OnwardError) -> str:
    """Return what to tell the user about an error; every code of the store and the front ends has one here."""
    values = _Values({name: _shown(name, value) for name, value in error.values.items()})
    values["code"] = clean(error.code)
    reason = str(error.values.get("reason") or "")
    if error.code == "bad-cadence":
        from tui.wording.cadences import fault_reason

        values["reason"] = fault_reason(reason, values)
    elif error.code in ACCOUNT_CODES:
        from tui.wording import accounts

        values["reason"] = accounts.reason(reason, str(error.values.get("name", "")))
        if error.code == "bad-account-value":
            values["field"] = accounts.FIELDS.get(str(error.values.get("field")), values["field"])
        values["shown"] = f"\"{values['value']}\" as " if error.values.get("value") else ""
        values["part"] = f" ({values['field']})" if error.values.get("field") else ""
    elif reason in REASONS:
        values["reason"] = REASONS[reason].format_map(values)
    values["seems"] = f": {FILE_KINDS[str(error.values['kind'])]}" if error.values.get("kind") in FILE_KINDS else ""
    values["because"] = f" ({values['reason']})" if reason else ""
    values["task"] = {"imap": "reading mail", "smtp": "sending mail", "dav": "address book and calendar"}.get(str(error.values.get("service")), "that")
    if error.values.get("said"):
        values["saying"] = f" It says: {values['said']}."
    if error.values.get("names"):
        values["about"] = f" ({values['names']})"
    if error.values.get("aside"):
        values["aside"] = f" in {values['aside']}"
    if error.values.get("editor"):
        values["editor"] = f" ({values['editor']})"
    if error.values.get("holder"):
        values["who"] = f" (process {values['holder']})"
    fault = error.values.get("fault")
    if isinstance(fault, OnwardError):
        values["cause"] = sentence(fault)
    if error.values.get("allowed"):
        values["allowed"] = f" Use one of: {values['allowed']}."
    if "candidates" in error.values:
        values["count"] = _count(error.values["candidates"])
    said = " ".join(SENTENCES.get(error.code, GENERAL).format_map(values).split())
    return said.replace("Nothing was sent.", "Nothing was lost.") if error.values.get("service") == "dav" else said


def _count(candidates: object) -> str:
    """Return how many contacts fit, in words."""
    size = len(candidates) if isinstance(candidates, (list, tuple)) else 0
    return f"{size} people" if size > 1 else "several people"


def _shown(name: str, value: object) -> str:
    """Return one value as it stands in a sentence."""
    if name == "line":
        return f", line {value}" if value else ""
    if name == "hint":
        return f" Did you mean {clean(str(value))}?" if value else ""
    if name == "channel":
        return CHANNELS.get(str(value), "address")
    if isinstance(value, (list, tuple)):
        return _listed([_person(each) for each in value], 40 if name in ("known", "allowed") else 8)
    text = clean(str(value)).rstrip("." if name == "reason" else "")
    return text if len(text) <= LONGEST or name in ("path", "kept", "aside") else text[:LONGEST] + "..."


def _person(candidate: object) -> str:
    """Return a candidate with what tells it apart: `Marty Chen (Acme)`."""
    name = clean(str(getattr(candidate, "name", candidate)))
    company = clean(str(getattr(candidate, "company", "")))
    return f"{name} ({company})" if company else name


def _listed(words: list[str], most: int) -> str:
    """Return words joined by commas; after `most` of them, how many more there are."""
    if len(words) <= most:
        return ", ".join(words)
    return ", ".join(words[:most]) + f" and {len(words) - most} more"
