"""What the commands say while they work: questions, what was done, what would be done."""

from __future__ import annotations

NOTHING_WAS_CHANGED = "Nothing was changed."
LOGGING_IN = "Logging in to {name} ..."
ASK_FOR_THIS_RUN = "Password of {name} (not shown, not kept): "
WOULD_KEEP_IT = "Would put the password of {name} into the keyring. {nothing}"
ASK_UNSEEN = "Password of {name} (not shown): "
KEPT_IN_KEYRING = "The password of {name} is in the keyring. onward account test {name_2} tries it."
WOULD_TAKE_OUT_THE_ACCOUNT = "Would take out the account {name}, and its password. {nothing}"
TAKE_OUT_THE_ACCOUNT = "Take out the account {name}, and its password?"

YOUR_MAIL_ADDRESS = "Your mail address: "
IS_YOUR_MAIL_WITH_GOOGLE = "Is your mail with Google or Microsoft? [g/m, Enter for neither] "
READING_IMAP = "reading (IMAP)"
SENDING_SMTP = "sending (SMTP)"
SERVER_FOR = "Server for {task} [{proposed}]: "
ASK_UNSEEN_OR_LATER = "Password of {name} (not shown; Enter to give it later): "
WOULD_ADD_THIS_ACCOUNT = "Would add this account. {nothing}"

END_THE_TIME_AWAY = "end the time away"
BE_AWAY = "be away from {since}, back on {until}"

NAME_NUMBER_ANYTHING_YOU_KNOW = "{event}. Name, number, anything you know; Enter alone ends."
MET_AT_BOOTH = "{people} met. onward due shows whose clock still runs."
AND_MORE_INDENTED = "  and {what} more"
TIME_LEFT = "{span} left"

BREATH = "t text  m mail  n note or next step  Enter done: "
BREATH_NARROW = "t text m mail n note Enter done: "
BREATH_HELP = "t, m, n, or Enter when you are done; a longer line is logged as the next one."
BREATH_NOTE = "A note, or next: call tue 10am: "
I_SEE_NO_DAY_OR_TIME = "I see no day or time in that. Try: call tue 10am"
NEXT_STEP_AND_WHEN = "Next step, and when: "

ONE_WORD_TOO_MANY = "\"{word}\" is one word too many"
IS_ON_OR_OFF = "argument {flag}: ignored explicit argument {value!r}"
WANTS_A_VALUE = "argument {flag}: expected one argument"
WHICH_SHELL = "the shell: bash, zsh or fish"
NAME_OR_NEXT = "a name and --next say two things"

EVERYBODY_HAS_A_CADENCE_ALREADY = "Everybody has a cadence already. Nothing was changed."
START_THE_CADENCE = "start the cadence {name} for {ids}"
ASK_START_THE_CADENCE = "Start the cadence {name} for {ids}?"

CALL_CHOICES = "r reached, m left a message, n no answer, d declined, q QR code, c copy, Enter later: "
CALL_CHOICES_NARROW = "r reached m message n no answer d declined q QR c copy, Enter later: "
CALL_HELP = "r, m, n, d, q, c, or Enter."
WHAT_WAS_SAID_ENTER_FOR_NOTHING = "What was said? Enter for nothing: "
TAP_TO_DIAL = "tap to dial"
NO_CODE_FITS_THIS_WINDOW = "No code fits this window. The number is above."
THE_CALL_STAYS_DUE_ITS_CARD = "The call stays due; its card waits."

PASTE_THE_MESSAGE_THEN_PRESS_CTRL = "Paste the message, then press Ctrl+D on a line of its own."

ONWARD_COMPLETES_NAMES = "Onward completes names and commands"
AND_ASK_WHETHER_TO_ADD = ", and ask whether to add this line to {start}: {line}"
WOULD_WRITE_AND = "Would write {path}{more}. Nothing was changed."
YOUR_SHELL_NEEDS_THIS_LINE = "Your shell needs this line to find it:\n  {line}"
ADD_IT = "Add it to {start}?"
THE_COMPLETION = "The completion for {shell} is in {path}."
ADD_THIS_LINE_TO_IT_WAS = "Add this line to {start}; it was left as it is:\n  {line}"
A_NEW_COMPLETES_ONWARD_SHOW_TAB = "A new {shell} completes: onward show <Tab>"

LOG_THE_TOUCH = "log the {what} with {name} as {outcome}"

ASK_DRAFT = "{choices}, Enter keeps it: "
THE_DRAFT_IS_KEPT = "The draft is kept."
ASK_LEFT = "{kind} y yes, n no, Enter asks again later: "
IT_WAITS_IN_THE_INBOX = "It waits in the inbox for your word that it left."
TO_LINE = "To: {address}"
SUBJECT_LINE = "Subject: {subject}"

NOBODY_FITS = "Nobody fits \"{words}\"."

FORGET_FOR_GOOD = "Forget {name} for good?"

OVERVIEW_START = "onward: a follow-up inbox. Without a command it opens the inbox."
OVERVIEW_END = (
    "onward COMMAND --help shows what a command takes, with examples.\nonward --version says which Onward "
    "this is.\n\nData goes to standard output, talk to standard error. --json prints a documented "
    "shape,\n--dry-run only shows, --yes does not ask. ONWARD_HOME=DIR keeps everything in one "
    "folder.\n\nExit status: 0 done, 1 something went wrong, 2 not understood, 3 not found, 4 fits "
    "several\nor in doubt, 5 the book, 6 a file, 7 settings or a template, 8 a terminal or answer is "
    "needed."
)

OTHER_ENTRY = "other entry"
OTHER_ENTRIES = "other entries"
AND = " and "
WITH_FROM_THE_PAST = ", with {touches:,} from the past"
AND_MORE = "and {count:,} more"
AND_MORE_LINES = "and {count:,} more lines"
LINE_AT = "line {place}: "
LINE_OF = " (line {place}): {reason}"
SKIPPED = "skipped"
NOT_KEPT = "not kept"
DECIDED_NEW = "; added as somebody new"
DECIDED_SAME = "; filled up"
DECIDED_FILE = "; the file's words win"
DECIDED_LEFT_OUT = "; left alone"

NOTHING_NEW_IN_IT_SO_NOTHING = "Nothing new in it, so nothing was changed."
TAKE_IN = "Take in {what}?"
READING = "Reading {name}"
TAKING_IN = "Taking in"
STOPPED_NOTHING_WAS_TAKEN = "Stopped: nothing was taken in, the book is as it was."
WITHOUT_A_CADENCE = "{waiting} without a cadence yet: onward cadence use keep --all-without gives them one."
NOT_TOGETHER = "--{what} and --{what_2} do not go together"
ONE_TO_SIXTY = "1 to 60"
MAP_WANTS = "--map wants \"Column=field,...\", not \"{each}\""

O_OPEN_THE_MESSAGE = "o open the message"
O_DIAL = "o dial"
O_OPEN_THE_MAIL = "o open the mail"
LEAVING_CHOICES = "y it left, {opened}, q QR code, c copy, e edit"
TAP_TO_OPEN = "tap to open the {kind}"
LEAVING_HELP = "y, o, q, c, e, or Enter."
OPENED_IN = "Opened in {program}."
ONLY_THE_NUMBER_OR_ADDRESS_FITS = "Only the number or address fits this window; c copies the words."
NO_CODE_FITS_THIS_WINDOW_MAKE = "No code fits this window. Make it larger, or copy the words with c."

P_PRINT = ", p print"
YOUR_COMMAND = "your command"
NOTHING_WAS_SENT = "Nothing was sent."

THERE_WAS_NO_LINE_TO_STORE = "There was no line to store."
LINES_IN_DOUBT = "Lines in doubt are kept: onward unfiled settles them."
IN_DOUBT = "in doubt"
WOULD_ADD = "would add"
WOULD_TOUCH = "would touch"

ONE_WAY_ONLY = "only one of --send, --drafts and --eml can be given"
NOTHING_WAS_SENT_THE_DRAFT = "Nothing was sent; the draft is kept."
MAIL_CHOICES = ", s send, d to Drafts, f mail file"
MAIL_FILE_CHOICE = ", f mail file"
ONLY_MAILS_LEAVE_THAT_WAY = "Only mails leave that way."

WOULD_WRITE_THE_MANUAL_PAGE = "Would write the manual page to {path}. Nothing was changed."
THE_MANUAL_PAGE_IS_IN_MAN = "The manual page is in {path}. \"man onward\" shows it; \"onward man\" does so from anywhere."

WHO_AND_WHO_EACH_NAME = "WHO and WHO, each name in quotes"
MERGE_NEXT = (
    "onward merge NUMBER looks at one and makes it one person; onward merge --not NUMBER takes it off "
    "the list."
)
TWO_PEOPLE = "remember that {name} and {other} are two people"

MAIL_SHOWN = "To: {name}\nSubject: {subject}\n\n{body}\n"
NOTHING_WAS_SENT_THE_ISSUE = "Nothing was sent; the issue is kept."

WHAT_AND_WHEN = "WHAT and WHEN"
AGREE_WITH = "agree with {name}: {what}"

PROGRESS = "{what}: {share:.0%} of {total:,}"
NEARLY_DONE = "nearly done"
SECONDS_LEFT = "about {seconds:.0f} s left"
MINUTES_LEFT = "about {what:.0f} min left"

PROMPT_WHO = "Who? Any order, only a name is needed: met Marty Chen @Acme 415 555 0100 hot // son plays golf"
PROMPT_EVENT = "At an event, say it once: at:\"Expo 2026\" #expo. at: alone ends it."
WOULD_STORE = "would store"

DO_AGAIN = "do again: {look}"

LEAD_THE_BOOK_BACK = "Bring the book back to it?"

WOULD_SHELVE = "Would {item}. Nothing was changed."
THE_NUMBER_OF_A_THING = "the number of a thing"
TAKE_OFF_THE_SHELF = "take off the shelf: {title}"

DID_YOU_MEAN = "{typed}: did you mean {what}? y yes, Enter keeps it: "
STORED_AS_TYPED = "Stored as typed: {typed}. Did you mean {meant}?"

PAUSE = "leave {name} alone until resumed"
PAUSE_UNTIL = "leave {name} alone until {when}"
RESUME = "no longer leave {name} alone"
WHAT = "WHAT"
DECIDE = "decide for {name}: {choice}"
FIELD_AND_VALUE = "FIELD and VALUE"
VALUE = "the value, or \"\" for none"
CHANGE = "change {field} of {name} to \"{value}\""
HIDE_UNTIL = "hide {name} until {when}"

A_NUMBER_FROM_1 = "a number from 1"
WOULD_MOVE, MOVE = "would move", "move"
GO_AHEAD = "{told}: go ahead?"
SPREAD_UNCHANGED = "{spread_title} Nothing was changed."

YES_KEY = "y yes  "
NOTHING_IS_OPEN_TODAY = "Nothing is open today."
SWEEP_LEFT = "  did it leave? y yes  n no  Enter later  q stop: "
SWEEP_NOTE = "  a note? Enter passes: "
SWEEP_WHO_ELSE = "Who else? A line each; Enter ends the day."
SOMEBODY_GONE = "somebody gone"

A_FILE_ONWARD_SYNC_EML_FILE = "a file: onward sync --eml FILE..."

A_WORD = "a word"
NO_TAGS = "no tags"
LEAVE_WITH = "leave {name} with {shown}"

WOULD = "Would {text}. Nothing was changed."
WHO_AND = "WHO and {missing}"

CALL_THEM = "call {name} {temperature}"

NO_TEMPLATE_IS_LIKE_THAT_ONWARD = "No template fits that. onward template list shows them all."
WOULD_WRITE = "Would write {path}:"
WRITTEN_CHANGE_IT_AS_YOU_LIKE = "Written: {path}. Change it as you like; onward template check looks it over."
YOU_HAVE_NO_TEMPLATES = "You have no templates of your own in {templates}. onward template new NAME begins one."

TAKE_BACK = "take back: {look}"

NO_LINE_IS_IN_DOUBT = "No line is in doubt."
UNFILED_NEXT = "onward unfiled file NUMBER [LINE] files one, drop NUMBER throws it away."
THROW_AWAY = "throw away \"{line}\""
FILE_LINE = "file \"{what}\""
CHOICE_NUMBER = "a number, "
CHOICE_NEW = "n somebody new, "
ASK_DOUBT = "{choices}{new}the line again, or Enter to decide later: "
