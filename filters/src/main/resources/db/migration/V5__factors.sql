-- Instants are milliseconds since 1970 (UTC). Seeds are sealed, recovery codes hashed: a copy of this alone opens nothing.

-- last_step: the last step of 30 s whose code was taken (RFC 6238 section 5.2); none up to it is taken again.
CREATE TABLE totp (
    user_id   TEXT    NOT NULL PRIMARY KEY REFERENCES user (id) ON DELETE CASCADE,
    seed      TEXT    NOT NULL,
    since     INTEGER NOT NULL,
    last_step INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Those that were not used yet.
CREATE TABLE recovery_code (
    user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    hash    TEXT NOT NULL CHECK (length(hash) = 64),
    PRIMARY KEY (user_id, hash)
) STRICT, WITHOUT ROWID;

-- Wrong codes in a row, those that are being compared among them.
CREATE TABLE factor_counter (
    user_id      TEXT    NOT NULL PRIMARY KEY REFERENCES user (id) ON DELETE CASCADE,
    failures     INTEGER NOT NULL CHECK (failures > 0),
    locked_until INTEGER
) STRICT, WITHOUT ROWID;

-- Who was offered a second factor and did not want one.
CREATE TABLE factor_declined (
    user_id TEXT NOT NULL PRIMARY KEY REFERENCES user (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
