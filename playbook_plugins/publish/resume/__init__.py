"""A build in a new process goes on from the last one: what no changed text touches stays."""
