"""`playbook check --cache`: what keeps a site from the fast path, from mkdocs.yml alone.

Nothing of the site is run: of a plugin that we do not know, only a build can say whether it
changes pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from playbook_plugins.build.cache_key import own_templates, reads_other_pages
from playbook_plugins.build.purity import (
    FUNCTIONS_OF,
    PAGE_EVENTS,
    Reason,
    reaching,
    reasons,
    unknown_function,
)
from playbook_plugins.shared.problems import Problem

from .site_options import options_of, read_config

FUNCTION = re.compile(r"!!python/(?:name|object/apply|object/new):([\w.]+)")
PUBLISH = "playbook/publish"


def kept_off(file: str) -> list[Problem]:
    """What keeps the site of `file` from the fast path, each with the line where it stands."""
    root, values = read_config(file)
    text = Path(file).read_text(encoding="utf-8")
    given = options_of(values, PUBLISH)
    found = list(_switched_off(given))
    pure = _names(given[0].get("pure")) if given else []
    plugins = dict.fromkeys(_names(values.get("plugins")), PAGE_EVENTS)
    hooks = [name for name in _names(values.get("hooks")) if _touches_pages(root / name)]
    found += reasons(plugins, _names(values.get("markdown_extensions")), pure, hooks)
    found += [
        unknown_function(name)
        for name in sorted({match[1] for match in FUNCTION.finditer(text)} - set(pure))
        if name.partition(".")[0] not in FUNCTIONS_OF
    ]
    found += _reaching(root, values)
    shown = Path(file).name
    return sorted(_placed(shown, text, each) for each in found)


def _touches_pages(hook: Path) -> bool:
    """Whether a hook file has an event of pages; one that cannot be read may have."""
    try:
        text = hook.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return True
    return any(f"on_{event}" in text for event in PAGE_EVENTS)


def _switched_off(given: list[dict[str, Any]]) -> Iterator[Reason]:
    if not given:
        yield Reason(f'"{PUBLISH}" is not among the plugins.', f"Add: - {PUBLISH}")
    for key in ("enabled", "fast", "cache"):
        if given and given[0].get(key) is False:
            yield Reason(f'"{key}" is switched off in {PUBLISH}.', "Take the line out.")


def _reaching(root: Path, values: Mapping[str, Any]) -> Iterator[Reason]:
    theme = values.get("theme")
    custom = theme.get("custom_dir") if isinstance(theme, dict) else None
    for name, template in own_templates([str(root / str(custom))], []) if custom else ():
        if reads_other_pages(template):
            yield reaching(name)


def _names(entries: Any) -> list[str]:
    """The names in a list or mapping of plugins or extensions."""
    if isinstance(entries, dict):
        return [str(name) for name in entries]
    found = []
    for entry in entries if isinstance(entries, list) else ():
        found += [str(name) for name in (entry if isinstance(entry, dict) else [entry])]
    return found


def _placed(shown: str, text: str, reason: Reason) -> Problem:
    """The reason as a problem, at the first line that has what it names."""
    named = re.search(r'"([^"]+)"', reason.what)
    words = re.compile(rf"(?<![\w./-]){re.escape(named[1])}(?![\w/-])") if named else None
    for number, line in enumerate(text.splitlines(), start=1):
        if words and (found := words.search(line.partition("#")[0])):
            return Problem(shown, number, found.start() + 1, reason.what, reason.cure)
    return Problem(shown, 0, 0, reason.what, reason.cure)
