"""What the blog itself says, as opposed to its authors and to the theme (`lang.t`)."""

from __future__ import annotations

from collections.abc import Mapping

from playbook_plugins.kinds import KINDS
from playbook_plugins.shared.words import Vocabulary

MENTIONS = {name: kind.mention for name, kind in KINDS.items() if kind.mention}

ENGLISH: Mapping[str, str] = {
    "no-posts": "No posts yet.",
    "no-tips": "No tips yet.",
    "no-comments-yet": "No comments yet.",
    "newer-posts": "Newer posts",
    "older-posts": "Older posts",
    "pages": "Pages of this listing",
    "page": "Page",
    "page-title": "{title}, page {n}",
    "older": "Older",
    "newer": "Newer",
    "more-posts": "More posts",
    "way-back": "Way back",
    "about-author": "About the author",
    "updated": "updated",
    "by": "by",
    "in": "in",
    "pinned": "pinned",
    "sample": "Sample comment",
    "author-badge": "Author",
    "post-comment": "Post a comment",
    "comments-closed": "Comments closed.",
    "comments-shown": "The newest {shown} of {n} comments are shown.",
    "comments-earlier.one": "1 earlier comment",
    "comments-earlier.other": "{n} earlier comments",
    "comment-erased": "Erased comment",
    "reply": "Reply",
    "reply-to": "Reply to {author}",
    "mail-opens": "A mail opens in your mail program. You can also write to {address}.",
    "mail-public": "Your name and your words become public on this page.",
    "mail-private": "Your address does not.",
    "comment-answers": "to {author}",
    "hear-answers": "Hear of answers",
    "discuss-at": "Discuss at {host}",
    "on": "on {title}",
    "comment-on": "{author} on {title}",
    "unanswered": "waits for an answer",
    "series": "Series",
    "part-of": "Part {part} of {n} of the series “{title}”",
    "related": "Related posts",
    "labels": "Labels",
    "posts.one": "1 post",
    "posts.other": "{n} posts",
    "items.one": "1 item",
    "items.other": "{n} items",
    "rows.one": "1 row",
    "rows.other": "{n} rows",
    "no-plays": "No plays yet.",
    "plays-all": "All",
    "plays-choose": "Show only",
    "plays-other": "Other",
    "plays-most": "Up to {n} minutes",
    "plays-longer": "Longer than {n} minutes",
    "plays.one": "1 play",
    "plays.other": "{n} plays",
    "minutes.one": "1 minute",
    "minutes.other": "{n} minutes",
    "hours.one": "1 hour",
    "hours.other": "{n} hours",
    "play-sheet": "Sheet:",
    "tip-in": "from {title}",
    "feed-comments": "{blog}: comments",
    "feed-tips": "{blog}: tips",
    "feed-group": "{blog}: {name}",
    "feed-thread": "Comments on {title}",
    "blog": "Blog",
    "blogroll": "My Blog List",
    "feeds": "Feeds:",
    "goes-to": "You find it here:",
    **{f"kind-{name}": mention.called for name, mention in MENTIONS.items()},
    **{f"open-{name}": mention.open for name, mention in MENTIONS.items()},
}
"""Key → English."""


def sheet_words(words: Vocabulary) -> dict[str, str]:
    """What a link to a worksheet says, by the sheet's kind."""
    return {kind: words[f"open-{kind}"] for kind in MENTIONS}


def words_of(language: str) -> Vocabulary:
    """The blog's words in `language` ("en", "pt-BR")."""
    return Vocabulary("blog", language, ENGLISH)
