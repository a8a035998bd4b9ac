"""What units have to do, once or every period: what was done of what was due, in words and drawn; and ticking it."""
