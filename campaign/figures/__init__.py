"""Frames in, Plotly figures out, named for their shape: `look` is what they share, `said` their words."""
