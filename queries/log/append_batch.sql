-- Notes that a batch exists. Parameters: batch_id, table_name, title, file_name, file_sha256, records_sha256, token,
-- original, attachment, note, row_count.
insert into batch
values (
    $batch_id, $table_name, $title, $file_name, $file_sha256, $records_sha256, $token, $original, $attachment,
    $note, $row_count
);
