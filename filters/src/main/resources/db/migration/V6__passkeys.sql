-- Instants are milliseconds since 1970 (UTC). Nothing here is a secret: of a key pair the public half only.

-- credential and public_key are base64url; public_key is a COSE key. transports: names joined by commas.
CREATE TABLE passkey (
    id              TEXT    NOT NULL PRIMARY KEY,
    user_id         TEXT    NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    rp_id           TEXT    NOT NULL,
    credential      TEXT    NOT NULL UNIQUE,
    public_key      TEXT    NOT NULL,
    transports      TEXT    NOT NULL,
    backup_eligible INTEGER NOT NULL CHECK (backup_eligible IN (0, 1)),
    backed_up       INTEGER NOT NULL CHECK (backed_up IN (0, 1)),
    counter         INTEGER NOT NULL CHECK (counter >= 0),
    suspect         INTEGER NOT NULL CHECK (suspect IN (0, 1)),
    name            TEXT    NOT NULL,
    created_at      INTEGER NOT NULL,
    used_at         INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX passkey_of_user ON passkey (user_id);
