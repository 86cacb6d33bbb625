-- A device on which its user is not asked for a second factor for a while: since when, in milliseconds, and on which host. Null: they are asked.
ALTER TABLE device ADD COLUMN remembered_at INTEGER;
ALTER TABLE device ADD COLUMN remembered_host TEXT;
