"""What a start needs in place, and whether it is.

Each part leaves a stamp when it is whole, and only then: where it lies and a digest of its locks. A
set-up that was cut off leaves no stamp, and so is done again by the next start.
"""

import hashlib
import json
import os
from pathlib import Path

BASE = ("packages", "assets")
TEST = ("test-packages", "test-assets")

_LOCKS = {
    "packages": ("requirements/base.lock",),
    "test-packages": ("requirements/base.lock", "requirements/test.lock"),
    "assets": ("package.json", "package-lock.json"),
    "test-assets": ("package.json", "package-lock.json"),
}


class Place:
    """A checkout of Folkmoot, and what `./folkmoot` puts beside it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment = home / ".venv"
        self.python = self.environment / "bin" / "python"
        self.modules = home / "node_modules"
        # What is copied out of the modules, by its name in package.json: served to browsers, and set on paper.
        self.copied = {
            "static": home / "src" / "folkmoot" / "ui" / "static" / "vendor",
            "fonts": home / "src" / "folkmoot" / "circulars" / "fonts",
        }

    def assets(self) -> dict[Path, Path]:
        """Return where each asset that package.json names is copied to, and from where."""
        wanted: dict[str, dict[str, str]] = json.loads((self.home / "package.json").read_text())["folkmoot"]
        return {
            folder / name: self.modules / source
            for part, folder in self.copied.items()
            for name, source in wanted.get(part, {}).items()
        }

    def missing(self, parts: tuple[str, ...]) -> list[str]:
        """Return those of `parts` that are not in place."""
        return [part for part in parts if self.stamp(part) != self.expected(part)]

    def stamp(self, part: str) -> str:
        """Return what the stamp of `part` says, or nothing where there is none."""
        try:
            return self.stamp_path(part).read_text()
        except OSError:
            return ""

    def stamp_path(self, part: str) -> Path:
        """Return where the stamp of `part` lies: inside what it vouches for."""
        return (self.modules if part in ("assets", "test-assets") else self.environment) / f"folkmoot-{part}"

    def expected(self, part: str) -> str:
        """Return what the stamp of `part` says when the part is in place and fits its locks."""
        digest = hashlib.sha256()
        for name in _LOCKS[part]:
            digest.update((self.home / name).read_bytes())
        return f"{self.where(part)}\n{digest.hexdigest()}\n"

    def where(self, part: str) -> str:
        """Return what besides its locks would make `part` useless if it changed."""
        if part in ("assets", "test-assets"):
            return f"copied: {all(folder.is_dir() for folder in self.copied.values())}"
        # Scripts in .venv name its folder, and its packages lie under its Python's version.
        return f"{self.environment} {os.path.realpath(self.python)} {self.python.exists()}"
