-- The tenants that a user was made a member of; whoever has a role of one (tenant/role) belongs to it without that.
CREATE TABLE user_tenant (
    user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
    tenant  TEXT NOT NULL,
    PRIMARY KEY (user_id, tenant)
) STRICT, WITHOUT ROWID;

-- The tenant that a user of several chose to act for; null where nothing was chosen.
ALTER TABLE session ADD COLUMN tenant TEXT;
