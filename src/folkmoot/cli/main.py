import sys
from collections.abc import Callable
from importlib import import_module

# Each command is loaded only when it is called, so that every other starts fast.
_COMMANDS = {"test": "folkmoot.cli.testing:run_tests"}


def main(argv: list[str] | None = None) -> int:
    """Run the command that is named first, with the rest of the arguments."""
    name, *arguments = (sys.argv[1:] if argv is None else argv) or ["--help"]
    if name not in _COMMANDS:
        print(f"usage: folkmoot {{{','.join(_COMMANDS)}}} …", file=sys.stderr)
        return 2
    return _command(name)(arguments)


def _command(name: str) -> Callable[[list[str]], int]:
    module, function = _COMMANDS[name].split(":")
    command: Callable[[list[str]], int] = getattr(import_module(module), function)
    return command
