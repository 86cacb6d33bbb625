-- Instants are milliseconds since 1970 (UTC). Nothing here is a secret that could be used: hashes only.

CREATE TABLE device (
    id          TEXT    NOT NULL PRIMARY KEY,
    user_id     TEXT    NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    secret_hash TEXT    NOT NULL UNIQUE CHECK (length(secret_hash) = 64),
    label       TEXT    NOT NULL,
    first_seen  INTEGER NOT NULL,
    last_seen   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX device_of_user ON device (user_id);

-- Passwords compared for one subject, in each slice of time in which there were any. subject as in lockout.
CREATE TABLE compared (
    subject TEXT    NOT NULL,
    place   TEXT    NOT NULL,
    since   INTEGER NOT NULL,
    count   INTEGER NOT NULL CHECK (count >= 0),
    PRIMARY KEY (subject, place, since)
) STRICT, WITHOUT ROWID;
