"""设置: one module per kind of thing that is set; tabs.py says which tab is whose."""
