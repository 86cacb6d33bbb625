-- Why the next login leads to the change of the password first; NULL where it does not, or where somebody else set it.
ALTER TABLE user ADD COLUMN change_reason TEXT;

-- Grows by one with each password; another hash of the same one has the same number.
ALTER TABLE user ADD COLUMN password_number INTEGER NOT NULL DEFAULT 1;

-- What may not be taken again, the latest at place 0. Rows go as soon as no rule needs them.
CREATE TABLE old_password (
    user_id    TEXT    NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    place      INTEGER NOT NULL CHECK (place >= 0),
    password   TEXT    NOT NULL,
    retired_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, place)
) STRICT, WITHOUT ROWID;
