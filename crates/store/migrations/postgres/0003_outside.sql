-- What leads from the outside to an order, and what came from there. These lie by what the outside knows: a tracking
-- number, a payment's id, an event's id, a digest.

-- "journey" is 1 for a parcel, 2 for the return of a case; "no" is its ordinal in the order. "agg" is the key of the
-- order's head: routes come in the order in which the orders were placed.
CREATE TABLE parcel_route (
    marketplace bigint NOT NULL,
    agg         bigint NOT NULL,
    starts      bigint NOT NULL,
    ends        bigint,
    no          bigint NOT NULL,
    journey     smallint NOT NULL,
    id          bytea NOT NULL,
    number      text COLLATE "C" NOT NULL,
    carrier     text COLLATE "C" NOT NULL,
    CONSTRAINT parcel_route_pkey PRIMARY KEY (marketplace, number, carrier, id, journey, no),
    CONSTRAINT parcel_route_id_has_16_bytes CHECK (octet_length(id) = 16),
    CONSTRAINT parcel_route_journey_known CHECK (journey IN (1, 2)),
    CONSTRAINT parcel_route_ends_after_start CHECK (ends > starts)
);

CREATE TABLE payment_route (
    marketplace bigint NOT NULL,
    agg         bigint NOT NULL,
    payment     bigint NOT NULL,
    id          bytea NOT NULL,
    provider    text COLLATE "C" NOT NULL,
    payment_id  text COLLATE "C" NOT NULL,
    CONSTRAINT payment_route_pkey PRIMARY KEY (marketplace, provider, payment_id, id, payment),
    CONSTRAINT payment_route_id_has_16_bytes CHECK (octet_length(id) = 16)
);

-- "state" is 0 for new, 1 for waiting (leads to no parcel yet), 2 for done.
CREATE TABLE inbox (
    no          bigserial NOT NULL,
    marketplace bigint NOT NULL,
    at          bigint NOT NULL,
    received    bigint NOT NULL,
    state       smallint NOT NULL DEFAULT 0,
    provider    text COLLATE "C" NOT NULL,
    event       text COLLATE "C" NOT NULL,
    carrier     text COLLATE "C",
    number      text COLLATE "C" NOT NULL,
    body        bytea NOT NULL,
    raw         bytea,
    CONSTRAINT inbox_event_unique PRIMARY KEY (marketplace, provider, event),
    CONSTRAINT inbox_state_known CHECK (state IN (0, 1, 2))
);

CREATE INDEX inbox_open ON inbox (state, no) WHERE state < 2;
CREATE INDEX inbox_waiting ON inbox (marketplace, number) WHERE state = 1;
CREATE INDEX inbox_by_no ON inbox (no);

CREATE TABLE document (
    marketplace bigint NOT NULL,
    digest      bytea NOT NULL,
    kind        text COLLATE "C" NOT NULL,
    bytes       bytea NOT NULL,
    CONSTRAINT document_pkey PRIMARY KEY (marketplace, digest),
    CONSTRAINT document_digest_has_32_bytes CHECK (octet_length(digest) = 32)
);
