"""PDF files set by typst on this machine: vector charts, text that stays text, no font shipped with them."""
