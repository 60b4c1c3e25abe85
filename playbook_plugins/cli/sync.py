"""`playbook comments sync` and `playbook comments serve`: what meets a provider."""

from __future__ import annotations

import importlib.util
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn
from urllib.parse import urlsplit

import click

from playbook_plugins.comments.providers import Provider, SettingsError
from playbook_plugins.comments.providers.serving import FOLDER, NAME, configuration, salt_of
from playbook_plugins.comments.sync import Summary, Sync
from playbook_plugins.comments.thread_edits import EditError
from playbook_plugins.shared.problems import Problem
from playbook_plugins.shared.writing import write_text

from .blogs import SiteBlog, blogs_of


@click.command("sync")
@click.argument("uids", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Say what would change; write nothing.")
@click.option("--edits", is_flag=True, help="Take over texts that were edited at the provider.")
@click.option(
    "--deletions",
    is_flag=True,
    help="Believe it when all comments of a thread, or most of all, have gone at the provider.",
)
@click.option("--counts-only", is_flag=True, help="Bring counts without texts.")
@click.option("--timeout", default=10.0, show_default=True, help="Seconds to wait for an answer.")
@click.option("-f", "--config-file", default="mkdocs.yml", show_default=True)
def sync_command(
    uids: tuple[str, ...],
    dry_run: bool,
    edits: bool,
    deletions: bool,
    counts_only: bool,
    timeout: float,
    config_file: str,
) -> None:
    """Bring comments from the provider into the ledger (all posts, or those with UIDS).

    Nothing is erased: a comment that its provider has deleted is rejected here. What you have
    approved, rejected or moved stays so. Ends with 1 when a thread could not be brought up to date.
    """
    failed = False
    met = asked = False
    for blog in blogs_of(config_file):
        try:
            provider = blog.provider(timeout)
        except SettingsError as error:
            raise click.ClickException(f"{config_file}: {error}") from None
        if provider is None:
            continue
        met = True
        topics = [topic for topic in blog.topics() if not uids or topic.uid in uids]
        asked = asked or bool(topics)
        problems: list[Problem] = []
        work = Sync(blog.ledger, blog.shown(blog.ledger), provider, problems.append)
        try:
            done = work.run(topics, dry_run, edits, deletions, False if counts_only else None)
        except EditError as error:
            raise click.ClickException("\n".join(map(str, error.problems))) from None
        _tell_problems(problems)
        _tell(blog, provider, done, dry_run, len(topics))
        failed = failed or bool(done.failed or done.withheld or problems)
    if not met:
        what = f"{config_file} names no provider. Set comments_provider below playbook/blog."
        raise click.ClickException(what)
    if uids and not asked:
        raise click.ClickException(f"No post with comments has the uid {', '.join(uids)}.")
    if failed:
        sys.exit(1)


def _tell_problems(problems: list[Problem]) -> None:
    """Each problem once: what five hundred threads share is said once, with how many they are."""
    groups: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        groups.setdefault((problem.what, problem.cure), []).append(problem)
    for group in groups.values():
        for problem in group[:3]:
            click.echo(str(problem), err=True)
        if len(group) > 3:
            click.echo(f"… and the same for {_many(len(group) - 3, 'thread')} more.", err=True)


def _many(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _tell(blog: SiteBlog, provider: Provider, done: Summary, dry: bool, asked: int) -> None:
    """What was done, comment by comment where something needs a person's eye."""
    for uid, merge in sorted(done.merges.items()):
        for ids, word in (
            (merge.added, "new"),
            (merge.edited, "edited at the provider, taken over"),
            (merge.deleted, "deleted at the provider, rejected here"),
            (merge.restored, "at the provider again"),
            (merge.known, "written by an author of yours, says the provider"),
            (merge.moved, "had come from another provider, and is the same"),
            (merge.late, "new in a closed thread, left out (open it to take them in)"),
            (merge.early, "dated in the future, left out; mend the clock of the server"),
            (merge.erased, "erased here and left out; delete it at the provider too"),
            (merge.differing, "reads differently at the provider (--edits takes it over)"),
        ):
            if ids:
                click.echo(f"{uid}: {word}: {', '.join(ids[:10])}{' …' if len(ids) > 10 else ''}")
    if done.withheld:
        gone = _many(done.withheld, "comment")
        where = f": {', '.join(done.emptied[:10])}" if done.emptied else ""
        where += " …" if len(done.emptied) > 10 else ""
        what = "nothing is left of these threads" if done.emptied else "most of what there is"
        click.echo(
            f"{provider.name} does not show {gone} any more; {what}{where}. They were left as "
            "they are. An emptied server, another address and a lost data base look like that: "
            "check comments_provider_url, site_url and the settings. If the comments are gone, "
            "sync again with --deletions.",
            err=True,
        )
    new = sum(len(merge.added) for merge in done.merges.values())
    parts = [f"{_many(asked, 'thread')} at {provider.origin}", f"{_many(new, 'new comment')}"]
    if done.counted:
        parts.append(f"{_many(done.counted, 'count')} without texts")
    if done.failed:
        parts.append(f"{len(done.failed)} not up to date")
    click.echo(", ".join(parts) + ".")
    if dry:
        click.echo("Nothing was written.")
    elif done.written:
        click.echo(f"Changed in {blog.shown(blog.ledger)}: {_many(len(done.written), 'file')}.")


# --- A server of one's own ---


@click.command("serve")
@click.option("--port", default=8090, show_default=True, type=click.IntRange(1, 65535))
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--site",
    "sites",
    multiple=True,
    help="Where the pages are that may use it; repeat for several. "
    "As a rule site_url and the preview's address.",
)
@click.option("--moderate", is_flag=True, help="Hold new comments back until you approve them.")
@click.option("--write-only", is_flag=True, help="Write the configuration and do not start.")
@click.option("-f", "--config-file", default="mkdocs.yml", show_default=True)
def serve_command(
    port: int, host: str, sites: tuple[str, ...], moderate: bool, write_only: bool, config_file: str
) -> None:
    """Start Isso on this machine, set up so that a whole office can comment.

    Its files are in .playbook/, which git leaves alone.
    """
    if not re.fullmatch(r"[A-Za-z0-9.-]+", host):
        raise click.ClickException("Isso listens on a name or an IPv4 address: --host 127.0.0.1.")
    blogs = blogs_of(config_file)
    root = Path(config_file).resolve().parent
    hosts = _origins(sites or [blog.site_url for blog in blogs], bool(sites))
    folder = root / FOLDER
    folder.mkdir(exist_ok=True)
    folder.chmod(0o700)  # names and addresses of readers lie there
    write_text(folder / ".gitignore", "*\n")
    file = folder / NAME
    text = configuration(host, port, hosts, moderate, salt_of(file))
    file.touch(mode=0o600)
    file.chmod(0o600)
    write_text(file, text)
    click.echo(f"Configuration: {FOLDER}/{NAME}. Comments: {FOLDER}/isso.db.")
    if write_only:
        return
    if importlib.util.find_spec("isso") is None:
        what = 'Isso is not installed. Install it with: pip install "mkdocs-playbook[isso]"'
        raise click.ClickException(what)
    # Listening on every address is none that a reader could be sent to.
    address = f"http://{socket.gethostname() if host == '0.0.0.0' else host}:{port}"
    click.echo(f"Isso answers at {address} for {', '.join(hosts)}. Ctrl+C ends it.")
    click.echo(f"In {config_file}: comments_provider: isso, comments_provider_url: {address}")
    if moderate:
        click.echo(f"Approve at {address}/admin/ with the password in {FOLDER}/{NAME}.")
    _run(root)


def _origins(given: Any, strict: bool) -> list[str]:
    """Scheme, host and port of every address; the usual previews where none was asked for."""
    found = []
    for address in given:
        parts = urlsplit(address)
        if parts.scheme in {"http", "https"} and parts.hostname and "$" not in address:
            found.append(f"{parts.scheme}://{parts.netloc}")
        elif strict:
            raise click.ClickException(f'--site "{address}" is not a web address.')
    if not strict:
        found += ["http://127.0.0.1:8000", "http://localhost:8000"]
    return list(dict.fromkeys(found))


def _run(root: Path) -> NoReturn:
    """Isso in the foreground; it ends when we do, whoever ends us."""
    os.umask(0o077)  # the data base is for nobody else on this machine
    start = [sys.executable, "-c", "from isso import main; main()"]
    isso = subprocess.Popen([*start, "-c", f"{FOLDER}/{NAME}", "run"], cwd=root)

    def end(number: int, frame: FrameType | None) -> NoReturn:
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, end)
    try:
        code = isso.wait()
    except KeyboardInterrupt:
        code = 0
    finally:
        if isso.poll() is None:
            isso.terminate()
            isso.wait(timeout=10)
    sys.exit(code)
