"""What the processes say on standard error: a JSON object a line, and never who did what."""

import logging
import logging.config
import os
import re
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from typing import Any

import structlog
from django.db import Error as DatabaseFault

LOGS_AS_JSON: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "folkmoot.config.logs.formatter"}},
    "filters": {"no health": {"()": "folkmoot.config.logs.without_health"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        # What a visitor did wrong is no trouble of ours; and the address would say who was looked up.
        "django.request": {"handlers": [], "level": "ERROR", "propagate": True, "filters": ["no health"]},
        "django.security": {"handlers": [], "level": "ERROR", "propagate": True},
        # The line for each request, where an operator asked for it.
        "folkmoot.config.answering": {"handlers": [], "level": "INFO", "propagate": True},
    },
}
# The server hands on the whole of an error that it did not expect, with its words.
SERVER_LOGS: dict[str, Any] = {
    **LOGS_AS_JSON,
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "_granian": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "granian.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
# Where other people's programs begin to quote what they were given.
_QUOTES = re.compile(r"""["'`(<\[{:]""")
# Messages of PostgreSQL that quote the value, and not the name of a constraint or table (class 22, data exceptions).
_ABOUT_A_VALUE = "22"
_QUOTED = re.compile(r'"[^"]*"?')
_Event = structlog.types.EventDict


def configure(settings: Mapping[str, Any]) -> None:
    """Set up Python's logging, and structlog to speak through it."""
    logging.config.dictConfig(dict(settings))
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            _holding_fault,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def formatter() -> logging.Formatter:
    """Return what writes a record as JSON."""
    return structlog.stdlib.ProcessorFormatter(
        pass_foreign_args=True,
        foreign_pre_chain=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            _without_values,
        ],
        processors=[
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.stdlib.add_logger_name,
            _with_fault,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(),
        ],
    )


def without_health() -> Callable[[logging.LogRecord], bool]:
    """Return what leaves out that health was said to be bad: it is asked for every few seconds, and answered."""
    return lambda record: getattr(getattr(record, "request", None), "path", "") != "/health"


def log_what_ends_us() -> None:
    """Log what ends this process or a thread of it as any other fault: Python would print its words."""
    log = structlog.get_logger("folkmoot")
    sys.excepthook = lambda _kind, error, _trace: log.critical("process ended", exc_info=error)
    threading.excepthook = lambda ended: log.critical("thread ended", exc_info=ended.exc_value)


def fault_in_short(error: BaseException) -> dict[str, object]:
    """Return where an error arose and its kind; of its words only what a database or the machine says first.

    Other words, and what a database says after its first line, quote values: somebody's name, somebody's address.
    """
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "error": type(error).__name__,
        "said": _said(error),
        "at": [f"{frame.filename}:{frame.lineno} {frame.name}: {frame.line}" for frame in frames],
    }


def _said(error: BaseException) -> str:
    if isinstance(error, OSError):
        # A mail server's error is an OSError too, and its words are to whom it would not deliver; a file's are its name.
        return os.strerror(error.errno) if isinstance(error.errno, int) else ""
    if not isinstance(error, DatabaseFault):
        return ""
    first = str(error).partition("\n")[0]
    state = getattr(error.__cause__, "sqlstate", None) or ""
    return _QUOTED.sub("…", first) if state.startswith(_ABOUT_A_VALUE) else first


def _holding_fault(_logger: object, _method: str, event: _Event) -> _Event:
    if event.get("exc_info") is True:
        event["exc_info"] = sys.exc_info()[1]
    return event


def _without_values(_logger: object, _method: str, event: _Event) -> _Event:
    """Keep of another program's message what it always says, and nothing that it fills in."""
    arguments = event.pop("positional_args", ())
    record: logging.LogRecord = event["_record"]
    request = getattr(record, "request", None)
    if request is not None and isinstance(arguments, tuple) and arguments:
        # Of "%s: %s", the first says what happened and the second is the address.
        event["event"] = str(arguments[0])
        match = getattr(request, "resolver_match", None)
        event["view"] = match.view_name if match else ""
        return event
    template = str(record.msg).partition("\n")[0]
    event["event"] = template if arguments else _QUOTES.split(template)[0].strip()
    return event


def _with_fault(_logger: object, _method: str, event: _Event) -> _Event:
    record: logging.LogRecord = event["_record"]
    given = event.pop("exc_info", None) or record.exc_info
    error = given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event.update(fault_in_short(error))
    return event
