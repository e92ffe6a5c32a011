-- Undoes setup.sql and whatever a statement of outside.sql left behind.
SET client_min_messages = error;
DROP SCHEMA public, drawer CASCADE;
DROP PUBLICATION news, gossip;
CREATE SCHEMA public;
