"""What the processes say on standard error: a JSON object a line, and never who did what."""

import logging
import logging.config
import sys
import traceback
from collections.abc import Mapping
from typing import Any

import structlog
from django.db import Error as DatabaseFault

LOGS_AS_JSON: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "folkmoot.config.logs.formatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        # What a visitor did wrong is no trouble of ours; and the address would say who was looked up.
        "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
        "django.security": {"handlers": [], "level": "ERROR", "propagate": True},
    },
}
_Event = structlog.types.EventDict


def configure(settings: Mapping[str, Any]) -> None:
    """Set up Python's logging, and structlog to speak through it."""
    logging.config.dictConfig(dict(settings))
    structlog.configure(
        processors=[
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
        foreign_pre_chain=[structlog.stdlib.add_log_level, _without_address],
        processors=[
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.stdlib.add_logger_name,
            _with_fault,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(),
        ],
    )


def fault_in_short(error: BaseException) -> dict[str, object]:
    """Return where an error arose and its kind; of its words only what a database or the machine says first.

    Other words, and what a database says after its first line, quote values: somebody's name, somebody's address.
    """
    frames = traceback.extract_tb(error.__traceback__)
    is_the_machines = isinstance(error, DatabaseFault | OSError)
    return {
        "error": type(error).__name__,
        "said": str(error).partition("\n")[0] if is_the_machines else "",
        "at": [f"{frame.filename}:{frame.lineno} {frame.name}: {frame.line}" for frame in frames],
    }


def _holding_fault(_logger: object, _method: str, event: _Event) -> _Event:
    if event.get("exc_info") is True:
        event["exc_info"] = sys.exc_info()[1]
    return event


def _without_address(_logger: object, _method: str, event: _Event) -> _Event:
    arguments = event.pop("positional_args", ())
    request = getattr(event["_record"], "request", None)
    if request is not None and isinstance(arguments, tuple) and arguments:
        event["event"] = str(arguments[0])
        match = getattr(request, "resolver_match", None)
        event["view"] = match.view_name if match else ""
    return event


def _with_fault(_logger: object, _method: str, event: _Event) -> _Event:
    record: logging.LogRecord = event["_record"]
    given = event.pop("exc_info", None) or record.exc_info
    error = given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event.update(fault_in_short(error))
    return event
