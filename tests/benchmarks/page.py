def write_page(record): pass
