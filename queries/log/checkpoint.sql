-- Moves everything from the write-ahead log into the file itself.
checkpoint;
