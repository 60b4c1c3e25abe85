"""What the host and its plugins ask the theme for, again and again: answered with less work."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

from jinja2 import Environment, FileSystemLoader
from mkdocs.theme import Theme

from .templates import COMPILED

ICONS = ".icons"
"""Where Material keeps ten thousand pictures for its templates."""


class Asked:
    """Stands before one `theme` for a part of a build, in one way at a time."""

    def __init__(self, theme: Theme) -> None:
        """In no way yet."""
        self._theme = theme
        self._plain = theme.get_env

    def compile_once(self) -> None:
        """Let all environments of the theme share what they compile.

        Material's search asks for three, to look up three words of the site's language.
        """

        def ease(env: Environment) -> None:
            if env.bytecode_cache is None:
                env.bytecode_cache = COMPILED

        self._step_in(ease)

    def pass_by_icons(self) -> None:
        """Let the list of the theme's files be made without going through its icons.

        The host asks for what is to be copied, and takes nothing from a folder with such a name.
        """

        def ease(env: Environment) -> None:
            env.list_templates = _listing(env)  # type: ignore[method-assign]

        self._step_in(ease)

    def step_out(self) -> None:
        """The theme answers by itself again."""
        vars(self._theme).pop("get_env", None)

    def _step_in(self, ease: Callable[[Environment], None]) -> None:
        def get_env() -> Environment:
            env = self._plain()
            ease(env)
            return env

        self._theme.get_env = get_env  # type: ignore[method-assign]


def _listing(env: Environment) -> Callable[..., list[str]]:
    """As the environment's own `list_templates`, which gives every name to `filter_func`."""
    plain, loader = env.list_templates, env.loader

    def listed(
        extensions: Any = None, filter_func: Callable[[str], bool] | None = None
    ) -> list[str]:
        passes_by = filter_func and not filter_func(f"{ICONS}/any.svg")
        if extensions or not filter_func or not passes_by or type(loader) is not FileSystemLoader:
            return plain(extensions, filter_func)
        names = {name for place in loader.searchpath for name in _names(place, loader.followlinks)}
        return [name for name in sorted(names) if filter_func(name)]

    return listed


def _names(place: str, follow: bool) -> Iterator[str]:
    for folder, inside, files in os.walk(place, followlinks=follow):
        if folder == place and ICONS in inside:
            inside.remove(ICONS)
        above = os.path.relpath(folder, place).replace(os.sep, "/")
        yield from (name if above == "." else f"{above}/{name}" for name in files)
