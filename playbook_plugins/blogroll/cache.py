"""What the last refresh found, in `.blogroll-cache.yml`: written by a command, read by builds.

The file is committed, so that every build says the same. It holds no time of the refresh itself:
a refresh that finds nothing new leaves it byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import yaml

from playbook_plugins.shared.problems import Problem, Report
from playbook_plugins.shared.web_address import web

from .model import Newest
from .reader import compose, read_text, scalar
from .safe_text import line, moment, moment_text

NAME = ".blogroll-cache.yml"
HEAD = "# Written by `playbook blogroll refresh`. Commit it; do not edit it.\n"
CURE = "Run: playbook blogroll refresh"
_VALIDATOR = re.compile(r"[\x20-\x7e]{1,500}")


def validator(text: str | None) -> str:
    """An ETag or a date as a server wrote it, when it can be sent back without harm."""
    text = (text or "").strip()
    return text if _VALIDATOR.fullmatch(text) else ""


def read_cache(path: Path, shown: str, report: Report) -> dict[str, Newest]:
    """What is remembered, by feed. A file that is not there remembers nothing."""
    return cache_from(read_text(path, shown, report), shown, report)


def cache_from(text: str, shown: str, report: Report) -> dict[str, Newest]:
    """The same from the file's text. What cannot be read is reported and forgotten."""
    node = compose(text, shown, report)
    if node is None:
        return {}
    if not isinstance(node, yaml.MappingNode):
        report(Problem(shown, 1, 0, "this is not what a refresh writes.", CURE))
        return {}
    found = {}
    for key, value in node.value:
        feed = web(scalar(key))
        if not feed or not isinstance(value, yaml.MappingNode):
            report(Problem(shown, key.start_mark.line + 1, 0, "this entry cannot be read.", CURE))
            continue
        found[feed] = _newest({scalar(name): scalar(each) for name, each in value.value})
    return found


def _newest(values: Mapping[str, str]) -> Newest:
    return Newest(
        title=line(values.get("title", "")),
        link=web(values.get("link", "")),
        time=moment(values.get("time", "")),
        site=web(values.get("site", "")),
        etag=validator(values.get("etag")),
        modified=validator(values.get("modified")),
    )


def cache_text(cache: Mapping[str, Newest]) -> str:
    """The file's text: by feed, in one order, empty values left out."""
    records = {feed: _record(cache[feed]) for feed in sorted(cache)}
    if not records:
        return HEAD
    return HEAD + yaml.safe_dump(records, sort_keys=False, allow_unicode=True, width=1000)


def _record(newest: Newest) -> dict[str, str]:
    record = {
        "title": newest.title,
        "link": newest.link,
        "time": moment_text(newest.time) if newest.time else "",
        "site": newest.site,
        "etag": newest.etag,
        "modified": newest.modified,
    }
    return {key: value for key, value in record.items() if value}


def write_cache(path: Path, cache: Mapping[str, Newest]) -> bool:
    """Write the whole file or nothing; whether anything changed."""
    content = cache_text(cache).encode("utf-8")
    if path.exists() and path.read_bytes() == content:
        return False
    beside = path.with_name(f"{path.name}.new")
    beside.write_bytes(content)
    beside.replace(path)
    return True
