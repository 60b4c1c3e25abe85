"""An entry as a file of the site: front matter by a YAML writer, and Markdown below it."""

from __future__ import annotations

from typing import Any

import yaml

from playbook_plugins.shared.records import record

from .model import PAGE, Entry

MOST_BYTES = 1_900_000
"""Of a page: `playbook/publish` takes 2 MiB."""


@record
class Belongings:
    """What an entry has on this site."""

    uid: str
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    redirect_from: str = ""


class _Moment(str):
    """A point in time, written as YAML's own kind of date."""


class _Dumper(yaml.SafeDumper):
    """Plain YAML."""


_Dumper.add_representer(
    _Moment, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:timestamp", str(text))
)


def file_text(entry: Entry, belongings: Belongings, body: str) -> str:
    """The whole file. Every value goes through the YAML writer, so none can end the head."""
    title = entry.title or "Untitled"
    head: dict[str, Any] = {"title": title}
    if entry.kind != PAGE:
        head |= {"uid": belongings.uid, "date": _Moment(entry.date.isoformat(" "))}
        head["slug"] = belongings.uid
        head["authors"] = list(belongings.authors)
        head["categories"] = list(belongings.categories)
    if entry.pinned:
        head["pin"] = True
    if entry.draft:
        head["draft"] = True
    head["tags"] = list(belongings.tags)
    head["description"] = entry.description
    head["redirect_from"] = [belongings.redirect_from] if belongings.redirect_from else []
    head = {key: value for key, value in head.items() if value}
    dumped = yaml.dump(
        head, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1000, indent=2
    )
    return f"---\n{dumped}---\n\n{body}"
