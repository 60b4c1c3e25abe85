"""Built beside the live site and swapped in at the end: a failed build changes nothing."""
