"""`python -m signpost` is the `signpost` command."""

from signpost.cli import main

main()
