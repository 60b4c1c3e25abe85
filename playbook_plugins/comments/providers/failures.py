"""How asking a provider fails, in words. A build may import this: it knows no network."""

from __future__ import annotations

AGAIN = "Sync again later; the numbers that you have stay."
ADDRESS = "Check the provider's address in mkdocs.yml (comments_provider_url)."


class FetchError(Exception):
    """No answer that could be used: `what` happened, what to do."""

    def __init__(self, what: str, cure: str = AGAIN, status: int = 0, body: bytes = b"") -> None:
        """`status` and `body` where the server did answer."""
        super().__init__(f"{what} {cure}")
        self.what = what
        self.cure = cure
        self.status = status
        self.body = body
