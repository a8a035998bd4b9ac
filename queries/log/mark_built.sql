-- From here on events take their time from the clock.
update meta
set is_built = true;
