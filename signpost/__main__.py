"""`signpost`, and `python -m signpost`."""

import sys


def main() -> None:
    """A worker's sockets and locks are changed before the rest of Signpost takes hold of them."""
    if sys.argv[1:2] == ["serve"] and "worker" in sys.argv[2:]:
        from shared.messaging.rabbitmq.green import make_green

        make_green()
    from signpost.cli import main as command

    command()


if __name__ == "__main__":
    main()
