-- A new file says of itself when it was made; the copy says what the campaign's own file says.
delete from copied.meta;
