"""Two meetings of the demo year: one held in September and finalised, one being prepared for its end."""

import datetime as dt
from collections.abc import Iterator

from campaign.demo import people
from campaign.demo.happening import Act, Happening
from campaign.demo.year import at
from campaign.meeting import agenda, book, final
from campaign.meeting.book import Decision, Particulars
from campaign.store import Store

HELD, NEXT = dt.date(2021, 9, 17), dt.date(2021, 12, 31)
FINALISED = at(HELD, 8, 30)  # what happens later in the year is played after it
DECIDED = (
    Decision(
        "补齐一线干部分类培训（演示）", ("decheng-t03", "ningjin-t09"), "示例负责人09", dt.date(2021, 10, 31)
    ),
    Decision("推广“一件事”办理做法（演示）", ("dept-03",), "示例负责人10", dt.date(2021, 11, 30)),
    Decision("年底前各单位自查选树工作（演示）"),
)
# task of the meeting's decisions, in order -> what became of it: step, day, note
STEPS = (
    (1, 2, "fed_back", dt.date(2021, 10, 20), "已补训（演示）"),
    (1, 3, "closed", dt.date(2021, 10, 26), "核查属实（演示）"),
    (3, 2, "fed_back", dt.date(2021, 11, 25), "已在三个窗口推开（演示）"),
)


def hold_first(built: Store) -> None:
    """The September meeting, with what was known on its morning."""
    told = Particulars("三创一争活动推进会（演示）", "rally", HELD, "市民中心（演示）")
    items = agenda.template(built, told.agenda, built.last_event)
    meeting_id = book.create(built, told, items, by=people.ORGANISER, at=at(HELD, 8))
    final.finalise(built, meeting_id, seen=1, by=people.ORGANISER, at=FINALISED)
    for number, decision in enumerate(DECIDED):
        book.decide(built, meeting_id, decision, by=people.ORGANISER, at=at(HELD, 11, number))


def prepare_next(built: Store) -> None:
    """The meeting at the year's end, whose agenda is still being worked on."""
    told = Particulars("年末工作调度会（演示）", "dispatch", NEXT, "市民中心（演示）")
    items = agenda.template(built, told.agenda, built.last_event)
    book.create(built, told, items, by=people.ORGANISER, at=at(NEXT, 17))


def happenings() -> Iterator[Happening]:
    """What became of the tasks the September meeting handed out."""
    for number, step_no, step, day, note in STEPS:
        row = {"task_id": f"task-meeting-{HELD:%Y%m%d}-1-d{number:02}", "step_no": step_no, "step": step}
        yield Act(
            at(day, 15, step_no),
            "task_step",
            ({**row, "on_date": day, "note": note},),
            "事项进展",
            people.SUPERVISOR,
        )
