"""Who signs in the demo: every name says that nobody is meant."""

from campaign.demo.units import Unit

ORGANISER = "演示·市级组织员"
REVIEWER = "演示·市级审核员"
SUPERVISOR = "演示·督导员"
AWARDS = "演示·评选办"
JUDGES = tuple(f"演示评委{number:02}" for number in range(1, 8))


def clerk(unit: Unit) -> str:
    """A department's own clerk, or the organiser of a division who enters for its towns."""
    return f"演示经办·{unit.division_name or unit.short_name}"


def county_reviewer(unit: Unit) -> str:
    return f"演示审核·{unit.division_name}" if unit.division_name else REVIEWER


def candidate(number: int) -> str:
    return f"示例人员{number:02}号"
