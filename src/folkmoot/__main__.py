"""`python -m folkmoot` is `folkmoot`."""

import sys

from folkmoot.cli.main import main

sys.exit(main(sys.argv[1:]))
