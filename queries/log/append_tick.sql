-- Notes what a person looked at again and said is right. Parameters: batch_id, row_no, code, message, ticked_by.
insert into batch_tick
values ($batch_id, $row_no, $code, $message, $ticked_by);
