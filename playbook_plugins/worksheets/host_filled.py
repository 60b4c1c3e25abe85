"""Filled-in examples: a link to a file with a copy, in the docs folder, opens as the sheet.

An author writes `[At week six](../assets/examples/week-six.json)`. On the page the link leads to
the sheet that the copy is of, with the copy behind the `#` (docs/contributing/response-format.md),
where it opens to be read. The file stays what it is, for whoever would rather download it.
"""

from __future__ import annotations

import base64
import json
import posixpath
import re
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from html import escape, unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from mkdocs.structure.files import File, Files

from playbook_plugins.shared.problems import Problem, did_you_mean, shown_path

FORMAT = "playbook-response"
LARGEST = 48 * 1024
"""Bytes of a file that is looked into: with more, its link would be too long to open."""
LEFT_OUT = ("labels",)
"""What a link does not carry: the sheet has it."""
START_DATE = "start-date"

_LINK = re.compile(r'(<a\b[^>]*?\bhref=")([^"#?]+\.json)(")')


class Filled:
    """The example files of one site."""

    def __init__(self, files: Files, root: Path = Path()) -> None:
        """Look for copies among a site's `files`; `root` is the folder that holds mkdocs.yml."""
        found = (
            (file.dest_uri, _shown(file, root), _copy_in(file.content_bytes))
            for file in files
            if file.src_uri.endswith(".json") and _is_small(file)
        )
        self._records = {at: (source, copy) for at, source, copy in found if copy}

    def __bool__(self) -> bool:
        return bool(self._records)

    @property
    def inputs(self) -> Any:
        """What a page with links to examples depends on."""
        return self._records

    def problems(self, asked: Mapping[str, Mapping[str, Any]]) -> Iterator[Problem]:
        """What is wrong with the files; `asked` is what each sheet asks (`sheet_list.entry_of`)."""
        for source, copy in self._records.values():
            name = str(copy.get("worksheet"))
            if name not in asked:
                what = f'a copy of the sheet "{name}", and no page has it.'
                yield Problem(source, 0, 0, what, did_you_mean(name, [*asked]))
                continue
            for key in _strangers(copy, asked[name]):
                what = f'"{key}" is nothing that the sheet "{name}" asks any more.'
                cure = "Rename it as on the sheet, or take it out."
                yield Problem(source, 0, 0, what, cure)

    def placed(self, output: str, page: str, home: Callable[[str], str | None]) -> str:
        """A page's HTML with its links to examples; `page` is its address, `home` leads from it to
        a sheet."""

        def lead(found: re.Match[str]) -> str:
            at = posixpath.normpath(
                posixpath.join("/", posixpath.dirname(page), unquote(unescape(found[2])))
            )
            known = self._records.get(at.lstrip("/"))
            address = home(str(known[1]["worksheet"])) if known else None
            if known is None or address is None:
                return found[0]
            link = f"{address.partition('#')[0]}#{fragment_of(known[1])}"
            return f"{found[1]}{escape(link)}{found[3]}"

        return _LINK.sub(lead, output) if self and ".json" in output else output


def fragment_of(copy: Mapping[str, Any]) -> str:
    """What stands behind the `#` of a link that carries `copy`."""
    record = {key: value for key, value in copy.items() if key not in LEFT_OUT}
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(text) + packer.flush()
    data = base64.urlsafe_b64encode(packed).decode().rstrip("=")
    return f"pb1.z.{zlib.crc32(packed):08x}.{data}"


def _shown(file: File, root: Path) -> str:
    return shown_path(Path(file.abs_src_path), root) if file.abs_src_path else file.src_uri


def _is_small(file: File) -> bool:
    path = Path(file.abs_src_path) if file.abs_src_path else None
    return path is None or (path.is_file() and path.stat().st_size <= LARGEST)


def _copy_in(content: bytes) -> dict[str, Any] | None:
    if len(content) > LARGEST or FORMAT.encode() not in content:
        return None
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) and value.get("format") == FORMAT else None


def _strangers(copy: Mapping[str, Any], entry: Mapping[str, Any]) -> Iterator[str]:
    """Ids in `copy` that its sheet does not have."""
    questions = {each["id"] for each in entry["questions"]} | {START_DATE}
    tables = {each["id"]: {cell["id"] for cell in each["columns"]} for each in entry["tables"]}
    yield from (key for key in _keys(copy.get("answers")) if key not in questions)
    for table in _keys(copy.get("rows")):
        if table not in tables:
            yield table
            continue
        for row in (copy["rows"][table] or {}).values():
            cells = _keys(row.get("cells") if isinstance(row, Mapping) else None)
            yield from (f"{table}.{cell}" for cell in cells if cell not in tables[table])


def _keys(value: object) -> Collection[str]:
    return [str(key) for key in value] if isinstance(value, Mapping) else ()
