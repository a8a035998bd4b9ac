-- Opens the shelf: a database in memory beside the campaign's file, gone when the last reader of the file is.
attach if not exists ':memory:' as shelf;
