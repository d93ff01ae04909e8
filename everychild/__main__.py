"""`python -m everychild` is the command `everychild`."""

import sys

from everychild.cli import main

sys.exit(main())
