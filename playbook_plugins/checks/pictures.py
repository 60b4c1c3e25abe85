"""Pictures that the authors file names: are they there?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playbook_plugins.shared.problems import Problem, Report, did_you_mean

from .rules import SiteRules
from .source_text import place


def check_pictures(
    site: SiteRules, path: Path, text: str, authors: Mapping[str, Any], report: Report
) -> None:
    """Pictures of authors that are not in the docs folder."""
    for author in authors.values():
        picture = author.avatar
        if not picture or re.match(r"[a-zA-Z][\w+.-]*:|/", picture):
            continue
        if (site.docs / picture).is_file() or "not_found" in site.ignored:
            continue
        line, column = place(text, max(text.find(picture), 0))
        folder = (site.docs / picture).parent
        beside = [each.name for each in folder.iterdir()] if folder.is_dir() else []
        near = did_you_mean(Path(picture).name, beside)
        cure = f"Put it at {site.shown(site.docs)}/{picture}, or take the line out."
        if near.startswith("Did you mean"):
            cure = near.replace('"', f'"{picture.rpartition("/")[0]}/', 1).replace('"/', '"')
        what = f'author "{author.id}": the picture "{picture}" is not there.'
        report(Problem(site.shown(path), line, column, what, cure))
