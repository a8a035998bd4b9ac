"""What leaves the program: files made from frames, never pictures of a screen."""
