-- Personal data, sealed: tables of their own beside the events, so that destroying here leaves every event as it is. The
-- keys in it are wrapped by a master key that lies outside the database.

CREATE TABLE vault.person_key (
    marketplace bytea NOT NULL,
    party       bytea NOT NULL,
    generation  bigint NOT NULL,
    wrapped     bytea NOT NULL,
    CONSTRAINT person_key_pkey PRIMARY KEY (marketplace, party),
    CONSTRAINT person_key_marketplace_has_16_bytes CHECK (octet_length(marketplace) = 16),
    CONSTRAINT person_key_party_has_16_bytes CHECK (octet_length(party) = 16),
    CONSTRAINT person_key_generation_from_1 CHECK (generation >= 1)
);

CREATE TABLE vault.erased (
    marketplace bytea NOT NULL,
    party       bytea NOT NULL,
    generation  bigint NOT NULL,
    CONSTRAINT erased_pkey PRIMARY KEY (marketplace, party)
);

CREATE TABLE vault.person (
    marketplace bytea NOT NULL,
    party       bytea NOT NULL,
    generation  bigint NOT NULL,
    sealed      bytea NOT NULL,
    CONSTRAINT person_pkey PRIMARY KEY (marketplace, party)
);

-- "place" is 0 for in the row, 1 for in a file, 2 for removed by law.
CREATE TABLE vault.sealed (
    marketplace bytea NOT NULL,
    digest      bytea NOT NULL,
    party       bytea NOT NULL,
    generation  bigint NOT NULL,
    bytes       bigint NOT NULL,
    mime        text COLLATE "C" NOT NULL,
    place       smallint NOT NULL,
    ciphertext  bytea,
    CONSTRAINT sealed_pkey PRIMARY KEY (marketplace, digest),
    CONSTRAINT sealed_digest_has_32_bytes CHECK (octet_length(digest) = 32),
    CONSTRAINT sealed_bytes_from_0 CHECK (bytes >= 0),
    CONSTRAINT sealed_place_known CHECK (place IN (0, 1, 2)),
    CONSTRAINT sealed_ciphertext_in_rows_only CHECK ((place = 0) = (ciphertext IS NOT NULL))
);

-- The permanent list of destructions; it stands in a file outside the database, too.
CREATE TABLE vault.destruction (
    number bigserial NOT NULL,
    line   text COLLATE "C" NOT NULL,
    CONSTRAINT destruction_pkey PRIMARY KEY (line)
);

-- Whose the database is: the public half of the key that signs its checkpoints.
CREATE TABLE vault.installation (
    one    bigint NOT NULL,
    public bytea NOT NULL,
    CONSTRAINT installation_pkey PRIMARY KEY (one),
    CONSTRAINT installation_one_row CHECK (one = 1)
);
