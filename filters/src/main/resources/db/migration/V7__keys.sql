-- By which key everything is sealed; one row, and none until the first start that writes it. Ids tell nothing about their keys.
-- place: the file into which a rotation wrote that key; NULL where none did.
-- scrubbed: whether the store's files were written anew since, so that nothing of what was sealed before is left in them.
CREATE TABLE sealing (
    only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    key_id   TEXT    NOT NULL,
    since    INTEGER NOT NULL,
    place    TEXT,
    scrubbed INTEGER NOT NULL CHECK (scrubbed IN (0, 1))
) STRICT;

-- Keys of one purpose that outlived the sealing key they came from, sealed by the one there is now. id: purpose/id of the key.
CREATE TABLE carried_key (
    id     TEXT NOT NULL PRIMARY KEY,
    sealed TEXT NOT NULL
) STRICT, WITHOUT ROWID;
