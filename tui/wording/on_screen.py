"""Titles, hints, labels and notices of the screens and of what stands on them."""

from __future__ import annotations

NEXT_STEP = "Next step with {name}"
TAKE_IT = "take it as it is"
ONE_KEY_FOR_HOW_YOUR_WORDS = "one key for how; your words are kept if you go back"
TUE_10AM = "tue 10am"
IN_YOUR_WORDS_OR_NOTHING = "in your words, or nothing"

ONE_KEY_OR_SPACE_AND_WORDS = "one key, or Space and words: fri 10am, in 3 weeks, 12 Dec"
OR_IN_WORDS = "or in words"

FRI_UNTIL_7_DEC = "fri until 7 dec"

CALL = "Call "
DIALLING_DID_NOT_WORK_THE_NUMBER = "Dialling did not work ({error}). The number is above."
CALL_2 = "Call {name}"

WHICH_CADENCE = "Which cadence for {who}?"
NOBODY_IS_WRITTEN = "Nobody is written to by this: it only decides what becomes due."
NONE_NO_RHYTHM_THEY_STAY = "none   no rhythm; they stay in the book"
NONE_ONLY_IN_THE_BOOK = "none, only in the book"
CORRECT_THE_LINE_OR_CHOOSE_BELOW = "correct the line, or choose below with one key"
NO_LINE_IS_IN_DOUBT = "No line is in doubt."
LINE_IN_DOUBT = "Line in doubt, {what} of {waiting}"
SOMEBODY_NEW = "somebody new: {name}"
THROW_IT_AWAY_UNDO_BRINGS = "throw it away; undo brings it back"

TYPE_TO_NARROW_THE_LIST = "type to narrow the list"

COPYING_DID_NOT_WORK = "Copying did not work."
NO_CLIPBOARD_TOOK = "No clipboard could be reached."

NO_LEAVE = "no, leave it"
NOTHING_WAITS_TO_BE_CONFIRMED = "Nothing waits to be confirmed."
NO = "no "
SOMEBODY_GONE = "somebody gone"

A_DRAFT_OF_WHICH_KIND = "A draft of which kind?"
NOTHING_IS_DUE = "Nothing is due. {log} logs a touch all the same."
WHAT_SHALL_BECOME = "What should happen with it?"
THE_REPLY = "The reply"
HOW_DID_THE_CALL_GO = "How did the call go?"
NOT_NOW_UNTIL_WHEN = "Not now: until when?"
NO_ADDRESS = "There is no address or number to copy. {edit} adds one."
COPY_WHICH = "Copy which?"

EDIT = "Edit {name}"
SEVERAL_A_COMMA_BETWEEN_YOUR_WORDS = "several: a comma between; your words are kept if you go back"

HANDED_OVER_ALREADY = "This was handed over already. {sent} says that it left; {back} twice goes back."
KEPT_IT_WAITS_HERE = "Kept. It waits here and in the queue until it leaves."
TEMPLATE = "   template {template}"
KIND_TO = "{kind} to "

ONLY_MAILS_LEAVE_THAT_WAY = "Only mails leave that way."

DID_NOT_WORK_THE_DRAFT = "{name} did not work ({error}). The draft is kept."
LATER_THE_SWEEP_ASKS_AGAIN = "later; the sweep asks again"
YES_LOG = "yes, log it"
NO_KEEP_IT_OPEN = "no, keep it open"

ANOTHER_TEMPLATE = "Another template for this {get}; your words come back with Ctrl+Z"

A_GAP_IS_STILL_OPEN_FILL = "A gap is still open. Fill it, or press the key again to go on all the same."
OPENING_IT_DID_NOT_WORK = "Opening it did not work ({error}). The draft is kept; {copy-draft} copies the words."
KIND_TO_WHOM = "{kind} to {recipient}"
THE_ADDRESS_IS_COPIED = "The address is copied."
THERE_IS_NO_ADDRESS_TO_COPY = "There is no address to copy yet."
THE_EDITOR_DID_NOT_COME_BACK = "The editor did not come back well ({error}). The words here are as before."
BACK_FROM_THE_EDITOR = "Back from the editor. Ctrl+Z brings the words from before back."
THE_DRAFT_IS_KEPT_R_SHOWS = "{words} The draft is kept; {qr} shows it as a QR code."
A_QR_CODE_AND_A_LINK = "a QR code, and a link to tap"
COPY_THE_WORDS = "copy the words"
YOUR_OWN_EDITOR = "your own editor"
KEEP_IT_FOR_LATER = "keep it for later"
KEPT_OPEN = "Kept open."

A_SCREEN_DOWN = "a screen down"
A_SCREEN_UP = "a screen up"

TAKE_IN = "take in"
WHAT_SOMEBODY_HAS_ALREADY_STAYS = "What somebody has already stays. Nobody is written to by this."
NOT_KNOWN = "not known"
EXPO_LEASE = "expo lease"

NOTHING_WAS_IMPORTED = "{failed} ({what}). Nothing was imported."

VCARD_FROM_A_PHONE_CSV_FROM = "vCard from a phone, CSV from Google or LinkedIn. Nothing is written before you say so."
IMPORT_CONTACTS = "Import contacts"
THE_FILE_COULD_NOT_BE_READ = "The file could not be read"
THE_DAYS_COULD_NOT_BE_LOOKED = "The days could not be looked at"
IT_COULD_NOT_BE_TAKEN = "It could not be taken in"
SHOWING = "   showing: {what}"

KEEP_THESE_WORDS_AS_A_TEMPLATE = "Keep these words as a template"
CHANGE_WHATEVER_YOU_LIKE_THE_DRAFT = (
    "Change whatever you like; the draft stays as it is. A file with that name is never overwritten."
)
THANK_YOU_CHECK_IN_OR_EMPTY = "thank-you, check-in ... or empty: only by hand"
ONLY_A_MAIL_HAS_ONE = "only a mail has one"

LOG_A_TOUCH = "Log a touch with {name}"
ONE_KEY_FOR_WHAT_WITH_SHIFT = "one key for what; with Shift it came from them"
WHAT_WAS_SAID = "what was said"

TO_LINE = "To: {name}  {address}"
SUBJECT_LINE = "Subject: {what}"
SENDING_STOPPED_WHO_HAS = "Sending stopped ({name}). Who has it is kept; send it again to go on."
ESC_STOPS_AFTER_THIS_ONE = "Esc stops after this one; who has it is kept."
SENDING_OF = "{sending}: {done} of {total}  {name}"

ON_A_PHONE_TAP_HERE = "on a phone, tap here"
SCAN_IT = "scan it, or "

KEEP_FOR_LATER = "keep for later"
LOG_A_LINE = "Log a line"

HTTPS_EXAMPLE_COM_ARTICLE_LEASE = "https://example.com/article #lease until 31 dec // for owners"

EACH_KEY_STORES_AT_ONCE_AGAIN = "Each key stores at once; again takes it away."
CLOSED_WHY = "Closed, why"
NOT_A_FIT = "not a fit"
TYPE_TO_ADD_TAG_TAKES_AWAY = "{now}   type to add, -tag takes away"
TYPE_TO_ADD_TAG_TAKES_AWAY_2 = "type to add, -tag takes away"

FROM_THEM_2 = " from them"
AS_NOTE = "as note"
THEN_DUE = "then due"
MET_AT_2 = "met at"
BIRTHDAY = "birthday"
IN_THE_BOOK = "{whose}   in the book"
LEAVE_IT_UNFILED_FOR_NOW = "leave it unfiled for now"

NEXT_GAP = "Next gap"

SHOWS_THEM = "  {key} says why"
AND_MORE = "and {left} more"

VIA = "via {via}"

NO_NAME = "no name"
LINE_REASON = "line {line}: {import_reason}"

ONLY_THE_FITS_THIS_WINDOW_COPY = "Only the {what} fits this window. Copy the words, or make the window larger."
NO_CODE_FITS_THIS_WINDOW_MAKE = "No code fits this window. Make it larger, or copy the words."
