"""Everything of the user's health in one hand: what the facade and the tools get."""

from dataclasses import dataclass

from assistant_desktop.core.health.charting import Charting
from assistant_desktop.core.health.diary import HealthDiary
from assistant_desktop.core.health.plans import DosePlans
from assistant_desktop.core.health.targets import HealthTargets
from assistant_desktop.core.health.transfer import HealthTransfer


@dataclass(frozen=True, slots=True)
class Health:
    """The diary, what is drawn of it, targets, medicines at their times, and files."""

    diary: HealthDiary
    charting: Charting
    targets: HealthTargets
    plans: DosePlans
    transfer: HealthTransfer
