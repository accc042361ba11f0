"""Run as a process of its own: sets one document from the values it reads and writes the PDF, and ends.

Typesetting keeps what it once laid out, so a server that did it itself would grow with every page; and a document that
never ends takes nobody along. It knows neither Django nor the database.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any

import typst

HERE = Path(__file__).resolve().parent
# Archives keep it (PDF/A-2a), and it can be read by ear and without sight (PDF/UA-1).
STANDARDS: Any = ["a-2a", "ua-1"]
MEMORY_BYTES = 2 * 1024**3
CPU_SECONDS = 120
# Stands where no font has a letter.
GAP = "\N{WHITE SQUARE}"


def pdf_of(values: dict[str, Any], *, template: str, font_folders: list[str], created_at: int) -> bytes:
    """Return what the values say as a PDF; letters that no font has are replaced, and the paper says so."""
    try:
        return _compiled(template, values, font_folders, created_at)
    except typst.TypstError:
        return _compiled(template, without_gaps(values, font_folders), font_folders, created_at)


def without_gaps(values: dict[str, Any], font_folders: list[str]) -> dict[str, Any]:
    """Return the values with a square for each letter that no font has, and with the words that say so."""
    known = letters_in(font_folders)
    words = {**values["words"], "gaps": values["words"].get("if_gaps", "")}
    filled: dict[str, Any] = _filled({**values, "words": words}, known)
    return filled


def letters_in(font_folders: list[str]) -> frozenset[str]:
    """Return the letters that the fonts in these folders have."""
    # Only rarely asked, and loading it takes longer than setting a page.
    from fontTools.ttLib import TTFont  # noqa: PLC0415  -- as above

    files = [path for folder in font_folders for path in Path(folder).glob("*.[to]tf")]
    known = {"\t", "\n"}
    for path in files:
        with TTFont(path, lazy=True) as font:
            known.update(map(chr, font.getBestCmap()))
    return frozenset(known)


def _filled(value: Any, known: frozenset[str]) -> Any:  # noqa: ANN401  -- whatever JSON holds
    if isinstance(value, str):
        return "".join(letter if letter in known else GAP for letter in value)
    if isinstance(value, list):
        return [_filled(each, known) for each in value]
    if isinstance(value, dict):
        return {key: _filled(each, known) for key, each in value.items()}
    return value


def _compiled(template: str, values: dict[str, Any], font_folders: list[str], created_at: int) -> bytes:
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[*map(Path, font_folders)]
    )
    compiled = typst.compile(
        HERE / f"{template}.typ",
        root=HERE,
        font_paths=fonts,
        format="pdf",
        sys_inputs={"print": json.dumps(values)},
        pdf_standards=STANDARDS,
        timestamp=created_at,
    )
    return bytes(compiled)


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    asked = json.load(sys.stdin.buffer)
    sys.stdout.buffer.write(pdf_of(**asked))


if __name__ == "__main__":
    main()
