"""Files with readings in them: exports of Apple Health and Google Fit, and tables.

Nothing here reaches the internet: a file is read where it lies.
"""

from assistant_desktop.services.health_service.opening import HealthFiles

__all__ = ["HealthFiles"]
