"""Several changes to one finished page, made at once."""

from __future__ import annotations


class Edits:
    """Changes to `text`: a page of sixty thousand signs is copied once, and not for each of them.

    Each is found in the text as it was given; none may reach into another.
    """

    def __init__(self, text: str) -> None:
        """Nothing is changed yet."""
        self.text = text
        self._edits: list[tuple[int, int, str]] = []

    def put(self, start: int, end: int, new: str) -> None:
        """Put `new` in the place of `text[start:end]`; at one place, after what was put before."""
        self._edits.append((start, end, new))

    def made(self) -> str:
        """The text with every change."""
        if not self._edits:
            return self.text
        pieces: list[str] = []
        last = 0
        for start, end, new in sorted(self._edits, key=lambda edit: edit[:2]):
            pieces += (self.text[last:start], new)
            last = end
        return "".join((*pieces, self.text[last:]))
