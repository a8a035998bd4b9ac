"""A deck as PowerPoint reads it: charts and tables of its own, no picture of a screen anywhere."""
