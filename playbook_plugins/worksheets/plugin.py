"""The MkDocs plugin `playbook/worksheets`: wires extension, log, script and style together."""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from playbook_plugins.forms.model import Block, LocatedBlock, Sheet
from playbook_plugins.kinds import KINDS
from playbook_plugins.shared.bundle import FOLDER, NOTICES, STATIC, hashed
from playbook_plugins.shared.coaching import Coaching, coaching_from
from playbook_plugins.shared.config import ClearOptions
from playbook_plugins.shared.digests import digest_of
from playbook_plugins.shared.host_card import card_of
from playbook_plugins.shared.host_generated_files import made_file
from playbook_plugins.shared.open_graph import card_html, has_card
from playbook_plugins.shared.problems import Problem
from playbook_plugins.shared.steps import FileJob, PageSteps
from playbook_plugins.worksheets.addresses import SHORT
from playbook_plugins.worksheets.config import WorksheetsConfig
from playbook_plugins.worksheets.door import DOOR_SCRIPT, FILE
from playbook_plugins.worksheets.extension import EXTENSION, FORMER_SITE_ID, SITE_ID
from playbook_plugins.worksheets.lock import NAME, Lock, LockError, Standing, read_lock
from playbook_plugins.worksheets.page_html import (
    CONTENT,
    FILES,
    STYLE,
    STYLE_LINK,
    TIP,
    TIP_STYLE,
    parts_of,
    scripts_for,
    shows_list,
    styles_for,
    with_addresses,
    with_links,
    with_lists,
)
from playbook_plugins.worksheets.references import wrong_references
from playbook_plugins.worksheets.sheet_list import SheetList
from playbook_plugins.worksheets.words import words_for

from .host_addresses import Leading
from .host_door import Door
from .host_filled import Filled
from .host_source import Reading, Source, source_of

if TYPE_CHECKING:
    from jinja2 import Environment

log = logging.getLogger("mkdocs.plugins.playbook")


class WorksheetsPlugin(  # type: ignore[no-untyped-call]
    ClearOptions, BasePlugin[WorksheetsConfig], PageSteps
):
    """Turns `///` blocks into worksheets, and gives pages that hold one what it needs."""

    feature = "worksheets"
    recorded_type = list[LocatedBlock | Problem]

    def __init__(self) -> None:
        self._reading = Reading()
        self._found: dict[tuple[str, str], tuple[LocatedBlock, Source]] = {}
        self._placed: dict[tuple[str, str], tuple[LocatedBlock, Source]] = {}
        """Blocks without a title, by kind and page."""
        self._reported: set[Problem] = set()
        self._lock = Lock()
        self._assets: dict[str, str] = {}
        self._homes: dict[str, str] = {}
        """The address of the first page that holds a sheet or tip, by its id."""
        self._taken: set[str] = set()
        self._stands: dict[str, str] = {}
        """The address of each page of the site, by its path in the docs folder."""
        self._filled = Filled(Files([]))
        self._inputs: bytes | None = None
        self._list: SheetList | None = None
        self._before: tuple[bytes, bytes] | None = None
        self._showing: set[str] = set()
        """Sources of the pages that show the sheets of the whole site."""
        self._told: list[LocatedBlock | Problem] | None = None
        """What the extension tells of one page, while that is collected."""

    # MkDocs keeps a plugin between the builds of `serve` only when it has this event.
    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Nothing to start."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Start afresh, and give the Markdown extension what only a build knows."""
        self._reading, self._found, self._placed, self._reported = Reading(), {}, {}, set()
        self._homes, self._showing = {}, set()
        self._told = self._inputs = self._list = self.finished = None
        self._built = config
        self._door = Door(config)
        self._lock = self._read_lock(config)
        if EXTENSION not in config.markdown_extensions:
            config.markdown_extensions.append(EXTENSION)
        options: dict[str, Any] = config.mdx_configs.setdefault(EXTENSION, {})
        site = options.pop(FORMER_SITE_ID, "") or self.config.site_id or site_from(config.site_url)
        options.setdefault(SITE_ID, site)
        options.setdefault("language", str(config.theme.get("language") or "en"))
        options["coaching"] = {**self.config.coaching}
        options["report"] = self._report
        options["found"] = self._gather
        options["front"] = lambda: self._reading.front()
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add script and style, under names that change with their content."""
        self._assets = {}
        files.append(made_file(config, f"{FOLDER}/{NOTICES}", (STATIC / NOTICES).read_bytes()))
        for name in (*FILES, *(path.name for path in sorted(STATIC.glob("playbook-words.*.js")))):
            if (STATIC / name).is_file():
                content = (STATIC / name).read_bytes()
                uri = f"{FOLDER}/{hashed(name, content)}"
                files.append(made_file(config, uri, content))
                self._assets[name] = uri
        return files

    # Last: the text is what Markdown will get, and conversion follows at once.
    @event_priority(-100)
    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> None:
        """Note whose text Markdown reads next."""
        self._reading.begin(page, config)

    # --- Pages converted elsewhere, or in an earlier build ---

    def begin_recording(self, page: Page) -> None:
        """Note whose text Markdown reads next, and collect what the extension tells."""
        self._reading.begin(page, self._built)
        self._told = []

    def recorded(self) -> list[LocatedBlock | Problem]:
        """What the extension told of the page."""
        told, self._told = self._told or [], None
        return told

    def replay(self, page: Page, told: list[LocatedBlock | Problem]) -> None:
        """Take up what the extension told of the page."""
        self._reading.begin(page, self._built)
        for each in told:
            if isinstance(each, Problem):
                self._report(each)
            else:
                self._gather(each)

    def forget(self, page: Page) -> None:
        """Forget the sheets and tips of a page that is converted again."""
        self._before = self._before or (self._standing(), self.sheet_list().digest)
        path = source_of(page.file, self._built).path
        gone = [key for key, (_, source) in self._found.items() if source.path == path]
        for key in gone:
            del self._found[key]
            if self._homes.get(key[1]) == page.url:
                del self._homes[key[1]]
        self._placed = {key: each for key, each in self._placed.items() if key[1] != path}
        self._reported = {problem for problem in self._reported if problem.path != path}
        self._inputs = self._list = None

    def affected_pages(self, paths: Collection[str]) -> Collection[str] | None:
        """Those that list all sheets, where one of these asks something else; no other, as long
        as every sheet and tip stands where it stood, by its name."""
        before, self._before = self._before, None
        if before is None or self._standing() != before[0]:
            return None
        return () if self.sheet_list().digest == before[1] else self._showing

    def watched_paths(self) -> Iterable[Path]:
        """What holds the ids of published sheets."""
        return [self._lock_path(self._built)]

    def render_inputs(self, page: Page) -> Any:
        """Sheets and tips are linked from anywhere: a page depends on where each one stands; one
        that lists all sheets, on what they ask."""
        content = page.content or ""
        lists = shows_list(content) or "data-plan=" in content
        listed = self.sheet_list().digest if lists else b""
        filled = self._filled.inputs if ".json" in (page.content or "") else None
        return self._standing(), listed, filled

    def _standing(self) -> bytes:
        """What stands for the place and name of every sheet and tip."""
        if self._inputs is None:
            blocks = self._published()
            titles = sorted((each.id, each.kind, each.title) for each in blocks)
            door = (self._door.is_there, self._door.mine)
            self._inputs = digest_of((sorted(self._homes.items()), titles, door))
        return self._inputs

    # Last: other plugins may have put hand-written sheets into the content.
    @event_priority(-100)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Put style before and script after the content of a page that needs them."""
        line = self._door.read(page, html)
        self._inputs = None
        if shows_list(html):
            self._showing.add(page.file.src_uri)
        scripts = scripts_for(html)
        if not scripts:
            return html
        # In the content, not the head: instant navigation swaps one and keeps the other.
        links = (
            f'<link rel="stylesheet" href="{style}">\n'
            for style in (self._url(each, page) for each in styles_for(scripts))
            if style
        )
        return "".join((line, *links)) + html + self._scripts(scripts, page, config)

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Name short addresses, link one sheet to another, and add what chats show of the page."""
        if "data-sheet-link=" in output:
            output = with_links(output, partial(self._home, page), self.sheet_list().plan)
        has_elements, has_tips = "<playbook-" in output, "pb-tip" in output
        if (
            has_tips
            and TIP.search(output)
            and not STYLE_LINK.search(output)
            and (style := self._url(TIP_STYLE, page))
        ):
            link = f'<link rel="stylesheet" href="{style}">\n'  # an excerpt brought a tip
            output = output.replace(CONTENT, link + CONTENT, 1)
        if has_elements and shows_list(output):
            relative = partial(get_relative_url, other=page.url)
            output = with_lists(output, self.sheet_list(), relative, self._loop_attributes())
        output = self._filled.placed(output, page.url, partial(self._home, page))
        if self.config.short_addresses and (has_elements or has_tips):
            output = with_addresses(output, partial(self._short, page))
        if self.config.cards and not has_card(output):
            head = card_html(card_of(page, config, self.config.card_image))
            output = output.replace("</head>", f"{head}</head>", 1)
        return self._door.finish(output, page)

    # First: the door's page is one of the site's own, to whoever adds to a page's context.
    @event_priority(100)
    def on_template_context(
        self, context: Any, *, template_name: str, config: MkDocsConfig
    ) -> None:
        """Give the template of the door its page."""
        if template_name == FILE:
            context["page"] = self._door.page(
                str(config.mdx_configs[EXTENSION][SITE_ID]),
                self.sheet_list().links,
                words_for(str(config.theme.get("language") or "en")).__getitem__,
                partial(self._scripts, (DOOR_SCRIPT,), config=config),
                partial(self._url, STYLE),
            )

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Let the page for unknown addresses mend links."""
        return self._door.finish_template(output, template_name)

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        """Note which addresses the site has of its own; report plans that nobody wrote."""
        self._taken = {file.dest_uri for file in files}
        if self._door.is_there:
            config.theme.static_templates.add(FILE)
            self._taken.add(FILE)
        self._stands = {file.src_uri: file.url for file in files if file.is_documentation_page()}
        self._filled = Filled(files, self._lock_path(config).parent)
        asked = {each["id"]: each for each in self.sheet_list().entries} if self._filled else {}
        for problem in self._filled.problems(asked):
            log.warning("%s", problem)
        blocks = [*self._found.values(), *self._placed.values()]
        for problem in wrong_references([_standing(*each) for each in blocks]):
            log.warning("%s", problem)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the short addresses, now that every page has its own."""
        self.write_file_jobs(Path(config.site_dir))

    def file_jobs(self) -> Iterable[FileJob]:
        """What leads on: former addresses of pages, and short ones of each sheet and tip."""
        blocks = self._published()
        leading = Leading(self._built, self._homes, blocks, self._lock, self._stands, self._taken)
        yield from leading.moved_jobs()
        if self.config.short_addresses:
            yield from leading.short_jobs()

    def _published(self) -> list[Block]:
        return [found.block for found, _ in self._found.values() if found.block.is_published]

    def sheet_list(self) -> SheetList:
        """The sheets of the site, for a page that shows them; asked once every page is read."""
        if self._list is None:
            sheets = [e.block for e, _ in self._found.values() if isinstance(e.block, Sheet)]
            words = words_for(str(self._built.theme.get("language") or "en"))
            self._list = SheetList(sheets, self._homes, words, self._coaching.enabled)
        return self._list

    def _loop_attributes(self) -> dict[str, dict[str, str]]:
        """What the site says to the elements of the loop."""
        site = str(self._built.mdx_configs[EXTENSION][SITE_ID])
        least, keep = str(self._coaching.least), str(self._coaching.keep)
        return {"mine": {"site": site}, "team": {"site": site, "least": least, "keep": keep}}

    @property
    def _coaching(self) -> Coaching:
        return coaching_from(self.config.coaching)

    def _lock_path(self, config: MkDocsConfig) -> Path:
        return Path(config.config_file_path or "mkdocs.yml").parent / NAME

    def _read_lock(self, config: MkDocsConfig) -> Lock:
        path = self._lock_path(config)
        if not path.is_file():
            return Lock()
        try:
            return read_lock(path.read_text(encoding="utf-8", errors="replace"))
        except LockError as error:
            log.warning("%s", Problem(NAME, 0, 0, str(error)))
            return Lock()

    def _short(self, page: Page, name: str) -> str | None:
        """The short address of a sheet or tip, from `page`; None where there is none."""
        if name not in self._homes:
            return None
        return str(get_relative_url(f"{SHORT}/{name}/", page.url))

    def _home(self, page: Page, name: str) -> str | None:
        """Where a sheet stands, from `page`; None where nobody knows."""
        home = self._homes.get(name)
        return None if home is None else f"{get_relative_url(home, page.url)}#{name}"

    def _scripts(self, scripts: Sequence[str], page: Page, config: MkDocsConfig) -> str:
        """The words of the page's language, if it is not English, and the scripts."""
        language = re.split("[-_]", str(config.theme.get("language") or "en"))[0].lower()
        lines = []
        if words := self._url(f"playbook-words.{language}.js", page):
            lines.append(f'<script src="{words}" defer></script>')
        for script in scripts:
            if source := self._url(script, page):
                parts = "".join(
                    f' data-{part}="{self._url(name, page)}"'
                    for part, name in parts_of(script).items()
                )
                lines.append(f'<script src="{source}"{parts} defer></script>')
        return "".join(f"\n{line}" for line in lines)

    def _url(self, name: str, page: Page) -> str:
        uri = self._assets.get(name)
        return get_relative_url(uri, page.url) if uri else ""

    def _report(self, problem: Problem) -> None:
        if self._told is not None:
            self._told.append(problem)
            return
        source = self._reading.source
        moved = problem.moved(source.path, source.lines)
        if moved not in self._reported:  # a post is converted again for its excerpt
            self._reported.add(moved)
            log.warning("%s", moved)

    def _gather(self, found: LocatedBlock) -> None:
        if self._told is not None:
            self._told.append(found)
            return
        self._inputs = self._list = None
        if not KINDS[found.block.kind].is_titled:
            source = self._reading.source
            self._placed[found.block.kind, source.path] = (found, source)
            return
        kind = "sheet" if isinstance(found.block, Sheet) else found.block.kind
        key = (kind, found.block.id)
        if found.block.is_published:
            self._homes.setdefault(found.block.id, self._reading.url)
        known, source = self._found.setdefault(key, (found, self._reading.source))
        if source.path == self._reading.source.path or known.block == found.block:
            return
        line = known.line + source.lines
        what = (
            f'{found.block.kind} "{found.block.id}": another one on {source.path}:{line} '
            "has the same id."
        )
        self._report(Problem("", found.line, found.column, what, "Give this one another id."))


def _standing(found: LocatedBlock, source: Source) -> Standing:
    standing = Standing(found.block, "", source.path, found.line, found.column, found.places)
    return standing.below(source.lines)


def site_from(site_url: str | None) -> str:
    """The id of a site by its address: host and path, `site` without one."""
    parts = urlsplit(site_url or "")
    name = f"{parts.hostname or ''}{parts.path}".strip("/").lower()
    return re.sub(r"[^a-z0-9./-]+", "-", name) or "site"
