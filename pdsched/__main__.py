"""``python -m pdsched``, the command line."""

import os
import sys

if __name__ == "__main__":
    # Python puts the current folder first: a `tempfile.py` that lies in it is no part of us.
    if not sys.flags.safe_path and sys.path[:1] == [os.getcwd()]:
        del sys.path[0]
    from pdsched.cli import main

    main()
