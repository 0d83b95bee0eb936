"""What is said in the first minute: the three ways in, the tour, the few questions about the user, and the themes."""

from __future__ import annotations

WHICH_THEME = "Which theme?"
THEME_HINT = "The arrows try one on. Enter keeps it, Esc takes it off again."
THEME_KEPT = "Onward looks like this from now on: {name}."
THEMES = {
    "auto": "as light or dark as the terminal",
    "onward-dark": "calm and dark",
    "onward-light": "calm and light",
    "onward-contrast": "black, white and three strong colours",
    "onward-distinct": "blue, orange, yellow; red and green are not needed",
    "onward-harbour": "a harbour at night",
    "onward-orchard": "an orchard in autumn",
    "onward-ember": "the glow of an old terminal",
    "onward-sixteen": "for terminals of sixteen colours",
}


def theme(name: str) -> str:
    """Return a theme's name, with what it looks like where Onward brought it."""
    told = THEMES.get(name, "")
    return f"{name}   {told}" if told else name


ASK_NAME = "What name goes under what you write?"
ASK_COUNTRY = "Which country are your numbers in?"
ASK_HOURS = "From when to when do you make calls?"
HINTS = {
    "name": "Enter keeps it, Esc leaves it out.",
    "country": "Two letters, such as US, GB or DE. Numbers without a + are read as numbers from there.",
    "hours": "Outside of these a call waits below the rest. Their own clock counts where they are.",
}
HOURS_NOTICE = ("Calls wait below until {opens}: you work from {opens} to {closes}, as far as Onward knows. "
                "{key} and \"hours\" changes that.")
SETTING_KEPT = "Kept in your settings: {told}."

DEMO_OPENING = "Setting up a made-up book ..."
DEMO_FAILED = "The made-up book could not be opened. Your own is as it was."
DEMO_BACK = "Back in your own book. Nothing of the demo came along."
TOUR_DONE = "That was the tour. Look around as long as you like; {quit} ends the demo."
TOUR_LEFT = "The tour is over. {quit} ends the demo, {help} shows all keys."
TOUR_STEPS = (
    ("moved", "{down} and {up} walk the list. The line under it, or the card beside it, says why somebody is due."),
    ("draft", "{draft} opens the words to send, filled from what is known. Nothing leaves by itself; {back} comes back."),
    ("done", "{done} says it is done. The row goes, the next one is under the cursor."),
    ("undo", "{undo} takes that back. Everything can be taken back."),
    ("snooze", "{snooze} and then t: not today, tomorrow."),
    ("contact", "{open} shows everything that ever passed between you; {back} comes back. {find} finds anyone."),
    ("log", "{add} logs somebody met in one line, such as: met Kim @Lakeside hot // wants a quote"),
)
"What has to happen, and what the tour says until then; keys stand in braces by the id of their action."
TOUR_PLACES = {
    "draft": "The words to send; change what you like. {back} twice comes back, and the tour goes on there.",
    "call": "What to talk about, and the number. {back} comes back, and the tour goes on there.",
    "contact": "Everything that passed between you, the newest first. {back} comes back, and the tour goes on there.",
    "log line": "Type a line, such as: met Kim @Lakeside hot // wants a quote. Enter stores it.",
    "FindScreen": "A few letters of a name, or the end of a number. Enter opens the person, {back} comes back.",
    "WaitingKey": "One more key. t puts it off until tomorrow; {back} leaves it as it was.",
}
"What the tour says on the screens it sends people to, by one of `keys.PLACES` or the name of the screen."


def tour_aside(step: int, told: str) -> str:
    """Return the line of the tour on another screen than the inbox."""
    return f"Tour {step + 1} of {len(TOUR_STEPS)}  {told}"


def tour_line(step: int, told: str, key: str) -> str:
    """Return the line of the tour: where it stands, what to press, how to leave."""
    return f"Tour {step + 1} of {len(TOUR_STEPS)}  {told}  ({key} ends the tour)"
