"""Trouble of the machine, said in sentences to whoever imports."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError
from django.utils.translation import gettext as _

from folkmoot.kernel.disk import is_full
from folkmoot.kernel.errors import Refused


@contextmanager
def trouble_in_words() -> Iterator[None]:
    """Say in a sentence that there is no room left, or that a file of the import is gone or damaged.

    :raises Refused: if it is so; any other fault goes on as it is.
    """
    try:
        yield
    except FileNotFoundError as error:
        raise Refused(_("The file of this import is no longer here. Bring it again.")) from error
    except (OSError, sqlite3.OperationalError, OperationalError) as error:
        if not is_full(error):
            raise
        raise Refused(
            _("There is no room left on the server's disk. Nothing was lost; make room and try again."),
            field="file",
        ) from error
    except sqlite3.DatabaseError as error:
        raise Refused(_("What was read of this file was damaged. Choose its columns again.")) from error
