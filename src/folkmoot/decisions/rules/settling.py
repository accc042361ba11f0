"""How long what was done may remain unseen."""

from datetime import timedelta

# An act's moment is taken before it waits for its turn to write: what is younger than this may have been overlooked.
SETTLING = timedelta(minutes=10)
