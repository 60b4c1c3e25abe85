"""One plugin's way from a build to the public: its stage, over builds, previews and failures.

Knows no host: it is told when a build begins and how it ends.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .staging import REASONS, Stage, StagingError, open_stage, sentence

Say = Callable[[str], None]


class Publication:
    """Where the present build writes, and what becomes of it."""

    def __init__(self) -> None:
        self.stage: Stage | None = None
        self.inner = 0
        """Builds inside the build: some plugins build once more for each language."""
        self.server: Any = None

    def begin(self, site: str, wait: float, say: Say) -> str:
        """A build of the folder `site` begins: the folder it is to write instead.

        The tree before the last one stays (`Stage.spare`) until the build drops or uses it.
        """
        if self.stage and Path(site).is_relative_to(self.stage.folder):
            self.inner += 1
            return site
        self.give_up()
        self.stage = open_stage(Path.cwd() / site, wait, say, keep_spare=True)
        return str(self.stage.folder)

    def follow(self, site: str, wait: float, say: Say) -> str:
        """Stage again where another plugin turned the build to another folder meanwhile.

        A folder inside ours was meant inside the site, and the rest of the site is not ours.
        """
        if not self.stage or self.inner or Path(site) == self.stage.folder:
            return site
        meant = Path(site)
        if meant.is_relative_to(self.stage.folder):
            meant = self.stage.site / meant.relative_to(self.stage.folder)
        self.give_up()
        return self.begin(str(meant), wait, say)

    def spare(self) -> Path | None:
        """The tree before the last one, for this build to use."""
        return self.stage.spare if self.stage and not self.inner else None

    def drop_spare(self) -> None:
        """Nothing in the tree before the last one is of use: make room before pages are written."""
        if self.stage and not self.inner:
            self.stage.drop_spare()

    def is_inner(self) -> bool:
        """Whether the build that ends now ran inside another; counts it as ended."""
        if not self.inner:
            return False
        self.inner -= 1
        return True

    def publish(self) -> Path | None:
        """Make the new tree live; returns the site's folder, None when nothing was staged."""
        if not self.stage:
            return None
        stage, self.stage = self.stage, None
        try:
            stage.publish(is_preview=self.server is not None)
        except StagingError as error:
            raise StagingError(f"{error} {standing(stage)}") from error
        return stage.site

    def give_up(self) -> Stage | None:
        """Forget the new tree, the live one stays; returns what was given up."""
        stage, self.stage, self.inner = self.stage, None, 0
        if stage:
            stage.discard()
        return stage

    def answer(self) -> None:
        """Let the preview's server answer again, with the last whole site.

        It holds every request back while a build runs, and would do so until one succeeds.
        """
        condition = getattr(self.server, "_epoch_cond", None)
        if condition is not None and hasattr(self.server, "_visible_epoch"):
            with condition:
                self.server._wanted_epoch = self.server._visible_epoch
                condition.notify_all()


def standing(stage: Stage) -> str:
    """What visitors see after a failure."""
    there = stage.live.iterdir() if stage.live.is_dir() else iter(())
    if any(not path.name.startswith(".") for path in there):
        return f"The site in {stage.site.name}/ is as it was."
    return f"There is no site in {stage.site.name}/ yet."


def system_error(error: Exception, stage: Stage) -> str:
    """A sentence for an error of the system that an author can mend; empty for any other."""
    if not isinstance(error, OSError) or error.errno not in REASONS:
        return ""
    name = Path(os.fsdecode(error.filename)) if isinstance(error.filename, str | bytes) else None
    inside = name is None or name.is_relative_to(stage.shelf)
    return sentence(error, stage.site if inside or name is None else name)
