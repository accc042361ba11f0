"""Keeps out of our processes what a library would bring along wherever it is installed, though nobody uses it.

The console of structlog takes rich for its colours: five megabytes in every process, none of which has a console.
"""

import sys

if "rich" not in sys.modules:
    # Python's own way of saying that a module is not there.
    sys.modules["rich"] = None  # type: ignore[assignment]
    import structlog  # noqa: F401  -- so that it looks for rich now

    del sys.modules["rich"]
