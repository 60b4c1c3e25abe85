"""`playbook import`: brings an old blog home, or a list of blogs in."""

from __future__ import annotations

import contextlib
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from playbook_plugins.imports import blogger, wxr
from playbook_plugins.imports.model import Entry, ExportError, ExportItem, Skip
from playbook_plugins.imports.spool import Spool
from playbook_plugins.imports.tally import table_text
from playbook_plugins.imports.unpacking import Fits, Noticed, opened, utf8
from playbook_plugins.imports.visibility import until_its_day
from playbook_plugins.imports.xml_namespaces import vocabulary
from playbook_plugins.shared.xml_gate import Caps, Element, HtmlError, Level, XmlError, records

from .blogroll import import_command
from .blogs import SiteBlog, blogs_of
from .old_blog.arrival import Arrival
from .old_blog.pictures import Pictures
from .old_blog.plan import ImportOptions
from .terminal import one_line

CAPS = Caps(depth=60, token=1024**2, elements=200_000, text=4 * 1024**2)
SHOWN = 20
"""Lines of a list that only informs; a list of what was left out is never cut."""


@click.group("import")
def importing() -> None:
    """Bring an old blog home: its posts, its comments, its addresses."""


importing.add_command(import_command, "opml")


def _options(command: Callable[..., None]) -> Callable[..., None]:
    """What both kinds of export take."""
    for each in (
        click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path)),
        click.option("--dry-run", is_flag=True, help="Say what would be written; write nothing."),
        click.option("--fetch-images", is_flag=True, help="Bring the pictures home, too."),
        click.option("--private", is_flag=True, help="Pictures may be on your own network."),
        click.option("--only", default="", metavar="NAME", help="Of a zip with several blogs."),
        click.option(
            "--old-site", multiple=True, metavar="URL", help="An address of the old blog."
        ),
        click.option("--blog", "chosen", default="", metavar="DIR", help="Of several blogs here."),
        click.option("--pages-dir", default="pages", show_default=True, help="Where pages go."),
        click.option("-f", "--config-file", default="mkdocs.yml", show_default=True),
    ):
        command = each(command)
    return command


@importing.command("blogger")
@_options
def blogger_command(file: Path, **wishes: Any) -> None:
    """Bring in a Blogger export: the .xml file, a Takeout's feed.atom, or the Takeout zip.

    Ends with status 1 when a post's comments do not add up to the export's own count.
    """
    _import(file, "blogger", blogger.fits, blogger.level, blogger.read, wishes)


@importing.command("wxr")
@_options
@click.option(
    "--type",
    "types",
    multiple=True,
    metavar="NAME",
    help="Entries of a plugin's own type come in as posts: recipe, podcast.",
)
def wxr_command(file: Path, types: tuple[str, ...], **wishes: Any) -> None:
    """Bring in a WordPress export (WXR): the .xml file, also in a zip.

    Ends with status 1 when a post's comments do not add up to the export's own count.
    """
    _import(file, "wxr", wxr.fits, wxr.level, wxr.Reader(types).read, wishes)


def _import(
    file: Path,
    origin: str,
    fits: Fits,
    level: Level,
    read: Callable[[Element], Iterator[ExportItem]],
    values: dict[str, Any],
) -> None:
    blog = _blog(values["config_file"], values["chosen"])
    pictures = Pictures(_say, values["private"]) if values["fetch_images"] else None
    pages = _page_folder(values["pages_dir"])
    wishes = ImportOptions(origin, values["dry_run"], pages, values["old_site"], pictures)
    noticed = Noticed()
    progress = _Progress(file.stat().st_size)
    with contextlib.closing(Spool()) as spool:
        try:
            _sort(file, fits, values["only"], level, read, spool, noticed, progress)
            arrival = Arrival(blog, spool, wishes)
            arrival.run(progress.written)
        except (ExportError, XmlError) as error:
            progress.end()
            raise click.ClickException(_why(error, file.name, origin)) from None
        except KeyboardInterrupt:
            progress.end()
            click.echo("Stopped. What is written is whole; run it again to go on.", err=True)
            raise SystemExit(130) from None
        progress.end()
        _tell(arrival, noticed, pictures)


def _why(error: ExportError | XmlError, name: str, origin: str) -> str:
    """Why an export is not brought in, and what to do."""
    if isinstance(error, ExportError):
        return _lines(str(error))
    if isinstance(error, HtmlError):
        what = wxr.PAGE if origin == "wxr" else blogger.DESIGN
        return f"{name}: {what} Nothing was written."
    return f"{_lines(f'{name}: {error}.')} Nothing was written."


def _sort(
    file: Path,
    fits: Fits,
    only: str,
    level: Level,
    read: Callable[[Element], Iterator[ExportItem]],
    spool: Spool,
    noticed: Noticed,
    progress: _Progress,
) -> None:
    with opened(file, fits, only) as content:
        text = utf8(content, noticed, progress.read)
        now = datetime.now(UTC)
        for element in records(text, level, CAPS, "utf-8", vocabulary):
            for found in read(element):
                spool.add(until_its_day(found, now) if isinstance(found, Entry) else found)


def _blog(config_file: str, chosen: str) -> SiteBlog:
    blogs = blogs_of(config_file)
    if not blogs:
        raise click.ClickException(f"{config_file} has no blog. Add playbook/blog below plugins.")
    named = {str(each.options.get("blog_dir") or "blog"): each for each in blogs}
    if chosen and chosen not in named:
        raise click.ClickException(f"There is no blog in {chosen}. There are: {', '.join(named)}.")
    if not chosen and len(named) > 1:
        some = ", ".join(named)
        raise click.ClickException(f"This site has several blogs: {some}. Choose with --blog DIR.")
    return named[chosen] if chosen else blogs[0]


def _page_folder(given: str) -> str:
    parts = given.replace("\\", "/").strip("/").split("/")
    if Path(given).is_absolute() or any(each in {"", ".", ".."} for each in parts):
        raise click.ClickException("--pages-dir is a folder inside the docs folder, as: pages")
    return "/".join(parts)


class _Progress:
    """How far it is, on a terminal only."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._shows = sys.stderr.isatty()
        self._said = ""

    def read(self, came: int) -> None:
        """So many bytes have come out of the file."""
        self._say(f"Reading: {came // 1024**2} MiB")

    def written(self, done: int, of: int) -> None:
        """So many entries are in their place."""
        self._say(f"Writing: {done * 100 // max(of, 1)} % of {of}")

    def _say(self, words: str) -> None:
        if self._shows and words != self._said:
            self._said = words
            click.echo(f"\r{words:<40}", nl=False, err=True)

    def end(self) -> None:
        """Leave the line as if nothing had been."""
        if self._said:
            click.echo(f"\r{'':<40}\r", nl=False, err=True)


def _say(line: str) -> None:
    click.echo(one_line(line), err=True)


def _lines(text: str) -> str:
    return "\n".join(one_line(each) for each in text.splitlines())


def _tell(arrival: Arrival, noticed: Noticed, pictures: Pictures | None) -> None:
    """The table, then everything that is not in it."""
    tally = arrival.tally
    click.echo(table_text(tally))
    if arrival.wishes.dry:
        click.echo("\nNothing was written: this was a dry run.")
    named, counted = _left_out(tally.skipped)
    _list("Left out:", named, 0)
    _list("Left out, since nobody would miss it:", counted, 0)
    _list("Drafts here, since the old blog did not show them to everybody:", arrival.hidden, 0)
    _list(f"Taken off texts: {_many(arrival.lost)}.", _times(arrival.lost), 0)
    kept = "Perhaps a plugin’s, and left as words:"
    _list(kept, sorted(_times(arrival.kept)), SHOWN)
    _list("Left as it is:", arrival.left, 0)
    _list("Simplified to words, since all of it would slow every build:", arrival.simplified, 0)
    _list("Note:", arrival.plan.notes, 0)
    for why, count in arrival.plan.unled.items():
        click.echo(f"\nOld addresses that cannot lead on, {why}: {count}.")
    refused = sorted(arrival.plan.labels.refused)
    _list("Labels that categories_allowed does not name are tags now:", refused, SHOWN)
    odd = {
        "Left out of texts, e-mail addresses": arrival.mails + arrival.comments.mails,
        "Not text, and shown as \N{REPLACEMENT CHARACTER}, bytes": noticed.replaced,
        "Dropped, control characters": noticed.dropped,
        "Dropped, pictures that only count readers": arrival.unseen,
        "Fetched, pictures": pictures.fetched if pictures else 0,
    }
    for words, count in odd.items():
        if count:
            click.echo(f"\n{words}: {count}.")
    if arrival.images:
        images = list(arrival.images)
        _list(f"Pictures that stay on foreign hosts: {len(images)}.", images, SHOWN)
        if not pictures:
            click.echo("To bring them home, run the same command with --fetch-images.")
    if tally.written["page"] and not arrival.wishes.dry:
        click.echo(f"\nPages are in {arrival.wishes.pages}/. Add them to nav in mkdocs.yml.")
    kinds = ("post", "page", "draft")
    if not sum(tally.held[kind] for kind in kinds):
        what = "The export holds no posts and no pages, or none that can be recognised."
        raise click.ClickException(f"{what} Is it the right file, and all of it?")
    if not sum(tally.written[kind] + tally.there[kind] for kind in kinds):
        raise click.ClickException("No post and no page came in; the reasons stand above.")
    if tally.wrong:
        lines = [f"“{title}”: {here} of {held}" for title, held, here in tally.wrong]
        _list("These posts’ comments do not add up to the export’s own count:", lines, 0, err=True)
        raise SystemExit(1)


def _left_out(skipped: list[Skip]) -> tuple[list[str], list[str]]:
    """What is left out, by name; what nobody would miss, by kind and number."""
    named = [f"{e.kind} “{e.name}”: {e.why}" for e in skipped if e.kind != "other"]
    counts = Counter(each.why for each in skipped if each.kind == "other")
    return named, [f"{why}: {count}" for why, count in sorted(counts.items())]


def _many(counts: Counter[str]) -> str:
    total = sum(counts.values())
    return "1 thing" if total == 1 else f"{total} things"


def _times(counts: Counter[str]) -> list[str]:
    return [f"{what} ({count} times)" if count > 1 else what for what, count in counts.items()]


def _list(title: str, lines: list[str], most: int, err: bool = False) -> None:
    if not lines:
        return
    click.echo(f"\n{title}", err=err)
    for line in lines[: most or None]:
        click.echo(f"  {one_line(line, 300)}", err=err)
    if most and len(lines) > most:
        click.echo(f"  … and {len(lines) - most} more", err=err)
