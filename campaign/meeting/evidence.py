"""考核佐证材料: what the public board knows of one unit, for the assessment the campaign counts towards."""

from dataclasses import replace

from campaign import panels
from campaign.ask import told
from campaign.meeting.deck import Deck, Slide
from campaign.meeting.making import Asking, campaign_ground, head_of, source_of
from campaign.panels import Seen

EVIDENCE = (
    panels.UNIT_EVIDENCE,
    panels.UNIT_PACE,
    panels.UNIT_YEAR_ON_YEAR,
    panels.PHASE_GRID,
    panels.DUTY_DONE,
    panels.CHECKLIST,
    panels.UNIT_ACTIONS,
    panels.LOOP_STAGES,
    panels.UNIT_RECORDS,
    panels.UNIT_AWARDS,
    panels.SUPERVISION_LEDGER,
)


def evidence_deck(reader: Asking) -> Deck:
    """What the public board knows of one unit for its assessment, whole; no score is made of it, no rank."""
    words, ground = reader.words, campaign_ground(reader.store, reader.filters)
    alone = replace(
        ground.filters, comparable_group=None, metric_id=None, goal=None, variant=None, sees_nominees=False
    )
    slides = []
    for panel in EVIDENCE:
        frame = panel.answer(reader.store, alone)
        if "unit_id" in frame:  # the ledger is everybody's
            frame = frame[frame["unit_id"] == alone.unit_id].reset_index(drop=True)
        if not frame.empty:
            seen = Seen(panel, frame, words, ground.label(words), ground.colours)
            source = source_of(frame, ground, words)
            slides.append(Slide(panel.name, "annex", panel.title(words), seen, source=source))
    head = head_of(replace(ground, title=_evidence_title(reader)), words)
    return Deck(
        deck_id=f"evidence-{alone.known_on}-{alone.unit_id}",
        slides=tuple(slides),
        **{**head, "known": words("known.shown", when=reader.known_in_words)},
    )


def _evidence_title(reader: Asking) -> str:
    words = reader.words
    units = told(reader.store, "units", reader.filters)
    unit = next(row for row in units if row["unit_id"] == reader.filters.unit_id)
    name, assessment = unit[words.column("name")], unit[words.column("assessment_name")]
    if not isinstance(assessment, str):
        return words("evidence.title_plain", unit=name)
    return words("evidence.title", unit=name, assessment=assessment)
