"""`python -m playbook_plugins` is the command `playbook`."""

from playbook_plugins.cli import main

main()
