"""Where the bundle starts."""

import multiprocessing
import sys

from assistant_desktop.__main__ import main

if __name__ == "__main__":
    # A child process started by multiprocessing starts this very program again.
    multiprocessing.freeze_support()
    sys.exit(main())
