"""An old blog comes home: an export becomes files and threads of this site."""
