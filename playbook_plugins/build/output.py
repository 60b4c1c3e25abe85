"""The file that the host writes for a page: with fewer calls, and its content stays at hand.

Its step looks for the folder, which is there, and we would read again what it has just written.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from mkdocs import utils

from playbook_plugins.shared.file_reading import content_of
from playbook_plugins.shared.writing import write_new


class Output:
    """What the host wrote last, in this process."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._path, self._content = "", b""

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Meanwhile the host writes files through us."""
        plain = utils.write_file

        def write_file(content: bytes, output_path: str) -> None:
            self._path = ""
            try:
                write_new(output_path, content)
            except FileNotFoundError:  # its folder is not there
                plain(content, output_path)
            self._path, self._content = output_path, content

        utils.write_file = write_file
        try:
            yield
        finally:
            utils.write_file = plain

    def take(self, path: str) -> bytes | None:
        """What stands in the file at `path`, just written. Raises `OSError` where there is none."""
        if path != self._path:
            return content_of(path)
        self._path, content = "", self._content
        return content
