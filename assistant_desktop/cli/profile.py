"""--user: whose things a verb is about."""

import argparse

from assistant_desktop.domain.ids import DEFAULT_USER, UserId

LONGEST = 60


def add_user(parser: argparse.ArgumentParser) -> None:
    """Declare --user; a profile is made at its first write."""
    parser.add_argument("--user", type=_profile, default=DEFAULT_USER, metavar="NAME")


def _profile(name: str) -> UserId:
    if not name.strip() or len(name) > LONGEST or not name.isprintable():
        raise argparse.ArgumentTypeError(f"a profile's name has 1 to {LONGEST} printable letters")
    return UserId(name)
