"""Cases of wrong sources (tests/examples/wrong): how they are read, and built in this process.

A case is a text file. It holds, each under a line of its own:

`== docs/page.md`: a file of the wrong site; `mkdocs.yml` and `docs/index.md` may be left out.
`== expected`: what is said, a line a problem; nothing at all where the sources are right.
`== never`: words that must not stand on a page, a line each (may be left out).
`== cure docs/page.md`: the same file mended as the message says, whole.
`== gone docs/page.md`: the cure takes this file away (it was renamed or moved).
"""

from __future__ import annotations

import logging
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from mkdocs.commands.build import build as host_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, BuildError, ConfigurationError

from .building import CONFIG, write_site

FOLDER = Path(__file__).parents[1] / "examples" / "wrong"
CASES = sorted(FOLDER.glob("*.txt"))
THEME = b"theme: {name: material, font: false}\n"
LIGHT = b"theme: {name: null, custom_dir: theme}\n"
"""A theme of single lines: what is said of a source does not depend on it, and it costs nothing."""
PAGE = b"{{ page.content }}"
PAGES = ("main", "blog", "blog-post", "blog-archive", "blog-category", "404")
LIGHT_FILES = {f"theme/{name}.html": PAGE for name in PAGES} | {
    "theme/partials/language.html": b"{% macro t(key) %}{{ key }}{% endmacro %}",
    "theme/blog-post.html": PAGE + b'{% include "playbook/thread.html" %}',
}


@dataclass
class Case:
    """One wrong site, what is said of it, and the same site mended."""

    name: str
    files: dict[str, bytes] = field(default_factory=dict)
    expected: list[str] = field(default_factory=list)
    never: list[str] = field(default_factory=list)
    cures: dict[str, bytes] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)

    @property
    def cured(self) -> dict[str, bytes]:
        """The files of the mended site."""
        kept = {name: text for name, text in self.files.items() if name not in self.gone}
        return kept | self.cures

    @property
    def of_settings(self) -> bool:
        """Whether mkdocs.yml is what is wrong."""
        return any(line.startswith("mkdocs.yml") for line in self.expected)

    @property
    def lists(self) -> bool:
        """Whether a page shows what other pages hold."""
        return any(b"/// posts" in text or b"/// tips" in text for text in self.files.values())

    @property
    def is_cured(self) -> bool:
        """Whether the case says how its mistake is mended."""
        return bool(self.cures or self.gone)


def read_case(path: Path) -> Case:
    """The case in a file."""
    parts = re.split(rb"(?m)^== (.+)\n", path.read_bytes())
    case = Case(path.stem)
    for heading, text in zip(parts[1::2], parts[2::2], strict=True):
        word, _, name = heading.decode().partition(" ")
        if word == "cure":
            case.cures[name] = text
        elif word == "gone":
            case.gone.append(name)
        elif word in {"expected", "never"}:
            lines = [line for line in text.decode().strip("\n").split("\n") if line]
            setattr(case, word, lines)
        else:
            latin = "latin" in path.stem
            case.files[heading.decode()] = text.decode().encode("latin-1") if latin else text
    return case


_OF_CONFIG = re.compile(r"^Config value '[^']*': Plugin '[^']*' option '[^']*': ")
"""What the host puts before the problem of an option."""


class Heard(logging.Handler):
    """Keeps the warnings of a build, and what of ours stops it."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        of_config = message.startswith("Config value")
        ours = record.name == "mkdocs.plugins.playbook"
        if record.levelno == logging.WARNING or of_config or ours:
            self.messages.append(_OF_CONFIG.sub("", message))


def build_here(folder: Path, files: dict[str, bytes]) -> tuple[list[str], list[str]]:
    """Build a site in this process, not strictly: what it warns of, and the text of what it wrote.

    Without what makes builds fast or safe, which costs more than such a site: other tests try it.
    """
    settings = files.get("mkdocs.yml", CONFIG)
    light = LIGHT_FILES if THEME in settings else {}
    write_site(folder, {**files, **light, "mkdocs.yml": settings.replace(THEME, LIGHT)})
    heard = Heard()
    log = logging.getLogger("mkdocs")
    log.addHandler(heard)
    try:
        _build(folder)
    except (Abort, BuildError, ConfigurationError):
        pass  # a page that cannot be built stops every build, and has been named
    finally:
        log.removeHandler(heard)
    site = folder / "site"
    written = [path for path in sorted(site.rglob("*")) if path.is_file()]
    own = [path for path in written if path.relative_to(site).parts[0] != "assets"]
    return heard.messages, [path.read_text(encoding="utf-8", errors="replace") for path in own]


def _build(folder: Path) -> None:
    if (folder / "site").exists():
        shutil.rmtree(folder / "site")
    config = load_config(str(folder / "mkdocs.yml"))
    publish = config.plugins.get("playbook/publish")
    if publish is not None:
        options = publish.config
        options.fast = options.cache = options.staging = False
    config.plugins.on_startup(command="build", dirty=False)
    try:
        host_build(config)
    finally:
        config.plugins.on_shutdown()


NAMED = re.compile(rb"(?m)^\s*(?:(?:id|uid|slug|title|series|thread):|#) +(.*)")
"""What two sources of one site must not share."""
ASKING = ("no post ", "no author ", "no tip ", "/// ", "are both part")
"""What is said only where every other post can be read."""
ALONE = {"mkdocs.yml", "docs/index.md"}


def together(cases: list[Case]) -> list[Case]:
    """Of these, as many as can stand in one site: no two bring the same file, id or address."""
    taken: set[bytes] = set()
    chosen = []
    for case in cases:
        files = {**case.files, **case.cures}
        held = {name.encode() for name in files}
        held |= {each.strip().lower() for text in files.values() for each in NAMED.findall(text)}
        asks = any(word in line for line in case.expected for word in ASKING)
        if not (asks or taken & held or ALONE & files.keys()):
            taken |= held
            chosen.append(case)
    return chosen


FEWEST = 4
"""A batch of fewer saves little, and hides which case is wrong."""


def batches(cases: list[Case]) -> list[list[Case]]:
    """All cases, as many of them together as can stand in one site; the others alone.

    What must not stand on any page, what is said of settings, and listings, which show the posts of
    others, are asked of a site of their own.
    """
    alone = [case for case in cases if case.of_settings or case.never or case.lists]
    made, left = [], [case for case in cases if case not in alone]
    while len(batch := together(left)) >= FEWEST:
        made.append(batch)
        names = {case.name for case in batch}
        left = [case for case in left if case.name not in names]
    return [*made, *([case] for case in (*left, *alone))]
