"""No test is skipped in silence: what cannot run fails, and says why."""

from collections.abc import Generator
from typing import Any

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """Report a test that was skipped, or expected to fail, as one that failed."""
    return _as_failure((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, Any, Any]:
    """Report a file that asked to be skipped as one that failed."""
    return _as_failure((yield))


def _as_failure(report: Any) -> Any:
    if report.skipped:
        report.outcome = "failed"
        report.longrepr = f"A test may not be skipped or expected to fail: {report.longrepr}"
        # Left in place, pytest would still count the report among the expected failures.
        vars(report).pop("wasxfail", None)
    return report
