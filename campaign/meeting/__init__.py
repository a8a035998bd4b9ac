"""A progress meeting: what is shown at it, kept as it was shown, and what comes of it."""
