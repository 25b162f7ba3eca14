-- The truth (marketplace, head, journal) and what is written in the same transaction.
-- Instants are nanoseconds since 1970. "timeline" is 0 for real time, or the key of a sandbox marketplace.

CREATE TABLE marketplace (
    key       INTEGER PRIMARY KEY,
    id        BLOB NOT NULL,
    slug      TEXT NOT NULL,
    zone      TEXT NOT NULL,
    calendar  TEXT NOT NULL,
    currency  TEXT NOT NULL,
    policy    TEXT NOT NULL,
    sandbox   INTEGER,
    languages TEXT NOT NULL,
    created   INTEGER NOT NULL,
    CONSTRAINT marketplace_id_unique UNIQUE (id),
    CONSTRAINT marketplace_slug_unique UNIQUE (slug),
    CONSTRAINT marketplace_id_has_16_bytes CHECK (length(id) = 16)
) STRICT;

CREATE TRIGGER marketplace_clock_never_backwards BEFORE UPDATE OF sandbox ON marketplace
WHEN (old.sandbox IS NULL) <> (new.sandbox IS NULL) OR new.sandbox < old.sandbox
BEGIN SELECT RAISE(ABORT, 'marketplace_clock_never_backwards'); END;

-- One small row an aggregate: the end of its chain and when it wakes.
CREATE TABLE head (
    key         INTEGER PRIMARY KEY,
    id          BLOB NOT NULL,
    marketplace INTEGER NOT NULL REFERENCES marketplace (key),
    kind        INTEGER NOT NULL,
    version     INTEGER NOT NULL,
    last        INTEGER NOT NULL,
    hash        BLOB NOT NULL,
    timeline    INTEGER NOT NULL,
    next_wake   INTEGER,
    quarantined INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT head_id_unique UNIQUE (id),
    CONSTRAINT head_id_has_16_bytes CHECK (length(id) = 16),
    CONSTRAINT head_hash_has_32_bytes CHECK (length(hash) = 32),
    CONSTRAINT head_kind_known CHECK (kind IN (1, 2)),
    CONSTRAINT head_version_positive CHECK (version > 0),
    CONSTRAINT head_timeline_own CHECK (timeline IN (0, marketplace)),
    CONSTRAINT head_quarantined_boolean CHECK (quarantined IN (0, 1))
) STRICT;

CREATE INDEX head_due ON head (timeline, next_wake) WHERE next_wake IS NOT NULL AND quarantined = 0;

-- One appended row a command. "prev" is the record before it of the same aggregate: with the head it finds a history
-- without an index. The bytes in "body" are exactly what is hashed.
CREATE TABLE journal (
    seq  INTEGER PRIMARY KEY,
    agg  INTEGER NOT NULL REFERENCES head (key),
    prev INTEGER,
    hash BLOB NOT NULL,
    body BLOB NOT NULL,
    CONSTRAINT journal_hash_has_32_bytes CHECK (length(hash) = 32),
    CONSTRAINT journal_prev_is_earlier CHECK (prev < seq)
) STRICT;

CREATE TRIGGER journal_append_only_update BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'journal_append_only'); END;
CREATE TRIGGER journal_append_only_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'journal_append_only'); END;

-- A cache of state, written rarely; it may be dropped at any time.
CREATE TABLE snapshot (
    key     INTEGER PRIMARY KEY REFERENCES head (key),
    version INTEGER NOT NULL,
    last    INTEGER NOT NULL,
    format  INTEGER NOT NULL,
    state   BLOB NOT NULL
) STRICT;

-- Answers by a hash of (marketplace, principal, key), for 30 days.
CREATE TABLE answer (
    key     BLOB PRIMARY KEY,
    request BLOB NOT NULL,
    outcome BLOB NOT NULL,
    last    INTEGER,
    at      INTEGER NOT NULL,
    CONSTRAINT answer_key_has_16_bytes CHECK (length(key) = 16),
    CONSTRAINT answer_request_has_32_bytes CHECK (length(request) = 32)
) STRICT, WITHOUT ROWID;

-- References that are taken once and for ever.
CREATE TABLE taken (
    key     BLOB PRIMARY KEY,
    first   INTEGER NOT NULL,
    version INTEGER NOT NULL,
    last    INTEGER,
    CONSTRAINT taken_key_has_16_bytes CHECK (length(key) = 16)
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine (
    id          BLOB PRIMARY KEY,
    kind        INTEGER NOT NULL,
    marketplace INTEGER NOT NULL REFERENCES marketplace (key),
    at          INTEGER NOT NULL,
    why         TEXT NOT NULL,
    CONSTRAINT quarantine_id_has_16_bytes CHECK (length(id) = 16),
    CONSTRAINT quarantine_kind_known CHECK (kind IN (1, 2))
) STRICT, WITHOUT ROWID;

-- Columns of lists; touched only when they change.
CREATE TABLE listing (
    key         INTEGER PRIMARY KEY REFERENCES head (key),
    marketplace INTEGER NOT NULL REFERENCES marketplace (key),
    buyer       BLOB NOT NULL,
    seller      BLOB NOT NULL,
    state       TEXT NOT NULL,
    placed      INTEGER NOT NULL,
    CONSTRAINT listing_parties_have_16_bytes CHECK (length(buyer) = 16 AND length(seller) = 16)
) STRICT;

CREATE INDEX listing_by_time ON listing (marketplace, placed, key);
CREATE INDEX listing_by_buyer ON listing (marketplace, buyer, placed, key);
CREATE INDEX listing_by_seller ON listing (marketplace, seller, placed, key);
CREATE INDEX listing_by_state ON listing (marketplace, state, placed, key);

-- What waits for whom: 1 a party, 2 mediators, 3 staff, 4 outside. What has no end comes last.
CREATE TABLE turn (
    key         INTEGER NOT NULL REFERENCES head (key),
    ordinal     INTEGER NOT NULL,
    marketplace INTEGER NOT NULL REFERENCES marketplace (key),
    whom        INTEGER NOT NULL,
    party       BLOB NOT NULL,
    case_no     INTEGER,
    what        TEXT NOT NULL,
    ends        INTEGER NOT NULL,
    PRIMARY KEY (key, ordinal),
    CONSTRAINT turn_whom_known CHECK (whom IN (1, 2, 3, 4)),
    CONSTRAINT turn_party_where_one_is CHECK (length(party) = iif(whom = 1, 16, 0))
) STRICT, WITHOUT ROWID;

CREATE INDEX turn_by_whom ON turn (marketplace, whom, party, ends, key, ordinal);

-- Promises that are not yet kept. A kept one goes: its events stand in the journal.
CREATE TABLE outbox (
    no            INTEGER PRIMARY KEY AUTOINCREMENT,
    key           TEXT NOT NULL,
    marketplace   INTEGER NOT NULL REFERENCES marketplace (key),
    agg           INTEGER NOT NULL REFERENCES head (key),
    timeline      INTEGER NOT NULL,
    body          BLOB NOT NULL,
    promised      INTEGER NOT NULL,
    next          INTEGER NOT NULL,
    attempts      INTEGER NOT NULL DEFAULT 0,
    first_claimed INTEGER,
    lease         INTEGER,
    note          BLOB NOT NULL DEFAULT x'',
    trouble       TEXT,
    CONSTRAINT outbox_key_unique UNIQUE (key),
    CONSTRAINT outbox_timeline_own CHECK (timeline IN (0, marketplace)),
    CONSTRAINT outbox_claimed_after_attempt CHECK ((first_claimed IS NULL) = (attempts = 0))
) STRICT;

CREATE INDEX outbox_due ON outbox (timeline, next, no);
