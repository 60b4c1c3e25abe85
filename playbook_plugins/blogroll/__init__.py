"""My Blog List: other people's blogs, each with its newest post. The network is a command's."""

from __future__ import annotations
