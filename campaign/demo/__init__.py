"""The demo campaign: a synthetic year, the same on every machine, handed in through the real doors.

units, duties, figures, records, awards and supervision each turn the units into happenings; building plays
them in the order of their times. Nothing here is taken from life but the names of the divisions.
"""
