"""How our plugins take their options from mkdocs.yml: wrong ones are named with line and cure."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .options import option_problems


class ClearOptions:
    """Stands before the host's plugin class; `feature` is the folder that declares the options."""

    feature = ""

    def load_config(
        self, options: Any, config_file_path: str | None = None
    ) -> tuple[list[Any], list[Any]]:
        """The host's errors and warnings, in our words where we have some."""
        loaded = super().load_config(options, config_file_path)  # type: ignore[misc]
        errors, warnings = [list(each) for each in loaded]
        try:
            text = Path(config_file_path or "").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            text = ""
        shown = Path(config_file_path or "mkdocs.yml").name
        given = options if isinstance(options, dict) else {}
        for name, problem in option_problems(self.feature, given, text, shown):
            unknown = "has no option" in problem.what
            errors = [each for each in errors if each[0] != name]
            warnings = [each for each in warnings if each[0] != name]
            (warnings if unknown else errors).append((name, str(problem)))
        return errors, warnings
