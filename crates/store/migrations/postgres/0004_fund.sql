-- A third kind of aggregate: 1 an order, 2 an account, 3 a fund.

ALTER TABLE head DROP CONSTRAINT head_kind_known, ADD CONSTRAINT head_kind_known CHECK (kind IN (1, 2, 3));
ALTER TABLE quarantine DROP CONSTRAINT quarantine_kind_known, ADD CONSTRAINT quarantine_kind_known CHECK (kind IN (1, 2, 3));
ALTER TABLE outbox DROP CONSTRAINT outbox_kind_known, ADD CONSTRAINT outbox_kind_known CHECK (kind IN (1, 2, 3));
