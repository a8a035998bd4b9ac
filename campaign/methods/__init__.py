"""Plain, documented arithmetic on numbers and frames. Imports nothing of ours."""
