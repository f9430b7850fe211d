"""``python -m pdsched``, the command line."""

from pdsched.cli import main

if __name__ == "__main__":
    main()
