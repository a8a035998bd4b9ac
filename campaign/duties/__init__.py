"""What units have to do, once or every period: what was done of what was due, told and drawn; ticking it."""
