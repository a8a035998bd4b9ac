"""选树典型: who is nominated, how far choosing has come, and what may be entered next."""
