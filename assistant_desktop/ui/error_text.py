"""What went wrong, in a sentence for the person in front of the window."""

import logging

from assistant_desktop.domain.errors import KnownError
from assistant_desktop.ui.language import tr, words

_log = logging.getLogger(__name__)


def error_text(error: BaseException, doing: str) -> str:
    """A known error in its own words; our own fault is logged whole and told plainly."""
    if isinstance(error, KnownError):
        return words().error(error)
    if isinstance(error, TimeoutError):
        _log.info("%s took too long", doing)
        return tr("This took too long and was given up. Try again.")
    _log.error("%s failed", doing, exc_info=error)
    return tr("Something went wrong in the program itself. Nothing you entered is lost.")
