"""One plugin's way from a build to the public: its stage, over builds, previews and failures.

Knows no host: it is told when a build begins and how it ends, and what the build's configuration
is. While a build runs, `site_dir` of that configuration is the stage; before and after, for whoever
reads it, it is the site.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from .staging import REASONS, Stage, StagingError, open_stage, sentence

Say = Callable[[str], None]


class Configuration(Protocol):
    """What a build is told: of all that, where it writes."""

    site_dir: str


class Publication:
    """Where the present build writes, and what becomes of it."""

    def __init__(self) -> None:
        self.stage: Stage | None = None
        """Of the outermost build; one inside it writes there too."""
        self.is_preview = False
        self._builds: list[tuple[Configuration, str]] = []
        """The builds that run, outermost first, and the folder that each was told to write."""

    @property
    def inner(self) -> int:
        """Builds inside the build: some plugins build once more for each language."""
        return max(0, len(self._builds) - 1)

    def begin(self, config: Configuration, wait: float, say: Say, inside: bool = False) -> None:
        """A build of `config` begins: turn it to the folder that it is to write.

        `inside`: it runs inside another one, whose stage it then shares. Raises `StagingError`.
        """
        place = self.stage and self.stage.place(config.site_dir)
        if self.stage and (inside or Path(config.site_dir) == place):
            self._turn(config, place or config.site_dir)  # elsewhere: the host's own way
            return
        self.give_up()
        self.stage = open_stage(Path.cwd() / config.site_dir, wait, say)
        self._turn(config, str(self.stage.folder))

    def _turn(self, config: Configuration, place: str | Path) -> None:
        self._builds.append((config, config.site_dir))
        config.site_dir = str(place)

    def follow(self, config: Configuration, wait: float, say: Say) -> None:
        """Go along where another plugin has turned the build to another folder since it began.

        To a part of the site: the rest is not the build's, and stays. Out of the site: there.
        """
        stage = self.stage
        if not stage or self.inner or Path(config.site_dir) == stage.folder:
            return
        place, meant = stage.place(config.site_dir), config.site_dir
        if place is None:
            self.give_up()
            config.site_dir = meant
            self.begin(config, wait, say)
            return
        config.site_dir = str(place)
        stage.keep_all_but(place)
        self._builds = [(config, str(stage.site / place.relative_to(stage.folder)))]

    def end_inner(self) -> bool:
        """Whether the build that ends now ran inside another; it is over then."""
        if not self.inner:
            return False
        self._turn_back(1)
        return True

    def _turn_back(self, most: int) -> None:
        for _ in range(min(most, len(self._builds))):
            config, place = self._builds.pop()
            config.site_dir = place

    def publish(self) -> Path | None:
        """Make the new tree live; returns the site's folder, None where nothing was staged.

        Nothing was, too, where the build was turned away from the stage after all. Raises
        `StagingError`, or `LeftError` where all but a few files are live.
        """
        stage = self.stage
        if not stage:
            return None
        if stage.place(self._builds[0][0].site_dir) is None:
            self.give_up()
            return None
        self.stage = None
        self._turn_back(len(self._builds))
        try:
            stage.publish(is_preview=self.is_preview)
        except StagingError as error:
            raise StagingError(f"{error} {what_visitors_see(stage)}") from error
        return stage.site

    def give_up(self) -> Stage | None:
        """Forget the new tree, the live one stays; returns what was given up."""
        stage, self.stage = self.stage, None
        self._turn_back(len(self._builds))
        if stage:
            stage.discard()
        return stage


def what_visitors_see(stage: Stage) -> str:
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
    inside = name is None or name.is_relative_to(stage.hidden)
    return sentence(error, stage.site if inside or name is None else name)
