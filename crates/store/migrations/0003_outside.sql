-- What leads from the outside to an order, and what came from there.

-- "journey" is 1 for a parcel, 2 for the return of a case; "no" is its ordinal in the order.
CREATE TABLE parcel_route (
    marketplace INTEGER NOT NULL REFERENCES marketplace (key),
    number      TEXT NOT NULL,
    carrier     TEXT NOT NULL,
    agg         INTEGER NOT NULL REFERENCES head (key),
    journey     INTEGER NOT NULL,
    no          INTEGER NOT NULL,
    starts      INTEGER NOT NULL,
    ends        INTEGER,
    PRIMARY KEY (marketplace, number, carrier, agg, journey, no),
    CONSTRAINT parcel_route_journey_known CHECK (journey IN (1, 2)),
    CONSTRAINT parcel_route_ends_after_start CHECK (ends > starts)
) STRICT, WITHOUT ROWID;

CREATE TABLE payment_route (
    marketplace INTEGER NOT NULL REFERENCES marketplace (key),
    provider    TEXT NOT NULL,
    payment_id  TEXT NOT NULL,
    agg         INTEGER NOT NULL REFERENCES head (key),
    payment     INTEGER NOT NULL,
    PRIMARY KEY (marketplace, provider, payment_id, agg, payment)
) STRICT, WITHOUT ROWID;

-- "state" is 0 for new, 1 for waiting (leads to no parcel yet), 2 for done.
CREATE TABLE inbox (
    no          INTEGER PRIMARY KEY AUTOINCREMENT,
    marketplace INTEGER NOT NULL REFERENCES marketplace (key),
    provider    TEXT NOT NULL,
    event       TEXT NOT NULL,
    carrier     TEXT,
    number      TEXT NOT NULL,
    at          INTEGER NOT NULL,
    body        BLOB NOT NULL,
    raw         BLOB,
    received    INTEGER NOT NULL,
    state       INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT inbox_event_unique UNIQUE (marketplace, provider, event),
    CONSTRAINT inbox_state_known CHECK (state IN (0, 1, 2))
) STRICT;

CREATE INDEX inbox_open ON inbox (state, no) WHERE state < 2;
CREATE INDEX inbox_waiting ON inbox (marketplace, number) WHERE state = 1;

CREATE TABLE document (
    no          INTEGER PRIMARY KEY,
    marketplace INTEGER NOT NULL REFERENCES marketplace (key),
    digest      BLOB NOT NULL,
    kind        TEXT NOT NULL,
    bytes       BLOB NOT NULL,
    CONSTRAINT document_digest_unique UNIQUE (marketplace, digest),
    CONSTRAINT document_digest_has_32_bytes CHECK (length(digest) = 32)
) STRICT;
