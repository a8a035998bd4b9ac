"""通报, 简报 and 汇报稿 as Word opens them: the screen's figures, the official form, nobody blamed."""

import datetime as dt
import io
import os
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import docx
import pandas as pd
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from streamlit.testing.v1 import AppTest

from campaign import options, panels
from campaign.filters import Filters
from campaign.meeting import book, final
from campaign.meeting.book import Item, Particulars
from campaign.meeting.deck import Deck, Office, Slide
from campaign.output import drafting, fitting
from campaign.output.drafting import full_width
from campaign.output.fonts import missing_fonts
from campaign.output.lint import lint
from campaign.output.materials import DOCX, MATERIALS
from campaign.output.official import chinese, tables
from campaign.output.word_papers import BULLETIN, CIRCULAR
from campaign.panels import Seen
from campaign.store import Store
from campaign.words import LANGUAGES, Language, Refusal, Words
from tests.papers_deck import changed, deck

PAPERS = {material.name: material for material in MATERIALS if material.suffix == "docx"}
EVERY_PAPER = pytest.mark.parametrize("name", PAPERS)
EVERY_LANGUAGE = pytest.mark.parametrize("lang", LANGUAGES)
SECONDS = 180
OFFICE = Office(
    office="中共某市委组织部",
    addressees="各县（市、区）委组织部",
    number="某组发〔2021〕",
    copies="市委办公室",
    reports_to="市领导",
    sends_to="市直部门",
    issues_to="各县市区",
)


@pytest.fixture(scope="module")
def store(page_store: Store) -> Store:
    return page_store


def body(data: bytes) -> str:
    """The paragraphs of a saved Word file, outside its tables."""
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)


def everything(data: bytes) -> str:
    """Every text in a saved Word file: body, tables, heads and feet of pages."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        names = [
            name for name in parts.namelist() if re.match(r"word/(document|header|footer)\d*\.xml", name)
        ]
        return "\n".join(re.sub(r"<[^>]+>", "", parts.read(name).decode()) for name in names)


def cells(data: bytes) -> set[str]:
    tables = docx.Document(io.BytesIO(data)).tables
    return {cell.text for table in tables for row in table.rows for cell in row.cells}


def frame_of(store: Store, panel: panels.Panel) -> pd.DataFrame:
    return panel.answer(store, Filters(store.last_event)).copy()


def with_confirmed(store: Store, made: Deck) -> Deck:
    """The deck in which a person has confirmed one matter, of 临邑县委组织部."""
    row = {
        "unit_id": "linyi", "short_name": "临邑县委组织部", "short_name_en": "Linyi",
        "title": "推进不力：规定动作逾期未办", "title_en": "Not pushed forward", "owner": "示例负责人",
        "note": "现场查看，台账空白", "note_en": "the ledger is empty", "on_date": pd.Timestamp("2021-10-12"),
    }  # fmt: skip
    return changed(
        made, "attention", pd.DataFrame([row], columns=list(frame_of(store, panels.ATTENTION).columns))
    )


# What it says


def test_the_circular_says_the_screens_figures_with_their_hedge_words(store: Store) -> None:
    said = body(CIRCULAR.docx(deck(store)))
    frame = frame_of(store, panels.GOAL_FIGURES)
    figures = panels.GOAL_FIGURES.table(frame, Words("zh"))["数值"]
    assert [figure for figure in figures if figure not in said] == []
    assert all(hedged in said for hedged in ("1870余件", "80余件", "超过60亿元", "100余家"))


def test_the_english_circular_hedges_too(store: Store) -> None:
    said = body(CIRCULAR.docx(deck(store, "en")))
    assert "over 1,870 matters" in said and "over ¥6 billion" in said
    assert not re.search(r"[一-龥]", said)


def test_another_figure_in_the_answer_is_another_figure_in_the_text(store: Store) -> None:
    made, frame = deck(store), frame_of(store, panels.GOAL_FIGURES)
    row = frame["printed"] == "1870余件"
    frame.loc[row, ["value", "printed"]] = [2345, "2345余件"]
    for paper in ("circular", "bulletin"):
        before = body(PAPERS[paper].make(without_units(made)))
        after = body(PAPERS[paper].make(without_units(changed(made, "goal_figures", frame))))
        assert "1870余件" in before and "2345余件" not in before
        assert "2345余件" in after


def without_units(made: Deck) -> Deck:
    """Without slides that show the same figure by another question."""
    kept = [slide for slide in made.slides if slide.kind != "unit"]
    return replace(made, slides=tuple(kept))


def test_a_figure_is_said_once_though_two_slides_show_it(store: Store) -> None:
    said = body(CIRCULAR.docx(without_units(deck(store))))
    assert said.count("1870余件") == 1


def test_many_units_are_added_up_where_they_may_be_and_the_table_follows(store: Store) -> None:
    frame = frame_of(store, panels.GOAL_FIGURES)
    one = frame[frame["metric_id"] == "matters_resolved"].iloc[:1]
    many = pd.concat(
        [one.assign(unit_id=f"u{n}", short_name=f"第{n}镇", value=10, printed=None) for n in range(6)]
    )
    made = changed(
        without_units(deck(store)),
        "goal_figures",
        many.assign(qualifier="exact", coverage="own", additive=True),
    )
    file = CIRCULAR.docx(made)
    assert "6个单位报送为群众办实事数，合计60" in body(file)
    assert "第5镇" not in body(file) and "第5镇" in cells(file)
    apart = changed(made, "goal_figures", many.assign(coverage=["own", "city"] * 3, additive=True))
    assert "为群众办实事数口径不同或不宜相加，不合计" in body(CIRCULAR.docx(apart))


def test_the_parts_follow_as_offices_order_them_with_their_numbers(store: Store) -> None:
    said = body(CIRCULAR.docx(deck(store)))
    order = [
        "关于“三创一争”活动推进会有关情况的通报", "（送审稿）", "（主送机关）：",
        "一、总体进展", "（一）活动阶段",
        "二、主要做法和成效", "（一）市审批服务局", "三、存在的主要问题", "四、下一步工作要求",
        "1.各单位于月底前报送本期数据。", "附件：1.", "（发文机关署名）", "附件1",
    ]  # fmt: skip
    places = [said.find(part) for part in order]
    assert -1 not in places and places == sorted(places)


def test_where_nobody_confirmed_a_problem_the_circular_says_so(store: Store) -> None:
    said = body(CIRCULAR.docx(deck(store)))
    problems = said.partition("三、存在的主要问题")[2].partition("四、")[0]
    assert problems.strip() == "截至目前，没有经负责人确认的问题，本通报不点名。"


def test_a_confirmed_problem_stands_with_its_deadline_and_without_a_persons_name(store: Store) -> None:
    data = CIRCULAR.docx(with_confirmed(store, deck(store)))
    problems = body(data).partition("三、存在的主要问题")[2].partition("四、")[0]
    assert "1.临邑县委组织部：推进不力：规定动作逾期未办。现场查看，台账空白。" in problems
    assert "要求于2021年10月12日前完成" in problems
    assert "示例负责人" not in everything(data)


def test_what_the_meeting_is_asked_for_keeps_the_deadline_and_leaves_the_person_out(store: Store) -> None:
    made = with_confirmed(store, deck(store))
    line = "临邑县委组织部：台账（责任人：示例负责人；时限：2021年10月12日）"
    slides = [replace(s, lines=(line,)) if s.kind == "words" else s for s in made.slides]
    said = body(CIRCULAR.docx(replace(made, slides=tuple(slides))))
    assert "1.临邑县委组织部：台账（时限：2021年10月12日）。" in said
    assert "示例负责人" not in said


def test_slides_that_go_on_and_slides_cut_for_the_screen_are_told_whole(store: Store) -> None:
    made = without_units(deck(store))
    goals = next(slide for slide in made.slides if slide.seen and slide.seen.panel.name == "goal_figures")
    assert goals.seen is not None
    half = len(goals.seen.frame) // 2
    parts = (goals.seen.frame.iloc[:half], goals.seen.frame.iloc[half:])
    two = [
        replace(
            goals,
            slide_id=f"s1{'-2' if n else ''}",
            title=f"数据（{n + 1}/2）",
            seen=replace(goals.seen, frame=part),
        )
        for n, part in enumerate(parts)
    ]
    assert told_of(made, two) == told_of(made, [replace(goals, slide_id="s1", title="数据")])
    cut = [
        replace(two[0], title="数据", lines=("共 2 项，列前 1 项",)),
        replace(goals, slide_id="s1-annex", kind="annex"),
    ]
    said = told_of(made, cut)
    assert "11万件次" in said and "列前 1 项" not in said


def told_of(made: Deck, slides: list[Slide]) -> str:
    return body(CIRCULAR.docx(replace(made, slides=tuple(slides)))).partition("附件")[0]


@EVERY_LANGUAGE
@EVERY_PAPER
def test_every_paper_says_which_meeting_which_day_whose_figures_and_that_it_is_a_demo(
    store: Store, name: str, lang: Language
) -> None:
    made = deck(store, lang, is_synthetic=True)
    said = everything(PAPERS[name].make(made))
    assert all(part in said for part in (made.deck_id, made.known, made.source, Words(lang)("demo.label")))
    assert Words(lang)("demo.label") not in everything(PAPERS[name].make(deck(store, lang)))


def test_the_annex_has_the_tables_with_their_day_and_coverage(store: Store) -> None:
    data = CIRCULAR.docx(deck(store))
    assert {"1870余件", "超过60亿元"} <= cells(data)
    notes = [line for line in body(data).splitlines() if line.startswith("注：")]
    assert "注：数据截至2021年9月17日；口径：统计范围为" in notes[0]
    assert "范围不同的不合计、不排名；来源：9月17日推进会发言摘登，单位自报。" in notes[0]


def test_corrections_since_the_meeting_stand_in_the_circular(store: Store) -> None:
    made = replace(deck(store), corrections=("2021年10月1日：伦镇由1870余件更正为1880余件",))
    many = replace(made, corrections=tuple(f"更正第{n}项" for n in range(9)))
    assert "更正第5项。另有3项更正，见报送记录。" in body(CIRCULAR.docx(many))
    assert "会议定稿以后的更正如下。2021年10月1日：伦镇由1870余件更正为1880余件。" in body(
        CIRCULAR.docx(made)
    )


def test_a_bulletin_finds_no_fault(store: Store) -> None:
    said = body(PAPERS["bulletin"].make(with_confirmed(store, deck(store))))
    assert "简　　报" in said and "（第　　期）" in said and "送：" in said
    assert "存在的主要问题" not in said and "推进不力" not in said


def test_a_bulletin_leaves_out_what_the_meeting_is_asked_about_a_confirmed_problem(store: Store) -> None:
    made = with_confirmed(store, deck(store))
    lines = ("临邑县委组织部：推进不力：规定动作逾期未办（时限：2021年10月12日）", "按时报送")
    slides = [replace(s, lines=lines) if s.kind == "words" else s for s in made.slides]
    said = body(PAPERS["bulletin"].make(replace(made, slides=tuple(slides))))
    assert "推进不力" not in said and "1.按时报送。" in said


def test_a_summary_beside_the_figures_is_not_told_twice_and_a_persons_line_is_kept(store: Store) -> None:
    made = without_units(deck(store))
    lines = ("工作方法：服务事项数 3 个单位已报", "进度总体平稳")
    slides = [replace(s, lines=lines) if "goal_figures" in s.slide_id else s for s in made.slides]
    said = body(CIRCULAR.docx(replace(made, slides=tuple(slides))))
    assert "进度总体平稳。工作方法方面，" in said and "个单位已报" not in said


def test_the_script_has_the_notes_in_the_order_of_the_slides(store: Store) -> None:
    made = deck(store)
    slides = [replace(s, notes=f"第{n}页的话\n再说一句", is_noted=True) for n, s in enumerate(made.slides)]
    said = body(PAPERS["script"].make(replace(made, slides=tuple(slides))))
    assert "第1页的话。\n再说一句。\n（二）提请关注\n第2页的话。" in said
    assert "1870余件" in body(
        PAPERS["script"].make(
            replace(made, slides=tuple(replace(s, notes="甲", is_noted=False) for s in slides))
        )
    )


def test_a_script_without_notes_is_running_text_and_says_no_heading_twice(store: Store) -> None:
    made = deck(store)
    lines = drafting.script(
        replace(made, slides=tuple(replace(s, is_noted=False) for s in made.slides))
    ).lines
    headings = [line.text for line in lines if line.level]
    assert len(headings) == len(set(headings)) > 3
    assert not any(said.level == 0 and said.text.rstrip("。") == head.text for head, said in pairwise(lines))
    assert any("1870余件" in line.text and "、" in line.text for line in lines)


def test_days_and_figures_of_a_table_stay_on_one_line() -> None:
    days = pd.DataFrame({"单位": ["一个名称相当长的示例单位办公室"] * 3, "指标": ["为群众办实事数"] * 3,
                         "数值": ["1870余件"] * 3, "目标值": ["年度目标：为群众办实事数 1870件"] * 3,
                         "统计范围": ["全镇（街道）"] * 3, "截至": ["2021年10月31日"] * 3})  # fmt: skip
    (table,) = tables(days)
    widths = [int(found) / 20 for found in re.findall(r'<w:gridCol w:w="(\d+)"', table)]
    room = {name: width - 5.7 for name, width in zip(days, widths, strict=True)}
    assert room["截至"] >= fitting.wide("2021年10月31日", 10.5) and room["数值"] >= fitting.wide(
        "1870余件", 10.5
    )
    assert sum(widths) <= 442.1


def test_a_text_that_is_markup_or_no_text_is_only_text(store: Store) -> None:
    evil = "<w:p>&\x00\x08</w:p>{{正文}}"
    made = replace(deck(store), title=evil, place=evil, deck_id=evil, corrections=(evil,))
    for paper in PAPERS.values():
        assert "<w:p>&</w:p>{{正文}}" in body(paper.make(made))


# Its form


def test_the_page_is_that_of_the_standard(store: Store) -> None:
    document = docx.Document(io.BytesIO(CIRCULAR.docx(deck(store))))
    page = document.sections[0]
    margins = (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    sizes = (page.page_width, page.page_height, *margins)
    assert [round(side / Mm(1)) for side in sizes if side is not None] == [210, 297, 37, 35, 28, 26]
    grid = page._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")
    assert document.settings.odd_and_even_pages_header_footer


@EVERY_PAPER
def test_every_run_names_its_chinese_font_and_that_it_is_chinese(store: Store, name: str) -> None:
    document = docx.Document(io.BytesIO(PAPERS[name].make(deck(store))))
    runs = list(document.element.body.iter(qn("w:r")))
    fonts = [run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}") for run in runs]
    assert runs and all(font.get(qn("w:hint")) == "eastAsia" and font.get(qn("w:eastAsia")) for font in fonts)


def test_body_text_has_its_size_line_spacing_and_indent(store: Store) -> None:
    document = docx.Document(io.BytesIO(CIRCULAR.docx(deck(store))))
    (text,) = (p for p in document.paragraphs if p.text.startswith("工作方法方面"))
    of_paragraph, run = text._p.find(qn("w:pPr")), text.runs[0]._r.find(qn("w:rPr"))
    spacing, indent = of_paragraph.find(qn("w:spacing")), of_paragraph.find(qn("w:ind"))
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == ("579", "exact")
    assert indent.get(qn("w:firstLineChars")) == "200"
    assert (run.find(qn("w:sz")).get(qn("w:val")), run.find(qn("w:spacing")).get(qn("w:val"))) == ("32", "-5")
    assert run.find(qn("w:rFonts")).get(qn("w:eastAsia")) == "仿宋_GB2312"


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("一是办结,二是回访:都要快", "一是办结，二是回访：都要快"),
        ("合计1,870件,占比3:1", "合计1,870件，占比3:1"),
        ("伦镇(全镇)已报;好!", "伦镇（全镇）已报；好！"),
        ("CGO(首席)100名", "CGO（首席）100名"),
        ("创新案例 20 个、示范 单位", "创新案例20个、示范单位"),
        ("at 10:30, see (1)", "at 10:30, see (1)"),
    ],
)
def test_half_width_marks_between_chinese_become_full_width(typed: str, set_: str) -> None:
    assert full_width(typed) == set_


def test_numbers_are_written_in_chinese() -> None:
    assert [chinese(n) for n in (1, 9, 10, 11, 20, 35)] == ["一", "九", "十", "十一", "二十", "三十五"]


# The same in an office's own template


def own_template(*lines: tuple[str, ...]) -> bytes:
    """A document of paragraphs, each of runs."""
    document, buffer = docx.Document(), io.BytesIO()
    for runs in lines:
        paragraph = document.add_paragraph()
        for run in runs:
            paragraph.add_run(run).bold = True
    document.add_table(1, 1).cell(0, 0).text = "会议日期：{{日期}}"
    document.save(buffer)
    return buffer.getvalue()


def test_an_offices_own_file_is_filled_where_it_has_blanks_however_word_splits_them(store: Store) -> None:
    template = own_template(("某某局文件",), ("{", "{标", "题}}（", "代拟）"), ("{{ 正文 }}",), ("抄送：",))
    filled = CIRCULAR.in_template(template, deck(store))
    said = body(filled)
    assert (
        said.index("某某局文件")
        < said.index("通报（代拟）")
        < said.index("一、总体进展")
        < said.index("抄送：")
    )
    assert "{{" not in everything(filled) and "会议日期：2021年9月17日" in cells(filled)
    assert docx.Document(io.BytesIO(filled)).paragraphs[1].runs[0].bold


@EVERY_LANGUAGE
def test_our_own_template_can_be_taken_filled_and_says_the_same(store: Store, lang: Language) -> None:
    made = deck(store, lang)
    assert body(CIRCULAR.in_template(CIRCULAR.template(lang), made)) == body(CIRCULAR.docx(made))


@EVERY_PAPER
def test_every_paper_has_a_template_of_its_own_that_says_the_same(store: Store, name: str) -> None:
    paper, made = PAPERS[name], deck(store)
    assert paper.template is not None and paper.in_template is not None
    assert body(paper.in_template(paper.template("zh"), made)) == body(paper.make(made))


def the_desk(file: str) -> None:
    from pathlib import Path

    from campaign.screen.papers import papers_desk
    from campaign.store import Store
    from campaign.words import Words
    from tests.papers_deck import deck

    store = Store(Path(file))
    papers_desk(deck(store), Words("zh"), "meeting-1")
    store.close()


def test_the_desk_checks_a_paper_and_fills_an_offices_template(campaign_file: Path) -> None:
    app = AppTest.from_function(the_desk, args=(str(campaign_file),), default_timeout=60).run()
    app.button(key="paper_check").click().run()
    said = "".join(str(piece.proto.body) for piece in app.get("html"))
    assert not app.exception and ("公文字体" in said or "没有发现" in said)
    app.file_uploader(key="paper_own").set_value(("模板.docx", own_template(("{{正文}}",)), DOCX)).run()
    assert not app.exception and not app.error
    assert len(app.get("download_button")) == 2
    app.file_uploader(key="paper_own").set_value(("模板.docx", own_template(("无",))[:50], DOCX)).run()
    assert "模板打不开" in app.error[0].value


def test_a_template_without_a_blank_is_refused_in_a_sentence_that_names_them(store: Store) -> None:
    plain = docx.Document()
    buffer = io.BytesIO()
    plain.save(buffer)
    with pytest.raises(Refusal, match=r"没有可填的位置.*\{\{标题\}\}、\{\{正文\}\}"):
        CIRCULAR.in_template(buffer.getvalue(), deck(store))


def with_part(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO(own_template(("{{正文}}",)))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"no file", "打不开"),
        (b"", "打不开"),
        (with_part("word/vbaProject.bin", b"x"), "宏"),
        (with_part("word/evil.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'), "打不开"),
        (with_part("word/big.xml", b" " * (61 * 2**20)), "打不开"),
    ],
    ids=["text", "nothing", "macro", "entities", "bomb"],
)
def test_what_is_no_plain_word_file_is_refused_in_a_sentence(store: Store, data: bytes, why: str) -> None:
    with pytest.raises(Refusal, match=why):
        CIRCULAR.in_template(data, deck(store))


# What to look at before it leaves


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("办结数同比上月增长5件。", "与上期比应写“环比”"),
        ("办结数环比去年同期增长5件。", "与上年同期比应写“同比”"),
        ("办结数同比有所增长。", "没有写数"),
        ("办结率提高5%。", "个百分点"),
        ("满意率由85%提升至90%，提升5%。", "个百分点"),
        ("增长20%的30%。", "百分数的百分数"),
        ("逾期件下降2倍。", "不用“倍”"),
        ("投资3000K。", "K、M"),
        ("办件量112,000件次。", "请用“万”或“亿”"),
        ("武城检察院推进不力。", "没有经负责人确认"),
        ("由示例负责人牵头整改。", "个人姓名“示例负责人”"),
        ("王小明同志介绍了经验。", "像是个人姓名"),
        ("字" * 4001, "4001 字"),
    ],
)
def test_the_lint_finds_and_quotes(store: Store, text: str, finding: str) -> None:
    found = lint(text, with_confirmed(store, deck(store)))
    assert [line for line in found if finding in line] != []


@pytest.mark.parametrize(
    "text",
    [
        "办结数同比增长5%，环比持平。",
        "满意率提高5个百分点，由85%提升至90%。",
        "办件量11万件次，2021年9月17日共1870余件。",
        "临邑县委组织部推进不力，逾期12天。",
        "武城检察院办实事80余件。",
        "广大党员同志踊跃参加，各单位负责同志到会。",
    ],
)
def test_the_lint_lets_right_words_pass(store: Store, text: str) -> None:
    assert lint(text, with_confirmed(store, deck(store))) == []


def test_a_figure_printed_in_full_by_its_unit_is_no_finding(store: Store) -> None:
    frame = frame_of(store, panels.GOAL_FIGURES)
    frame.loc[frame["printed"] == "1870余件", "printed"] = "18700余件"
    assert lint("伦镇18700余件。", changed(deck(store), "goal_figures", frame)) == []


@EVERY_LANGUAGE
@EVERY_PAPER
def test_our_own_drafts_have_nothing_to_find_but_fonts(store: Store, name: str, lang: Language) -> None:
    found = PAPERS[name].checks(with_confirmed(store, replace(deck(store, lang), office=OFFICE)))
    assert [line for line in found if "仿宋_GB2312" not in line] == []


# What an office sets once


def test_what_the_office_set_stands_on_the_papers_of_every_meeting(built: Path, tmp_path: Path) -> None:
    store = Store(Path(shutil.copy(built, tmp_path / "page.duckdb")))
    particulars = Particulars("推进会", "rally", dt.date(2021, 9, 17))
    meeting_id = book.create(store, particulars, (Item("s01", "cover"),), by="甲")
    final.finalise(store, meeting_id, seen=1, by="甲")
    before = final.deck_of(store, meeting_id, "zh")
    assert any("还没有设置：公文：发文机关署名" in line for line in CIRCULAR.checks(before))
    assert "（发文机关署名）" in body(CIRCULAR.docx(before)) and "抄送" not in body(CIRCULAR.docx(before))
    for name in options.PAPER:
        options.change(store, name, getattr(OFFICE, name.removeprefix("paper_")), by="甲", reason="定名")
    after = final.deck_of(store, meeting_id, "zh")
    assert after.office == OFFICE
    said = body(CIRCULAR.docx(after))
    lines = said.splitlines()
    assert lines[0] == "某组发〔2021〕　　号" and "各县（市、区）委组织部：" in lines
    assert "中共某市委组织部" in lines and "抄送：市委办公室。" in lines and "（发文机关署名）" not in said
    told = body(BULLETIN.docx(after))
    assert "中共某市委组织部　　2021年9月17日" in told and "报：市领导\n送：市直部门\n发：各县市区" in told
    assert not any("还没有设置" in line for line in (*CIRCULAR.checks(after), *BULLETIN.checks(after)))
    options.change(store, "paper_office", options.NOT_SET, by="甲")
    assert "（发文机关署名）" in body(CIRCULAR.docx(final.deck_of(store, meeting_id, "zh")))
    store.close()


@pytest.mark.parametrize("value", ["", "字" * 121, "两\n行", " 前有空格"])
def test_a_text_that_is_no_line_of_a_paper_is_refused(built: Path, tmp_path: Path, value: str) -> None:
    store = Store(Path(shutil.copy(built, tmp_path / "page.duckdb")))
    before = store.last_event
    with pytest.raises(Refusal, match="应是一行文字"):
        options.change(store, "paper_office", value, by="甲")
    assert store.last_event == before
    store.close()


def test_a_font_that_is_not_here_is_named() -> None:
    assert missing_fonts(["no such font"]) in ([], ["no such font"])


def test_a_draft_of_nothing_still_has_its_four_parts(store: Store) -> None:
    made = replace(deck(store), slides=())
    said = drafting.text_of(drafting.circular(made))
    assert [said.count(part) for part in ("总体进展", "没有列入", "不点名", "待填写")] == [1, 2, 1, 1]


# On paper


@pytest.mark.document
def test_a_page_has_22_lines_of_28_characters_and_its_number_on_the_outer_side(
    store: Store, tmp_path: Path
) -> None:
    slides = (
        Slide("s1", "words", "长文", lines=("字" * 28 * 60,)),
        Slide("s2", "panel", "空", empty_answer(store)),
    )
    (tmp_path / "long.docx").write_bytes(CIRCULAR.docx(replace(deck(store), slides=slides)))
    printed = pages_of(tmp_path / "long.docx")
    full = [line for line in printed[1].splitlines() if "字" in line]
    assert [len(line.strip()) for line in full] == [28] * 22
    sides = [
        next(line for line in page.splitlines() if re.search("— ?[12] ?—", line)) for page in printed[:2]
    ]
    assert len(sides[0]) - len(sides[0].lstrip()) > 30 > len(sides[1]) - len(sides[1].lstrip())


def empty_answer(store: Store) -> Seen:
    return panels.ATTENTION.seen(store, Filters(store.last_event), Words("zh"))


def pages_of(path: Path) -> list[str]:
    """The text of each page, as LibreOffice sets it."""
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    convert = [program("soffice"), "--headless", profile, "--convert-to", "pdf", "--outdir", str(path.parent)]
    subprocess.run([*convert, str(path)], check=True, capture_output=True, timeout=SECONDS)
    read = [program("pdftotext"), "-layout", str(path.with_suffix(".pdf")), "-"]
    told = subprocess.run(read, check=True, capture_output=True, timeout=SECONDS)
    return told.stdout.decode().split("\f")


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        without_it = pytest.fail if os.environ.get("CAMPAIGN_NO_SKIP") else pytest.skip
        without_it(f"there is no {name} on this machine")
    return found
