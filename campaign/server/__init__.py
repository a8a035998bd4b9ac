"""The process that holds the campaign file: its start and end, its routes, the commands' back door."""
