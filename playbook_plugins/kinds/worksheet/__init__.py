"""A worksheet: a document that holds prose, fields, items and sheets of other kinds."""

from __future__ import annotations

from playbook_plugins.forms.documents import DocumentKind
from playbook_plugins.forms.kind import Mention, Starter

from .model import Worksheet

STARTER = """\
//// worksheet | {title}
    id: {id}

### Before {{#before}}

- What do you want from it? ____ {{#want .long .required}}
- On which day? ____ {{#day .date}}

### After {{#after opens-when=before}}

- How did it go? ____ {{#how}}
    - ( ) As we wanted {{#as-wanted}}
    - ( ) Partly {{#partly}}
- [ ] The next date is in both calendars {{#next-date .required}}

/// action-plan | What we do next
    id: {id}-actions

| Action | Who | By | Status |
|--------|-----|----|--------|
| The first step {{#first-step}} | Me | +7d | To do |
///
////
"""


class WorksheetKind(DocumentKind[Worksheet]):
    """The only kind that others may stand in."""

    model = Worksheet
    synonyms = ("form", "sheet")
    holds_sheets = True
    mention = Mention("Worksheet", "Open the worksheet")
    starter = Starter("worksheet", STARTER)


KIND = WorksheetKind()
