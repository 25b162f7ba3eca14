-- How the tables are distributed with Citus 13, by whoever operates it, once, after the program made them and before it
-- writes: psql -f distribution.sql. It is not a change of the tables and is not applied by the program. The test
-- `postgres_only::the_schema_keeps_to_what_can_be_distributed` reads this file and holds the tables to it.

-- On every machine.
SELECT create_reference_table('marketplace');
SELECT create_reference_table('policy');
SELECT create_reference_table('calendar');
SELECT create_reference_table('api_key');
SELECT create_reference_table('checkpoint');
SELECT create_reference_table('balance');
SELECT create_reference_table('rollup');
SELECT create_reference_table('staff');

-- By aggregate, each with its head.
SELECT create_distributed_table('head', 'id');
SELECT create_distributed_table('journal', 'id', colocate_with => 'head');
SELECT create_distributed_table('snapshot', 'id', colocate_with => 'head');
SELECT create_distributed_table('listing', 'id', colocate_with => 'head');
SELECT create_distributed_table('turn', 'id', colocate_with => 'head');
SELECT create_distributed_table('quarantine', 'id', colocate_with => 'head');

-- By their own keys.
SELECT create_distributed_table('answer', 'key', colocate_with => 'none');
SELECT create_distributed_table('taken', 'key', colocate_with => 'none');
SELECT create_distributed_table('outbox', 'key', colocate_with => 'none');
SELECT create_distributed_table('parcel_route', 'number', colocate_with => 'none');
SELECT create_distributed_table('payment_route', 'payment_id', colocate_with => 'none');
SELECT create_distributed_table('inbox', 'event', colocate_with => 'none');
SELECT create_distributed_table('document', 'digest', colocate_with => 'none');
