-- Few rows, read often, changed rarely: on every machine.

CREATE TABLE policy (
    hash  text COLLATE "C" NOT NULL,
    files text COLLATE "C" NOT NULL,
    at    bigint NOT NULL,
    CONSTRAINT policy_pkey PRIMARY KEY (hash),
    CONSTRAINT policy_hash_is_sha256 CHECK (length(hash) = 64)
);

CREATE TABLE calendar (
    marketplace bigint NOT NULL REFERENCES marketplace (key),
    name        text COLLATE "C" NOT NULL,
    text        text COLLATE "C" NOT NULL,
    CONSTRAINT calendar_pkey PRIMARY KEY (marketplace, name)
);

CREATE TABLE api_key (
    no          bigserial NOT NULL,
    id          text COLLATE "C" NOT NULL,
    marketplace bigint REFERENCES marketplace (key),
    name        text COLLATE "C" NOT NULL,
    role        text COLLATE "C" NOT NULL,
    hash        bytea NOT NULL,
    created     bigint NOT NULL,
    revoked     bigint,
    CONSTRAINT api_key_pkey PRIMARY KEY (no),
    CONSTRAINT api_key_id_unique UNIQUE (id),
    CONSTRAINT api_key_hash_unique UNIQUE (hash),
    CONSTRAINT api_key_hash_has_32_bytes CHECK (octet_length(hash) = 32)
);

CREATE TABLE checkpoint (
    no        bigserial NOT NULL,
    at        bigint NOT NULL,
    position  bigint NOT NULL,
    body      bytea NOT NULL,
    signature bytea NOT NULL,
    CONSTRAINT checkpoint_pkey PRIMARY KEY (no)
);

-- Sums of the journal's postings up to "as_of"; rebuilt from the journal at any time.
CREATE TABLE balance (
    marketplace bigint NOT NULL REFERENCES marketplace (key),
    account     text COLLATE "C" NOT NULL,
    commodity   text COLLATE "C" NOT NULL,
    amount      bigint NOT NULL,
    entries     bigint NOT NULL,
    CONSTRAINT balance_pkey PRIMARY KEY (marketplace, account, commodity)
);

CREATE TABLE rollup (
    one   bigint NOT NULL,
    as_of bigint NOT NULL,
    CONSTRAINT rollup_pkey PRIMARY KEY (one),
    CONSTRAINT rollup_one_row CHECK (one = 1)
);
INSERT INTO rollup (one, as_of) VALUES (1, 0);

-- The marketplaces' own people who sign in with a password; "password" is a hash.
CREATE TABLE staff (
    no          bigserial NOT NULL,
    marketplace bigint NOT NULL REFERENCES marketplace (key),
    id          text COLLATE "C" NOT NULL,
    login       text COLLATE "C" NOT NULL,
    role        text COLLATE "C" NOT NULL,
    password    text COLLATE "C" NOT NULL,
    generation  bytea NOT NULL,
    created     bigint NOT NULL,
    CONSTRAINT staff_pkey PRIMARY KEY (no),
    CONSTRAINT staff_id_unique UNIQUE (marketplace, id),
    CONSTRAINT staff_login_unique UNIQUE (marketplace, login),
    CONSTRAINT staff_generation_has_16_bytes CHECK (octet_length(generation) = 16)
);
