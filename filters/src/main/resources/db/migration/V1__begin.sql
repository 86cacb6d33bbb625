-- Instants are milliseconds since 1970 (UTC), durations nanoseconds. Nothing here is a secret that could be used: hashes only.

CREATE TABLE user (
    id                   TEXT    NOT NULL PRIMARY KEY,
    name                 TEXT    NOT NULL UNIQUE,
    enabled              INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    must_change_password INTEGER NOT NULL CHECK (must_change_password IN (0, 1)),
    password             TEXT    NOT NULL,
    password_set_at      INTEGER NOT NULL,
    created_at           INTEGER NOT NULL,
    version              INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE user_role (
    user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    role    TEXT NOT NULL,
    PRIMARY KEY (user_id, role)
) STRICT, WITHOUT ROWID;

-- subject: a user's id, or ? and the keyed hash of a name that nobody has; so no reference to user.
CREATE TABLE lockout (
    subject      TEXT    NOT NULL,
    network      TEXT    NOT NULL,
    failures     INTEGER NOT NULL CHECK (failures >= 0),
    locked_until INTEGER,
    until_admin  INTEGER NOT NULL CHECK (until_admin IN (0, 1)),
    changed_at   INTEGER NOT NULL,
    PRIMARY KEY (subject, network)
) STRICT, WITHOUT ROWID;

CREATE TABLE network (
    network  TEXT    NOT NULL PRIMARY KEY,
    since    INTEGER NOT NULL,
    failures INTEGER NOT NULL CHECK (failures >= 0),
    before   INTEGER NOT NULL CHECK (before >= 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    id           TEXT    NOT NULL PRIMARY KEY,
    token_hash   BLOB    NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    user_id      TEXT    NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    host         TEXT    NOT NULL,
    opened_at    INTEGER NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN ('LIVE', 'LOCKED')),
    idle_nanos   INTEGER NOT NULL,
    locked_nanos INTEGER NOT NULL,
    device       TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX session_of_user ON session (user_id);

-- The owner stays when the account goes: its cookie must not become anybody's.
CREATE TABLE app_cookie (
    app        TEXT    NOT NULL,
    cookie     TEXT    NOT NULL,
    value_hash BLOB    NOT NULL CHECK (length(value_hash) = 32),
    user_id    TEXT    NOT NULL,
    seen_at    INTEGER NOT NULL,
    PRIMARY KEY (app, cookie, value_hash)
) STRICT, WITHOUT ROWID;

CREATE INDEX app_cookie_by_age ON app_cookie (seen_at);

CREATE TABLE audit_head (
    chain    TEXT    NOT NULL PRIMARY KEY,
    sequence INTEGER NOT NULL CHECK (sequence >= 0),
    hmac     TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
