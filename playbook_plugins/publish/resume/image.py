"""What a whole build knew, as bytes: files, pages, navigation, and what our plugins gathered.

What each process makes anew is left out and stands in by name: configuration, plugins, their
options, the templates' environment. Pages and files refer to each other in long chains, so each
is a number, and what it holds stands in a list.
"""

from __future__ import annotations

import gc
import io
import pickle
import struct
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MethodType
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from playbook_plugins.revive import HOST as PLAIN
from playbook_plugins.revive import RefusedError
from playbook_plugins.steps import PageSteps

HOST = PLAIN | {
    ("mkdocs.structure.files", "Files"),
    ("mkdocs.structure.files", "InclusionLevel"),
    ("mkdocs.structure.nav", "Navigation"),
    ("mkdocs.structure.nav", "Section"),
    ("mkdocs.structure.nav", "Link"),
    ("builtins", "str"),
    ("collections", "defaultdict"),
    ("pathlib", "PosixPath"),
    ("pathlib", "WindowsPath"),
}
FUNCTIONS = {("playbook_plugins.comments.thread", name) for name in ("body_html", "author_url")}
"""Functions of ours that plugins keep."""
SHELLS = struct.Struct("<II")
"""How many files and pages there are."""
TOLD = "_report"
"""The one method of a plugin that others keep: whom they tell of problems."""
PAGE_ONLY = frozenset({"playbook_facts"})
"""What a page holds for the time of its conversion."""


@dataclass
class Image:
    """What a build knew, in the process that made it or in a later one."""

    files: Files
    nav: Navigation
    doc_files: Sequence[File]
    plugins: dict[str, dict[str, Any]]
    """What each of our plugins holds, by its name."""
    more: dict[str, Any] = field(default_factory=dict)
    """What else is needed: plain values and our own records."""


def kept(image: Image, config: MkDocsConfig, env: Any) -> bytes:
    """The image as bytes. Raises `pickle.PicklingError` where it holds what cannot be kept."""
    files = list(image.files)
    pages = [file.page for file in files if file.page is not None]
    names = {id(each): name for name, each in _stand_ins(config, env).items()}
    numbers: dict[int, str | int] = {id(file): n for n, file in enumerate(files)}
    numbers |= {id(page): -1 - n for n, page in enumerate(pages)}
    out = io.BytesIO()
    pickler = _Keeper(out, names | numbers)
    shells = (len(files), len(pages))
    held = [vars(each) for each in files]
    held += [{k: v for k, v in vars(each).items() if k not in PAGE_ONLY} for each in pages]
    rest = (image.files, image.nav, list(image.doc_files), image.plugins, image.more)
    collects = gc.isenabled()
    gc.disable()
    try:
        out.write(SHELLS.pack(*shells))
        pickler.dump((held, rest))
    except (TypeError, AttributeError, RecursionError) as error:
        raise pickle.PicklingError(str(error)) from error
    finally:
        if collects:
            gc.enable()
    return out.getvalue()


def revived(raw: bytes, config: MkDocsConfig, env: Any) -> Image:
    """The image that was kept as `raw`. Raises `RefusedError` where it is none.

    What it holds is not looked through for garbage until somebody calls `gc.unfreeze`.
    """
    source = io.BytesIO(raw)
    collects = gc.isenabled()
    gc.disable()  # a hundred thousand new things, and not one to be collected
    try:
        count, of_pages = SHELLS.unpack(source.read(SHELLS.size))
        files = [File.__new__(File) for _ in range(count)]
        pages = [Page.__new__(Page) for _ in range(of_pages)]
        reviver = _Reviver(source, _stand_ins(config, env), files, pages)
        held, rest = reviver.load()
        for each, values in zip((*files, *pages), held, strict=True):
            vars(each).update(values)
        return Image(*rest)
    except RefusedError:
        raise
    except Exception as error:  # cut short, or of other versions of our records
        raise RefusedError(str(error)) from None
    finally:
        gc.freeze()  # it stays to the end
        if collects:
            gc.enable()


def _stand_ins(config: MkDocsConfig, env: Any) -> dict[str, Any]:
    """What each process makes anew, by the name that stands for it."""
    found: dict[str, Any] = {"config": config, "env": env, "theme": config.theme}
    for name, plugin in config.plugins.items():
        found |= {f"plugin {name}": plugin, f"options {name}": getattr(plugin, "config", None)}
    return {name: each for name, each in found.items() if each is not None}


class _Keeper(pickle.Pickler):
    def __init__(self, out: io.BytesIO, names: Mapping[int, str | int]) -> None:
        super().__init__(out, pickle.HIGHEST_PROTOCOL)
        self._names = names

    def reducer_override(self, each: Any) -> Any:
        """What is not kept itself, as its name or number; a plugin's method, as the plugin's.

        Asked of objects alone: `persistent_id` would be asked of every text and number, too.
        """
        name = self._names.get(id(each))
        if name is not None:
            return stand_in, (name,)
        if isinstance(each, MethodType):
            if each.__name__ == TOLD and isinstance(each.__self__, PageSteps):
                return method_of, (each.__self__,)
            raise pickle.PicklingError(repr(each))
        return NotImplemented


def stand_in(name: str | int) -> Any:
    """What a name or number stands for: only who takes up an image knows it."""
    raise RefusedError(str(name))


def method_of(plugin: PageSteps) -> Any:
    """Whom a plugin's parts tell of problems."""
    if not isinstance(plugin, PageSteps):
        raise RefusedError(repr(plugin))
    return getattr(plugin, TOLD)


class _Reviver(pickle.Unpickler):
    def __init__(
        self,
        source: io.BytesIO,
        names: Mapping[str, Any],
        files: Sequence[File],
        pages: Sequence[Page],
    ) -> None:
        super().__init__(source)
        self._names, self._files, self._pages = names, files, pages

    def _stand_in(self, name: Any) -> Any:
        """What a name or number stands for in this process."""
        if isinstance(name, int):
            return self._files[name] if name >= 0 else self._pages[-1 - name]
        if name not in self._names:
            raise RefusedError(str(name))
        return self._names[name]

    def find_class(self, module: str, name: str) -> Any:
        """A class that an image may hold; asked once for each."""
        if (module, name) == (__name__, stand_in.__name__):
            return self._stand_in
        if (module, name) in HOST | FUNCTIONS or (module, name) == (__name__, method_of.__name__):
            return super().find_class(module, name)
        if module.partition(".")[0] == "playbook_plugins" and module in sys.modules:
            found = super().find_class(module, name)
            if isinstance(found, type) and "." not in name and found.__module__ == module:
                return found
        raise RefusedError(f"{module}.{name}")
