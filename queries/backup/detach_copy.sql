-- Lets the copy go, so that it can be opened by itself.
detach copied;
