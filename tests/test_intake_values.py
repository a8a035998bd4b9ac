"""Cells as people write them: what each means, and why what means nothing does not."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.intake import values
from campaign.intake.values import Number, Period, Wrong

TODAY = dt.date(2021, 9, 20)


@pytest.mark.parametrize(
    ("text", "uom", "value", "qualifier"),
    [
        ("19", "个", "19", "exact"),
        ("1,870", "件", "1870", "exact"),
        ("１，８７０", "件", "1870", "exact"),
        ("'1870", "件", "1870", "exact"),
        ("11万件", "件次", "110000", "exact"),
        ("11万", "件次", "110000", "exact"),
        ("1.5万", "件", "15000", "exact"),
        ("1870余件", "件", "1870", "at_least"),
        ("1万余件", "件", "10000", "at_least"),
        ("1870+", "件", "1870", "at_least"),
        ("100余人次", "人次", "100", "at_least"),
        ("100名", "人", "100", "exact"),
        ("3015亿元", "亿元", "3015", "exact"),
        ("3015亿", "亿元", "3015", "exact"),
        ("3015", "亿元", "3015", "exact"),
        ("5000万元", "亿元", "0.5", "exact"),
        ("2亿元", "万元", "20000", "exact"),
        ("超过60亿元", "亿元", "60", "at_least"),
        ("50亿以上", "亿元", "50", "at_least"),
        ("约30", "个", "30", "about"),
        ("30左右", "个", "30", "about"),
        ("近100", "家", "100", "under"),
        ("不足50家", "家", "50", "under"),
        ("至少3天", "天", "3", "at_least"),
        ("95%", "比率", "0.95", "exact"),
        ("95.5 %", "%", "95.5", "exact"),
        ("一百二十件", "件", "120", "exact"),
        ("两千零五", "个", "2005", "exact"),
        ("十五", "个", "15", "exact"),
        ("三千零一十五亿元", "亿元", "3015", "exact"),
        ("5万人", "万人", "5", "exact"),
        ("-5", "个", "-5", "exact"),
    ],
)
def test_a_number_is_read_with_its_hedge_in_the_unit_of_its_metric(
    text: str, uom: str, value: str, qualifier: str
) -> None:
    number = values.read_number(text)
    assert isinstance(number, Number)
    assert (values.in_uom(number, uom), number.qualifier) == (Decimal(value), qualifier)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("10-20", "a_range"),
        ("10~20件", "a_range"),
        ("5件3人", "two_numbers"),
        ("1 870", "two_numbers"),
        ("1.234,5", "not_a_number"),
        ("1,87", "not_a_number"),
        ("(2917)", "not_a_number"),
        ("（2917）", "not_a_number"),
        ("二三", "not_a_number"),
        ("3件半", "not_a_number"),
        ("①", "not_a_number"),
        ("½", "not_a_number"),
        ("١٢", "not_a_number"),
        ("完成", "not_a_number"),
        ("1.1E+05", "scientific"),
        ("超过100以下", "two_hedges"),
    ],
)
def test_what_is_no_one_number_is_refused_for_its_reason(text: str, code: str) -> None:
    assert values.read_number(text) == Wrong(code)


@pytest.mark.parametrize(
    ("text", "uom", "code"),
    [
        ("19亿元", "个", "wrong_uom"),
        ("19%", "个", "wrong_uom"),
        ("5件", "亿元", "wrong_uom"),
        ("5人", "人次", "wrong_uom"),
        ("12345元", "亿元", "too_fine"),
        ("99999999亿", "个", "too_large"),
    ],
)
def test_a_number_in_another_unit_is_no_figure_of_the_metric(text: str, uom: str, code: str) -> None:
    number = values.read_number(text)
    assert isinstance(number, Number)
    assert values.in_uom(number, uom) == Wrong(code)


@pytest.mark.parametrize("text", ["", " ", "-", "—", "/", "无", "NA", "n/a", "待定", "－"])
def test_not_reported_is_missing_and_never_zero(text: str) -> None:
    assert values.is_missing(text)


@pytest.mark.parametrize("text", ["0", "零", "0%"])
def test_zero_is_reported(text: str) -> None:
    assert not values.is_missing(text)


MONTH_END = dt.date(2021, 9, 30)


@pytest.mark.parametrize(
    ("text", "frequency", "as_of"),
    [
        *((text, "month", MONTH_END) for text in ("2021年9月", "2021年9月份", "2021-9", "2021-09", "2021/9")),
        *((text, "month", MONTH_END) for text in ("2021.9", "202109", "２０２１年９月", "截至2021年9月底")),
        *(
            (text, "month", dt.date(2021, 9, 17))
            for text in ("2021年9月17日", "2021.9.17", "20210917", "44456")
        ),
        ("2021-09-17 00:00:00", "month", dt.date(2021, 9, 17)),
        ("2021年第三季度", "quarter", MONTH_END),
        ("2021Q3", "quarter", MONTH_END),
        ("2021年上半年", "quarter", dt.date(2021, 6, 30)),
        ("2020年", "year", dt.date(2020, 12, 31)),
    ],
)
def test_a_period_means_its_last_day(text: str, frequency: str, as_of: dt.date) -> None:
    assert values.read_period(text, frequency, TODAY) == Period(as_of)


@pytest.mark.parametrize(
    ("text", "frequency", "code"),
    [
        ("Sep-21", "month", "not_a_period"),
        ("9月", "month", "not_a_period"),
        ("今年", "month", "not_a_period"),
        ("2021年", "month", "not_this_frequency"),
        ("2021年第三季度", "month", "not_this_frequency"),
        ("2021-13", "month", "no_such_day"),
        ("2021-09-31", "month", "no_such_day"),
        ("1999-01", "month", "not_in_time"),
        ("2021年11月", "month", "not_in_time"),
    ],
)
def test_what_is_no_period_is_refused_for_its_reason(text: str, frequency: str, code: str) -> None:
    assert values.read_period(text, frequency, TODAY) == Wrong(code)


def test_a_span_of_months_is_no_period_but_its_end_is_offered() -> None:
    assert values.read_period("2021年1-9月", "month", TODAY) == Wrong("a_span", "2021年9月")


def test_january_with_one_digit_may_be_october_in_a_sheet() -> None:
    assert values.read_period("2021.1", "month", TODAY) == Period(dt.date(2021, 1, 31), "maybe_october")


def test_a_quarter_without_a_year_is_the_latest_and_says_so() -> None:
    assert values.read_period("第四季度", "quarter", TODAY) == Period(dt.date(2020, 12, 31), "year_taken")


@pytest.mark.parametrize(
    ("text", "cadence", "key"),
    [
        ("2021年第37周", "week", "2021-W37"),
        ("2021-09-17", "week", "2021-W37"),
        ("2021年9月上半月", "halfmonth", "2021-09-H1"),
        ("2021-09-H2", "halfmonth", "2021-09-H2"),
        ("2021年9月", "month", "2021-09"),
        ("2021年第三季度", "quarter", "2021-Q3"),
        ("一次性", "once", "once"),
    ],
)
def test_a_duty_s_period_is_of_its_action_s_length(text: str, cadence: str, key: str) -> None:
    found = values.read_period_key(text, cadence, TODAY)
    assert not isinstance(found, Wrong)
    assert found[0] == key


def test_a_month_is_no_week() -> None:
    assert values.read_period_key("2021年9月", "week", TODAY) == Wrong("not_a_week")


@given(st.decimals(min_value=0, max_value=Decimal(10) ** 13, places=4))
def test_a_number_as_we_print_it_reads_back_unchanged(value: Decimal) -> None:
    number = values.read_number(f"{value:,f}")
    assert isinstance(number, Number)
    assert values.in_uom(number, "亿元") == value


@given(st.text(), st.sampled_from(["month", "quarter", "year", "once"]))
def test_any_text_is_a_value_or_wrong_and_never_an_exception(text: str, frequency: str) -> None:
    number = values.read_number(text)
    if isinstance(number, Number):
        values.in_uom(number, "亿元")
        values.in_uom(number, "件")
    values.read_period(text, frequency, TODAY)
    values.read_day(text)
    for cadence in ("once", "week", "halfmonth", "month", "quarter"):
        values.read_period_key(text, cadence, TODAY)
