"""The fact sheet for a team and its works council, made from what the site has set."""

from __future__ import annotations

from collections.abc import Mapping

from playbook_plugins.forms.words import Words
from playbook_plugins.shared.coaching import Coaching

SECTIONS: Mapping[str, int] = {
    **{"what": 1, "kept": 3, "sees": 3, "up": 2, "long": 0},
    **{"cannot": 3, "erase": 3, "open": 3, "law": 1},
}
"""Headings, and how many lines of standing words each has beneath it."""

WORDS: Mapping[str, str] = {
    "notice-what": "What it is",
    "notice-what-1": (
        "A coach asks somebody for a sheet, that person fills it in and gives it back, and the two "
        "talk about it. It is for conversation, not for selection."
    ),
    "notice-coaches": "Coaches on this site: {names}.",
    "notice-kept": "What is kept, and where",
    "notice-kept-1": (
        "With the person who fills in: their sheets, what they were asked for, and what their "
        "coach wrote to them. In their own browser, and nowhere else."
    ),
    "notice-kept-2": (
        "With the coach: the names of the team, what was asked for, each return as it came, "
        "remarks, and promises with their days. In the coach’s browser, and in files that the "
        "coach saves."
    ),
    "notice-kept-3": (
        "With whoever hosts this site: the pages, and the addresses from which they were fetched, "
        "as on any website. No answer reaches the host. There is no account and no cookie."
    ),
    "notice-sees": "Who sees what",
    "notice-sees-1": (
        "The coach sees what was given back, as it was given back: never a draft, never a line "
        "that is marked private, and notes only where the person ticked them."
    ),
    "notice-sees-2": (
        "The coach does not see whether a link was opened, nor at what hour anything was "
        "written: what is given back knows days, and no times."
    ),
    "notice-sees-3": "Colleagues see nothing of each other.",
    "notice-up": "What may go further up",
    "notice-up-1": (
        "A summary without names and without texts, of at least {least} people. Where fewer stand "
        "behind a number it is left out, and with it whatever would let somebody work it out."
    ),
    "notice-up-2": "One person’s results never stand beside another’s.",
    "notice-long": "For how long",
    "notice-long-keep.one": (
        "After {count} month a return is offered for deletion whenever the coach opens the page."
    ),
    "notice-long-keep.other": (
        "After {count} months a return is offered for deletion whenever the coach opens the page."
    ),
    "notice-long-talk": (
        "After the talk a return is offered for deletion whenever the coach opens the page."
    ),
    "notice-cannot": "What cannot be done with it",
    "notice-cannot-1": (
        "Put people in order by a number, add up what somebody kept, or mark anybody with a colour."
    ),
    "notice-cannot-2": (
        "See when somebody worked, how long it took them, or what they wrote and took out again."
    ),
    "notice-cannot-3": (
        "Ask for what is private. There is no such request, and a forged one is refused."
    ),
    "notice-erase": "How to erase it",
    "notice-erase-1": (
        "The person deletes sheets on “My worksheets”, or clears that browser altogether."
    ),
    "notice-erase-2": (
        "The coach erases somebody on the page Team: returns, remarks and requests go. A number "
        "without meaning stays, so that an old backup cannot bring them back."
    ),
    "notice-erase-3": (
        "Anybody may ask what is held about them. The coach gets it as a file, to hand over."
    ),
    "notice-open": "What is not protected",
    "notice-open-1": (
        "Whoever uses the same browser profile can read what is in it. On a shared computer, take "
        "everything with you and clear the browser."
    ),
    "notice-open-2": (
        "Whoever gets hold of a link or file with answers can read it, save it and pass it on, as "
        "with any letter. Nothing is signed: a file could have been changed on its way."
    ),
    "notice-open-3": (
        "Whoever can publish on this site could publish a page that reads what it keeps."
    ),
    "notice-law": "And the law",
    "notice-law-1": (
        "This is a fact sheet, not legal advice. Show it to your works council, or to whoever "
        "speaks for your people, before you begin: in some countries a page like this counts as "
        "able to watch over staff, whatever it is used for."
    ),
}


def notice(coaching: Coaching, words: Words) -> list[tuple[str, list[str]]]:
    """Each heading, and what stands beneath it."""
    made = []
    for name, many in SECTIONS.items():
        lines = [words[f"notice-{name}-{n}"] for n in range(1, many + 1)]
        if name == "what" and coaching.coaches:
            lines.append(words["notice-coaches"].format(names=", ".join(coaching.coaches)))
        if name == "long":
            keep, talk = coaching.keep, words["notice-long-talk"]
            lines.append(words.counted("notice-long-keep", keep) if keep else talk)
        if name == "up":
            lines[0] = lines[0].format(least=coaching.least)
        made.append((words[f"notice-{name}"], lines))
    return made
