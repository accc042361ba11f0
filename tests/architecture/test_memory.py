import os
import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT

# Each takes megabytes in every process that imports it, whether it uses it or not.
HEAVY = {
    "fontTools",
    "icalendar",
    "numpy",
    "prometheus_client",
    "python_calamine",
    "requests",
    "rich",
    "segno",
    "typst",
    "xlsxwriter",
}
PAGES = "import folkmoot.config.wsgi; from django.urls import get_resolver; get_resolver().url_patterns"
LIVE = "import folkmoot.config.live"
WORKER = (
    "from folkmoot.cli.starting import start; start(); import folkmoot.config.jobs, folkmoot.config.worker"
)
# For pages and the live server too; the worker signs heads of the ledger and cleans the texts that it indexes.
NOT_FOR_LIVE = {"cryptography", "fido2", "nh3"}
# Reckons figures, all day long.
FOR_WORKER = {"numpy"}


@pytest.mark.parametrize(
    ("entry", "unused"),
    [(PAGES, HEAVY), (LIVE, HEAVY | NOT_FOR_LIVE), (WORKER, HEAVY - FOR_WORKER)],
    ids=["pages", "live", "worker"],
)
def test_a_process_starts_without_what_it_may_never_use(tmp_path, entry, unused):
    settings = "live_settings" if entry == LIVE else "settings"
    told = subprocess.run(
        [sys.executable, "-P", "-c", f"{entry}\nimport sys\nprint(*sys.modules)"],
        env={name: value for name, value in os.environ.items() if not name.startswith("FOLKMOOT_")}
        | {
            "PYTHONPATH": str(ROOT / "src"),
            "FOLKMOOT_DATA": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": f"folkmoot.config.{settings}",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(told.stdout.split()) & unused == set()
