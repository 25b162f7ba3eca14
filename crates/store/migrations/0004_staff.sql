-- The marketplaces' own people who sign in with a password; "password" is a hash.
CREATE TABLE staff (
    no          INTEGER PRIMARY KEY,
    marketplace INTEGER NOT NULL REFERENCES marketplace (key),
    id          TEXT NOT NULL,
    login       TEXT NOT NULL,
    role        TEXT NOT NULL,
    password    TEXT NOT NULL,
    generation  BLOB NOT NULL,
    created     INTEGER NOT NULL,
    CONSTRAINT staff_id_unique UNIQUE (marketplace, id),
    CONSTRAINT staff_login_unique UNIQUE (marketplace, login),
    CONSTRAINT staff_generation_has_16_bytes CHECK (length(generation) = 16)
) STRICT;
