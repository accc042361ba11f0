"""The files the checks look at: ours, whatever else lies beside them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "folkmoot"


@dataclass(frozen=True)
class Source:
    """One file of ours: its place below the root, and what it says."""

    place: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.place)

    @property
    def parts(self) -> list[str]:
        return self.place.removesuffix(".py").split("/")

    @property
    def is_test(self) -> bool:
        return "tests" in self.parts

    def is_in(self, *folders: str) -> bool:
        return any(folder in self.parts for folder in folders)

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def public_functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        for node in self.tree.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
                yield node

    def at(self, node: ast.stmt | ast.expr) -> str:
        return f"{self.place}:{node.lineno}"


def sources(*endings: str) -> list[Source]:
    """Return our files with one of these endings, in the order of their places."""
    found = [*ROOT.glob("*.py"), *_below("src"), *_below("tests"), *_below("requirements"), *_below("bench")]
    ours = sorted(path for path in found if path.suffix in endings and not _is_foreign(path))
    return [Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in ours]


def _below(folder: str) -> Iterator[Path]:
    return (ROOT / folder).rglob("*.*")


def _is_foreign(path: Path) -> bool:
    return bool({"vendor", "node_modules", "__pycache__"} & set(path.parts))
