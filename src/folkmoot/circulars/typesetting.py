"""Having a circular set: in a process of its own, a few at a time, and never for ever."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import structlog
from django.conf import settings
from django.utils.translation import gettext as _

from folkmoot.circulars.rules.circular import Circular, Sheet, as_values
from folkmoot.circulars.rules.leaf import Leaf, leaf_as_values
from folkmoot.circulars.rules.meeting_sheet import MeetingSheet, sheet_as_values
from folkmoot.circulars.rules.report_form import ReportForm, report_form_as_values
from folkmoot.kernel.errors import Refused

# Brought by the locks; an operator adds others in the data folder.
FONTS = Path(__file__).resolve().parent / "fonts"
# On a small server, pages are to be served meanwhile.
_AT_ONCE = 2
_WAIT_SECONDS = 20
_SECONDS = 120
_turns = threading.BoundedSemaphore(_AT_ONCE)
log = structlog.get_logger()


def typeset(circular: Circular, sheets: Sequence[Sheet], *, at: datetime) -> bytes:
    """Return a circular for each of `sheets` as one PDF, made at the moment `at`.

    :raises Refused: if too many are being set, or this one cannot be.
    """
    return _typeset("circular", as_values(circular, sheets), at=at)


def typeset_leaf(leaf: Leaf, *, at: datetime) -> bytes:
    """Return a paper of sections as a PDF, made at the moment `at`.

    :raises Refused: if too many are being set, or this one cannot be.
    """
    return _typeset("leaf", leaf_as_values(leaf), at=at)


def typeset_meeting_sheet(sheet: MeetingSheet, *, at: datetime) -> bytes:
    """Return the sheet that those present at a meeting sign as a PDF, made at the moment `at`.

    :raises Refused: if too many are being set, or this one cannot be.
    """
    return _typeset("sheet", sheet_as_values(sheet), at=at)


def typeset_report_form(form: ReportForm, *, at: datetime) -> bytes:
    """Return a report to be filled by hand as a PDF, made at the moment `at`.

    :raises Refused: if too many are being set, or this one cannot be.
    """
    return _typeset("report", report_form_as_values(form), at=at)


def _typeset(template: str, values: Mapping[str, object], *, at: datetime) -> bytes:
    asked = {
        "template": template,
        "values": values,
        "font_folders": [str(FONTS), str(settings.DATA / "fonts")],
        "created_at": int(at.timestamp()),
    }
    with _turn():
        return _set(json.dumps(asked).encode())


def _set(asked: bytes) -> bytes:
    command = [sys.executable, "-P", "-m", "folkmoot.circulars.compiling"]
    try:
        done = subprocess.run(command, input=asked, capture_output=True, timeout=_SECONDS, check=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as fault:
        # Its last line names the fault; the lines above it may hold words of the decision.
        said = (fault.stderr or b"").decode(errors="replace").strip().splitlines()
        log.error("a circular could not be set", fault=type(fault).__name__, lines=len(said))  # noqa: TRY400  -- as above
        raise Refused(
            _("This could not be set on paper. Open its page, and print that with your browser.")
        ) from None
    return done.stdout


@contextmanager
def _turn() -> Iterator[None]:
    if not _turns.acquire(timeout=_WAIT_SECONDS):
        raise Refused(_("Many are printing at this moment. Try again in a minute."))
    try:
        yield
    finally:
        _turns.release()
