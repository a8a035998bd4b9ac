"""The board in a real browser, served as its users are served. A package so that its conftest has a name of its own."""
