"""The colours of status on pages: the style sheet's variables, and the legend of what each means."""

from html import escape

import streamlit as st

from campaign import options
from campaign.figures.colours import STANDARD, standard
from campaign.figures.look import NOTHING
from campaign.screen import blocks
from campaign.screen.url import Reader


def style(reader: Reader) -> None:
    """The style sheet has the standard colours; those that are set take their place."""
    colours = options.colours_of(reader.store, reader.filters.known_on)
    if colours != standard():
        said = ";".join(f"--{status}:{colour}" for status, colour in colours.by_status.items())
        st.html(f"<style>:root{{{said}}}</style>")


def legend(reader: Reader) -> None:
    words, colours = reader.words, options.colours_of(reader.store, reader.filters.known_on)
    shown = [(colours.by_status[status], words(f"colours.{status}")) for status in STANDARD]
    shown.append((NOTHING, words("colours.nothing")))
    items = "".join(f"<li><i style='background:{colour}'></i>{escape(word)}</li>" for colour, word in shown)
    blocks.note(words("colours.legend"))
    st.html(f"<ul class='b-legend'>{items}</ul>")
