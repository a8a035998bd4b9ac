-- Takes one table off the shelf; its name is changed for the others.
drop table if exists shelf.answer;
