"""What sheets are made of: items, fields, rows, prose; how each is read and rendered."""
