"""Lets `python -m kafkatui` do what `kafkatui` does."""

from kafkatui.cli.main import main

if __name__ == "__main__":
    main()
