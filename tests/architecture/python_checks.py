"""What is refused in Python: each check takes one file and returns its complaints, none where all is well."""

import ast
import re
from collections.abc import Callable, Iterator

from tests.architecture.sources import Source

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
LONGEST_VIEW = 12
BANNED_NAMES = {"utils", "helpers", "services", "managers", "data", "info"}
DOCUMENTED = ("rules", "actions", "queries", "kernel", "access")

Check = Callable[[Source], Iterator[str]]


def long_files(source: Source) -> Iterator[str]:
    lines = len(source.text.splitlines())
    # A migration is written by Django and read by nobody: its length says nothing of the house.
    if lines > LONGEST_FILE and "/migrations/" not in str(source.place):
        yield f"{source.place}: {lines} lines"


def long_functions(source: Source) -> Iterator[str]:
    for function in source.functions():
        if _lines(function) > LONGEST_FUNCTION:
            yield f"{source.at(function)}: {function.name} has {_lines(function)} lines"


def long_views(source: Source) -> Iterator[str]:
    if source.is_in("views") and not source.is_test:
        for view in source.public_functions():
            if _lines(view) > LONGEST_VIEW:
                yield f"{source.at(view)}: the view {view.name} has {_lines(view)} lines"


def view_classes(source: Source) -> Iterator[str]:
    if source.is_in("views") and not source.is_test:
        for node in source.tree.body:
            if isinstance(node, ast.ClassDef) and any(
                ast.unparse(base).endswith("View") for base in node.bases
            ):
                yield f"{source.at(node)}: the view {node.name} is a class"


def bare_objects_in_views(source: Source) -> Iterator[str]:
    """A view fetches through visible(), so that nobody is shown a row they may not see."""
    if source.is_test or not source.is_in("views"):
        return
    calls = [node for node in ast.walk(source.tree) if isinstance(node, ast.Call)]
    filtered = {argument for call in calls if _called(call) == "visible" for argument in call.args[:1]}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and node.attr == "objects" and node not in filtered:
            yield f"{source.at(node)}: {ast.unparse(node)} is not filtered by visible()"
    for call in calls:
        first = call.args[0] if call.args else None
        if _called(call).endswith("_or_404") and isinstance(first, ast.Name) and first.id[:1].isupper():
            yield f"{source.at(call)}: all of {first.id} is not filtered by visible()"


def missing_docstrings(source: Source) -> Iterator[str]:
    if source.is_in(*DOCUMENTED) and not source.is_test and not source.is_in("migrations"):
        for function in source.public_functions():
            first_line = (ast.get_docstring(function) or "").split("\n")[0]
            if not re.fullmatch(r"[A-Z].*\.", first_line):
                yield f"{source.at(function)}: {function.name} does not begin with a sentence of what it will do"


def banned_names(source: Source) -> Iterator[str]:
    for part in sorted(BANNED_NAMES.intersection(source.parts)):
        yield f"{source.place}: {part!r} says nothing about what is in it"


def rules_in_save(source: Source) -> Iterator[str]:
    if source.is_in("models"):
        for function in source.functions():
            if function.name in {"save", "delete"} and function.args.args[:1]:
                yield f"{source.at(function)}: {function.name}() is overridden"


def signals(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        for module in _imported(node):
            if module.startswith("django.dispatch") or "signals" in module.split("."):
                yield f"{source.place}: imports {module}"


def startswith_lookups(source: Source) -> Iterator[str]:
    """SQLite answers startswith by reading the whole table; a range uses the index."""
    if not source.place.startswith("tests/"):
        for number, line in enumerate(source.text.splitlines(), start=1):
            if re.search(r"__i?startswith\b", line):
                yield f"{source.place}:{number}: {line.strip()}"


def default_orderings(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef) and node.name == "Meta":
            for statement in node.body:
                if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "ordering":
                    yield f"{source.at(statement)}: Meta.ordering sorts where nobody asked for it"


def unnamed_migrations(source: Source) -> Iterator[str]:
    if source.is_in("migrations") and re.search(r"_auto_\d", source.place):
        yield f"{source.place}: was named by a machine"


PYTHON_CHECKS: list[Check] = [
    long_files,
    long_functions,
    long_views,
    view_classes,
    bare_objects_in_views,
    missing_docstrings,
    banned_names,
    rules_in_save,
    signals,
    startswith_lookups,
    default_orderings,
    unnamed_migrations,
]


def _lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def _called(call: ast.Call) -> str:
    return ast.unparse(call.func).split(".")[-1]


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []
