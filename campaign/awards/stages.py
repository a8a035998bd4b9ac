"""The stages of choosing by name, in order. Which hold a place stands in queries/views/60_award.sql."""

STAGES = (
    "recommended",
    "qualified",
    "first_review",
    "inspected",
    "consulted",
    "final_review",
    "public_notice",
    "objections",
    "approved",
    "announced",
)
SHOWN = ("nominated", "screened", "inspected", "posted", "named")  # the five a leader reads
OUTCOMES = ("passed", "stopped", "withdrawn")

QUALIFIED, FINAL_REVIEW, PUBLIC_NOTICE = 2, 6, 7


def number_of(stage: str) -> int:
    return STAGES.index(stage) + 1
