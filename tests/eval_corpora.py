"""Where other projects' corpora lie on this machine: ASSISTANT_EVAL_DIR tells, nothing else does.

It names the folder with score_time.py, whose sets are in dev/; the folder of sets itself will
do too.
"""

import os
from pathlib import Path

_NAMED = os.environ.get("ASSISTANT_EVAL_DIR")


def root() -> Path | None:
    """The folder with score_time.py, None where there is none."""
    if _NAMED is None:
        return None
    named = Path(_NAMED)
    return next((one for one in (named, named.parent) if (one / "score_time.py").exists()), None)


def corpus(name: str) -> Path | None:
    """One set, None where it is not at hand."""
    folders = [Path(_NAMED), Path(_NAMED) / "dev"] if _NAMED else []
    return next((folder / name for folder in folders if (folder / name).exists()), None)
