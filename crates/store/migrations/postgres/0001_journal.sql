-- The truth (marketplace, head, journal) and what is written in the same transaction.
-- The columns mean what those of the same name mean in SQLite. Instants are nanoseconds since 1970; "timeline" is 0 for
-- real time, or the key of a sandbox marketplace; "id" is the 16 bytes of an aggregate, and what belongs to it lies with it.
--
-- Every table can be distributed (see distribution.sql): each unique index holds the column by which its table is
-- distributed, there are no triggers, and a foreign key leads only to a head that lies on the same machine or to a table
-- that is on every machine. Tables that every command writes have no foreign key to marketplace: all commands at once
-- would lock its one row. The store looks marketplaces up before it writes, and never deletes one.
--
-- Text is ordered by its bytes, so that lists come in the same order on every machine and on both databases.

CREATE TABLE marketplace (
    key       bigserial NOT NULL,
    id        bytea NOT NULL,
    slug      text COLLATE "C" NOT NULL,
    zone      text COLLATE "C" NOT NULL,
    calendar  text COLLATE "C" NOT NULL,
    currency  text COLLATE "C" NOT NULL,
    policy    text COLLATE "C" NOT NULL,
    sandbox   bigint,
    languages text COLLATE "C" NOT NULL,
    created   bigint NOT NULL,
    CONSTRAINT marketplace_pkey PRIMARY KEY (key),
    CONSTRAINT marketplace_id_unique UNIQUE (id),
    CONSTRAINT marketplace_slug_unique UNIQUE (slug),
    CONSTRAINT marketplace_id_has_16_bytes CHECK (octet_length(id) = 16)
);

-- One small row an aggregate: the end of its chain and when it wakes. Room is left in its pages, so that most updates
-- touch no index.
CREATE TABLE head (
    key         bigserial NOT NULL,
    marketplace bigint NOT NULL,
    version     bigint NOT NULL,
    last        bigint NOT NULL,
    timeline    bigint NOT NULL,
    next_wake   bigint,
    kind        smallint NOT NULL,
    quarantined boolean NOT NULL DEFAULT false,
    id          bytea NOT NULL,
    hash        bytea NOT NULL,
    CONSTRAINT head_pkey PRIMARY KEY (id),
    CONSTRAINT head_id_has_16_bytes CHECK (octet_length(id) = 16),
    CONSTRAINT head_hash_has_32_bytes CHECK (octet_length(hash) = 32),
    CONSTRAINT head_kind_known CHECK (kind IN (1, 2)),
    CONSTRAINT head_version_positive CHECK (version > 0),
    CONSTRAINT head_timeline_own CHECK (timeline IN (0, marketplace))
) WITH (fillfactor = 80);

CREATE INDEX head_by_key ON head (key);
CREATE INDEX head_due ON head (timeline, next_wake) WHERE next_wake IS NOT NULL AND NOT quarantined;

-- One appended row a command. "prev" is the record before it of the same aggregate: with the head it finds a history
-- without an index by aggregate. The bytes in "body" are exactly what is hashed. Positions are taken from the sequence;
-- which of them are final stands in `postgres/horizon.rs`. The sequence must never be given a cache.
CREATE TABLE journal (
    seq  bigserial NOT NULL,
    prev bigint,
    id   bytea NOT NULL,
    hash bytea NOT NULL,
    body bytea NOT NULL,
    CONSTRAINT journal_hash_has_32_bytes CHECK (octet_length(hash) = 32),
    CONSTRAINT journal_prev_is_earlier CHECK (prev < seq)
);

CREATE INDEX journal_by_seq ON journal (seq);

-- A cache of state, written rarely; it may be dropped at any time.
CREATE TABLE snapshot (
    version bigint NOT NULL,
    last    bigint NOT NULL,
    format  bigint NOT NULL,
    id      bytea NOT NULL,
    state   bytea NOT NULL,
    CONSTRAINT snapshot_pkey PRIMARY KEY (id),
    CONSTRAINT snapshot_head_fkey FOREIGN KEY (id) REFERENCES head (id)
);

-- Answers by a hash of (marketplace, principal, key), for 30 days.
CREATE TABLE answer (
    last    bigint,
    at      bigint NOT NULL,
    key     bytea NOT NULL,
    request bytea NOT NULL,
    outcome bytea NOT NULL,
    CONSTRAINT answer_pkey PRIMARY KEY (key),
    CONSTRAINT answer_key_has_16_bytes CHECK (octet_length(key) = 16),
    CONSTRAINT answer_request_has_32_bytes CHECK (octet_length(request) = 32)
);

CREATE INDEX answer_by_time ON answer (at);

-- References that are taken once and for ever.
CREATE TABLE taken (
    first   bigint NOT NULL,
    version bigint NOT NULL,
    last    bigint,
    key     bytea NOT NULL,
    CONSTRAINT taken_pkey PRIMARY KEY (key),
    CONSTRAINT taken_key_has_16_bytes CHECK (octet_length(key) = 16)
);

CREATE TABLE quarantine (
    marketplace bigint NOT NULL REFERENCES marketplace (key),
    at          bigint NOT NULL,
    kind        smallint NOT NULL,
    id          bytea NOT NULL,
    why         text COLLATE "C" NOT NULL,
    CONSTRAINT quarantine_pkey PRIMARY KEY (id),
    CONSTRAINT quarantine_id_has_16_bytes CHECK (octet_length(id) = 16),
    CONSTRAINT quarantine_kind_known CHECK (kind IN (1, 2))
);

-- Columns of lists; touched only when they change. "key" is the head's: lists end their pages by it.
CREATE TABLE listing (
    key         bigint NOT NULL,
    marketplace bigint NOT NULL,
    placed      bigint NOT NULL,
    id          bytea NOT NULL,
    buyer       bytea NOT NULL,
    seller      bytea NOT NULL,
    state       text COLLATE "C" NOT NULL,
    CONSTRAINT listing_pkey PRIMARY KEY (id),
    CONSTRAINT listing_head_fkey FOREIGN KEY (id) REFERENCES head (id),
    CONSTRAINT listing_parties_have_16_bytes CHECK (octet_length(buyer) = 16 AND octet_length(seller) = 16)
);

CREATE INDEX listing_by_time ON listing (marketplace, placed, key);
CREATE INDEX listing_by_buyer ON listing (marketplace, buyer, placed, key);
CREATE INDEX listing_by_seller ON listing (marketplace, seller, placed, key);
CREATE INDEX listing_by_state ON listing (marketplace, state, placed, key);

-- What waits for whom: 1 a party, 2 mediators, 3 staff, 4 outside. What has no end comes last.
CREATE TABLE turn (
    key         bigint NOT NULL,
    marketplace bigint NOT NULL,
    ends        bigint NOT NULL,
    ordinal     bigint NOT NULL,
    case_no     bigint,
    whom        smallint NOT NULL,
    id          bytea NOT NULL,
    party       bytea NOT NULL,
    what        text COLLATE "C" NOT NULL,
    CONSTRAINT turn_pkey PRIMARY KEY (id, ordinal),
    CONSTRAINT turn_head_fkey FOREIGN KEY (id) REFERENCES head (id),
    CONSTRAINT turn_whom_known CHECK (whom IN (1, 2, 3, 4)),
    CONSTRAINT turn_party_where_one_is CHECK (octet_length(party) = CASE WHEN whom = 1 THEN 16 ELSE 0 END)
);

CREATE INDEX turn_by_whom ON turn (marketplace, whom, party, ends, key, ordinal);

-- Promises that are not yet kept. A kept one goes: its events stand in the journal. They lie by their own key, which must
-- be one in the installation, and not with their aggregate: delivering them asks nothing of it.
CREATE TABLE outbox (
    no            bigserial NOT NULL,
    marketplace   bigint NOT NULL,
    timeline      bigint NOT NULL,
    promised      bigint NOT NULL,
    next          bigint NOT NULL,
    attempts      bigint NOT NULL DEFAULT 0,
    first_claimed bigint,
    lease         bigint,
    kind          smallint NOT NULL,
    id            bytea NOT NULL,
    key           text COLLATE "C" NOT NULL,
    body          bytea NOT NULL,
    note          bytea NOT NULL DEFAULT '',
    trouble       text COLLATE "C",
    CONSTRAINT outbox_key_unique PRIMARY KEY (key),
    CONSTRAINT outbox_id_has_16_bytes CHECK (octet_length(id) = 16),
    CONSTRAINT outbox_kind_known CHECK (kind IN (1, 2)),
    CONSTRAINT outbox_timeline_own CHECK (timeline IN (0, marketplace)),
    CONSTRAINT outbox_claimed_after_attempt CHECK ((first_claimed IS NULL) = (attempts = 0))
) WITH (fillfactor = 80);

CREATE INDEX outbox_due ON outbox (timeline, next, no);
CREATE INDEX outbox_free ON outbox (timeline, next) WHERE lease IS NULL;
CREATE INDEX outbox_held ON outbox (timeline) WHERE lease IS NOT NULL;
CREATE INDEX outbox_by_no ON outbox (no);
