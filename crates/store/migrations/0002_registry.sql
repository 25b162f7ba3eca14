-- Few rows, read often, changed rarely.

CREATE TABLE policy (
    hash  TEXT PRIMARY KEY,
    files TEXT NOT NULL,
    at    INTEGER NOT NULL,
    CONSTRAINT policy_hash_is_sha256 CHECK (length(hash) = 64)
) STRICT, WITHOUT ROWID;

CREATE TABLE calendar (
    marketplace INTEGER NOT NULL REFERENCES marketplace (key),
    name        TEXT NOT NULL,
    text        TEXT NOT NULL,
    PRIMARY KEY (marketplace, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE api_key (
    no          INTEGER PRIMARY KEY,
    id          TEXT NOT NULL,
    marketplace INTEGER REFERENCES marketplace (key),
    name        TEXT NOT NULL,
    role        TEXT NOT NULL,
    hash        BLOB NOT NULL,
    created     INTEGER NOT NULL,
    revoked     INTEGER,
    CONSTRAINT api_key_id_unique UNIQUE (id),
    CONSTRAINT api_key_hash_unique UNIQUE (hash),
    CONSTRAINT api_key_hash_has_32_bytes CHECK (length(hash) = 32)
) STRICT;

CREATE TABLE checkpoint (
    no        INTEGER PRIMARY KEY,
    at        INTEGER NOT NULL,
    position  INTEGER NOT NULL,
    body      BLOB NOT NULL,
    signature BLOB NOT NULL
) STRICT;

-- Sums of the journal's postings up to "as_of"; rebuilt from the journal at any time.
CREATE TABLE balance (
    marketplace INTEGER NOT NULL REFERENCES marketplace (key),
    account     TEXT NOT NULL,
    commodity   TEXT NOT NULL,
    amount      INTEGER NOT NULL,
    entries     INTEGER NOT NULL,
    PRIMARY KEY (marketplace, account, commodity)
) STRICT, WITHOUT ROWID;

CREATE TABLE rollup (
    one   INTEGER PRIMARY KEY,
    as_of INTEGER NOT NULL,
    CONSTRAINT rollup_one_row CHECK (one = 1)
) STRICT;
INSERT INTO rollup (one, as_of) VALUES (1, 0);
