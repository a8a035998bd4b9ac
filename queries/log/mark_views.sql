-- Notes which views the file holds. Parameters: views_hash.
update meta
set views_hash = $views_hash;
