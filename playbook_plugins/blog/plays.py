"""Plays: pages that somebody runs. `play:` in a page's front matter says when, who, how long.

```yaml
play:
  moment: They ask for the price in the first five minutes
  role: client meeting
  minutes: 20
  people: You, and a colleague to practise with
  sheet: meeting-preparation
  group: In the meeting
```

From that alone come the head of the page, `/// plays` listings and their filters, and what search
finds.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from playbook_plugins.shared.ids import id_from
from playbook_plugins.shared.problems import did_you_mean
from playbook_plugins.shared.records import record
from playbook_plugins.shared.source_lines import literal_lines, numbered
from playbook_plugins.shared.words import Vocabulary

from .badges import Badge

KEY = "play"
TEXTS = {
    "moment": "They ask for the price",
    "role": "coach",
    "people": "You and one colleague",
    "sheet": "deal-review",
    "group": "In the meeting",
}
"""Keys that hold one line of text, with what one may look like."""
KEYS = ("moment", "role", "minutes", "people", "sheet", "group")
NEEDED = ("moment", "role", "minutes")
LONGEST = 200
"""Signs of a line: what is longer is no moment, and no card shows it well."""
MOST_MINUTES = 10_000
LIMITS = (20, 45, 90)
"""Minutes by which a listing parts plays."""

WAYS = ("group", "role", "minutes", "none")
"""What a listing may part its plays by."""
SORTS = ("navigation", "title", "minutes")

_HEADING = re.compile(r"#[ \t]+\S")


@record
class PlayFacts:
    """What a page's front matter says of its play."""

    moment: str
    role: str
    minutes: int
    people: str = ""
    sheet: str = ""
    """Id of the sheet that puts it to work."""
    group: str = ""


@record
class Play:
    """A play as listings show it."""

    facts: PlayFacts
    title: str
    description: str
    url: str
    """From the site's root."""
    sheet: Badge | None = None
    sheet_url: str = ""


@record
class PlayQuery:
    """Which plays a `/// plays` listing asks for."""

    roles: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    sort: str = "navigation"
    limit: int = 0
    """0 for all."""


@record
class PlayGroup:
    """Plays that a listing shows under one title."""

    id: str
    """Address of the group on its page, by which a link shows it alone."""
    title: str
    plays: list[Play]


Wrong = tuple[str, str, str]
"""A place in the front matter (`play.minutes`), what is wrong there, and the cure."""


def wrong_in(value: object) -> list[Wrong]:
    """What is wrong with the value of `play:`; nothing where it can be shown."""
    if not isinstance(value, Mapping):
        cure = "Write moment, role and minutes below it. (A key of your own is named in own_keys.)"
        return [(KEY, '"play" is not made of keys and values.', cure)]
    found: list[Wrong] = []
    for key, each in value.items():
        place = f"{KEY}.{key}"
        if key not in KEYS:
            found.append((place, f'unknown key "{key}" in "play".', did_you_mean(str(key), KEYS)))
        elif key == "minutes":
            if not _is_minutes(each):
                what = f'"minutes" is no whole number from 1 to {MOST_MINUTES}.'
                found.append((place, what, "Write minutes: 20."))
        elif not isinstance(each, str) or not each.strip():
            cure = f"Write it as {key}: {TEXTS[key]}."
            found.append((place, f'"{key}" of the play is no text.', cure))
        elif len(each) > LONGEST:
            what = f'"{key}" of the play is longer than {LONGEST} characters.'
            found.append((place, what, "Shorten it, and say more on the page."))
    for key in NEEDED:
        if key not in value:
            sample = TEXTS.get(key, "20")
            cure = f"Add a line, for example {key}: {sample}."
            found.append((KEY, f'the play says no "{key}".', cure))
    return found


def _is_minutes(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MOST_MINUTES


def facts_in(meta: Mapping[str, Any]) -> PlayFacts | None:
    """What front matter says of a play; None without one, or where it cannot be shown."""
    value = meta.get(KEY)
    if value is None or wrong_in(value):
        return None
    line = {key: " ".join(str(value[key]).split()) for key in TEXTS if key in value}
    return PlayFacts(minutes=int(value["minutes"]), **line)


def with_head(markdown: str, facts: PlayFacts, words: Vocabulary) -> str:
    """A play's text with its moment and its facts below the heading, or on top without one."""
    lines = numbered(markdown.split("\n"))
    literal = literal_lines(lines)
    headings = (
        number
        for number, line in enumerate(lines)
        if not literal[number] and _HEADING.match(line.text)
    )
    at = next(headings, -1) + 1
    out = [line.text for line in lines]
    return "\n".join([*out[:at], "", _head(facts, words), "", *out[at:]])


def _head(facts: PlayFacts, words: Vocabulary) -> str:
    shown = [facts.role, duration(facts.minutes, words), facts.people]
    items = "".join(f"<li>{_text(each)}</li>" for each in shown if each)
    return (
        f'<div class="pb-play-head"><p class="pb-play-moment">{_text(facts.moment)}</p>'
        f'<ul class="pb-play-facts">{items}</ul></div>'
    )


def _text(text: str) -> str:
    # Braces too: in a raw block of HTML other plugins may still look for their own.
    return html.escape(text).replace("{", "&#123;").replace("}", "&#125;")


def duration(minutes: int, words: Vocabulary) -> str:
    """ "20 minutes"; whole hours from two on."""
    if minutes >= 120 and minutes % 60 == 0:
        return words.counted("hours", minutes // 60)
    return words.counted("minutes", minutes)


def select_plays(plays: Sequence[Play], wish: PlayQuery) -> list[Play]:
    """The `plays` that `wish` asks for. They come in the order of the navigation."""
    found = [
        play
        for play in plays
        if (not wish.roles or play.facts.role in wish.roles)
        and (not wish.groups or play.facts.group in wish.groups)
    ]
    if wish.sort == "title":
        found.sort(key=lambda play: play.title.casefold())
    elif wish.sort == "minutes":
        found.sort(key=lambda play: play.facts.minutes)
    return found[: wish.limit] if wish.limit else found


def parted(plays: Sequence[Play], way: str, words: Vocabulary, mark: str) -> list[PlayGroup]:
    """`plays` in groups, one of WAYS; groups stand in the order of their first play, or by length.

    `mark` sets the groups' addresses apart from those of another listing on the page.
    """
    if way == "none":
        return [PlayGroup("", "", list(plays))] if plays else []
    ordered = sorted(plays, key=lambda play: play.facts.minutes) if way == "minutes" else plays
    groups: dict[str, list[Play]] = {}
    for play in ordered:
        groups.setdefault(_title(play.facts, way, words), []).append(play)
    taken: set[str] = set()
    return [
        PlayGroup(_free(f"plays{mark}-{id_from(title, 'group')}", taken), title, its)
        for title, its in groups.items()
    ]


def _title(facts: PlayFacts, way: str, words: Vocabulary) -> str:
    if way == "minutes":
        most = next((each for each in LIMITS if facts.minutes <= each), 0)
        key, number = ("plays-most", most) if most else ("plays-longer", LIMITS[-1])
        return words.filled(key, n=number)
    title = facts.role if way == "role" else facts.group
    return f"{title[:1].upper()}{title[1:]}" if title else words["plays-other"]


def _free(wanted: str, taken: set[str]) -> str:
    made, number = wanted, 1
    while made in taken:
        number += 1
        made = f"{wanted}-{number}"
    taken.add(made)
    return made


def names_of(values: Iterable[object]) -> dict[str, set[str]]:
    """The roles and groups that plays name, from the values of `play:` on all pages."""
    known = [value for value in values if isinstance(value, Mapping)]
    return {
        key: {each for value in known if isinstance(each := value.get(key), str)}
        for key in ("role", "group")
    }
