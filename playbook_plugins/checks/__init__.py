"""What can be wrong with a source, one module a theme; none knows a host.

`site.py` is where the themes and the features meet: `checked` looks at one file and depends on
its bytes, its path and the rules alone; `across` looks at what several files say together.
"""
