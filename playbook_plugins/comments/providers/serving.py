"""Isso's configuration for an office: many people behind one address, each with a name.

Isso cuts addresses to their network and counts by them. With its own defaults the third comment
of a minute is refused, the fourth on a post for ever, and an answer to a colleague's fresh
comment as an answer to oneself.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from configparser import ConfigParser
from configparser import Error as ConfigError
from pathlib import Path

FOLDER = ".playbook"
NAME = "isso.cfg"

_TEXT = """\
; Written by `playbook comments serve`, anew each time. For a server that stays up, copy this
; file, change what you need there, and run: isso -c your-copy.cfg run

[general]
; From the folder in which Isso is started.
dbpath = .playbook/isso.db
host =
{hosts}
max-age = 15m
notify = stdout
gravatar = false
latest-enabled = false

[admin]
enabled = {moderate}
password = {password}

[moderation]
enabled = {moderate}

[server]
listen = http://{host}:{port}

[guard]
enabled = true
; These count for a whole network, an office floor: comments a minute,
ratelimit = 60
; and first comments on one post, ever.
direct-reply = 100000
; A colleague's fresh comment has the same address as one's own.
reply-to-self = true
require-author = true
require-email = false

[hash]
; Sent with every comment. With the salt that everybody knows, an address could be worked out.
salt = {salt}
algorithm = pbkdf2
"""


def configuration(
    host: str, port: int, hosts: Sequence[str], moderate: bool, salt: str = ""
) -> str:
    """The text of Isso's configuration, with a fresh password for its admin page.

    `hosts` are the sites whose pages may use it; `salt` is that of the last configuration.
    """
    return _TEXT.format(
        hosts="\n".join(f"    {each}/" for each in hosts),
        moderate="true" if moderate else "false",
        password=secrets.token_urlsafe(18),
        host=host,
        port=port,
        salt=salt or secrets.token_urlsafe(18),
    )


def salt_of(file: Path) -> str:
    """The salt of an earlier configuration, so that people keep their marks; empty for none."""
    parser = ConfigParser(interpolation=None, allow_no_value=True)
    try:
        parser.read(file, encoding="utf-8")
        return parser.get("hash", "salt", fallback="")
    except (ConfigError, UnicodeDecodeError):
        return ""
