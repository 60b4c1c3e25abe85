"""The files of a docs folder: which there are, and what is in them. Hostile until it is read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from playbook_plugins.shared.file_reading import content_of
from playbook_plugins.shared.problems import Problem, Report

from .checked import Checked
from .rules import PageRules, SiteRules


def files_of(site: SiteRules, report: Report) -> Iterator[str]:
    """Every file in the docs folder, in the order in which MkDocs reads them.

    What cannot be read, or would bring in files from elsewhere, is reported and passed over.
    """
    seen = {os.path.realpath(site.docs)}
    for folder, folders, names in os.walk(site.docs, followlinks=True):
        folders.sort()
        names.sort(key=lambda name: (name.rpartition(".")[0] not in {"index", "README"}, name))
        links = {each.name for each in os.scandir(folder) if each.is_symlink()}
        inside = Path(folder).relative_to(site.docs).as_posix()
        for name in [*folders]:
            if name in links and not _is_ours(site, Path(folder, name), report):
                folders.remove(name)
            elif name in links:
                real = os.path.realpath(Path(folder, name))
                if real in seen or str(site.docs.resolve()).startswith(f"{real}/"):
                    folders.remove(name)
                    what = "this folder leads to one that holds it or is here already."
                    report(Problem(site.shown_link(Path(folder, name)), 0, 0, what, "Remove it."))
                seen.add(real)
        for name in names:
            if name not in links or _is_ours(site, Path(folder, name), report):
                yield name if inside == "." else f"{inside}/{name}"


def _is_ours(site: SiteRules, path: Path, report: Report) -> bool:
    """Whether a link in the docs folder leads to something in the project's folder."""
    real = Path(os.path.realpath(path))
    if not real.exists():
        what, cure = "this leads to a file that is not there.", "Remove it, or mend the link."
    elif not real.is_relative_to(site.root.resolve()):
        what = "this leads to a file outside of the project, which would be published."
        cure = "Copy the file into the docs folder."
    else:
        return True
    report(Problem(site.shown_link(path), 0, 0, what, cure))
    return False


def read_source(name: str, site: SiteRules, rules: PageRules) -> bytes | Checked:
    """A file's content, or what is wrong with a file that has none to be read."""
    shown = rules.prefix + name
    try:
        content = content_of(f"{site.docs}/{name}")
        if content is not None:
            return content
        what, cure = "this is no ordinary file.", "Remove it."
    except OSError as error:
        what, cure = f"this file cannot be opened: {error.strerror}.", "Check its permissions."
    return Checked(name, shown, (Problem(shown, 0, 0, what, cure),), readable=False)
