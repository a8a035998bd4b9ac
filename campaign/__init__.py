"""The 三创一争 progress board: one pipeline from a row of data to a page, a slide and a file."""
