"""Writes the pages that `documents` makes: `python -m folkmoot.config.api.write_documents`, in a source tree."""

import os
from pathlib import Path

import django

DOCS = Path(__file__).resolve().parents[4] / "docs"
COMMAND = "PYTHONPATH=src .venv/bin/python -m folkmoot.config.api.write_documents"


def main() -> None:
    """Write every page, and delete those of acts that are no more."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.config.settings")
    django.setup()
    from folkmoot.config.api.documents import documents  # noqa: PLC0415  -- acts exist only now

    pages = documents()
    for page in (DOCS / "acts").glob("*.md"):
        if f"acts/{page.name}" not in pages:
            page.unlink()
    for place, text in pages.items():
        (DOCS / place).parent.mkdir(parents=True, exist_ok=True)
        (DOCS / place).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
