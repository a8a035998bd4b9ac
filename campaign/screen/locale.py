"""Chinese for what Plotly writes itself: the tool bar over a chart, and dates on an axis."""

from typing import Any

from campaign.words import Words

DICTIONARY = {
    "Autoscale": "自动缩放",
    "Box Select": "框选",
    "Click to enter X axis title": "",
    "Click to enter Y axis title": "",
    "Double-click to zoom back out": "双击恢复原状",
    "Download plot": "下载图片",
    "Download plot as a PNG": "下载图片（PNG）",
    "Download plot as a png": "下载图片（PNG）",
    "Pan": "平移",
    "Reset": "恢复原状",
    "Reset axes": "恢复原状",
    "Snapshot succeeded": "图片已生成",
    "Sorry, there was a problem downloading your snapshot!": "图片没有生成，请重试。",
    "Taking snapshot - this may take a few seconds": "正在生成图片，请稍候",
    "Zoom": "放大",
    "Zoom in": "放大",
    "Zoom out": "缩小",
}
MONTHS = [f"{month}月" for month in range(1, 13)]
FORMAT = {
    "days": ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"],
    "shortDays": ["周日", "周一", "周二", "周三", "周四", "周五", "周六"],
    "months": MONTHS,
    "shortMonths": MONTHS,
    "date": "%Y年%-m月%-d日",
    "decimal": ".",
    "thousands": ",",
}


def chart_config(words: Words, file_name: str) -> dict[str, Any]:
    """Few tools, none that leaves this machine, in the reader's language."""
    config: dict[str, Any] = {
        "displaylogo": False,
        "modeBarButtonsToRemove": ["select2d", "lasso2d", "pan2d", "zoomIn2d", "zoomOut2d", "autoScale2d"],
        "toImageButtonOptions": {"format": "png", "scale": 2, "filename": file_name},
    }
    if words.lang == "zh":
        config |= {"locale": "zh-CN", "locales": {"zh-CN": {"dictionary": DICTIONARY, "format": FORMAT}}}
    return config
