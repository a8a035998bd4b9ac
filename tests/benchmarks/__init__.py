"""Measured, reported, never asserted; README.md says how to repeat."""
