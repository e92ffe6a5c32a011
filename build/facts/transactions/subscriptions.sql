-- Three subscriptions that never reach a publisher.
CREATE SUBSCRIPTION with_slot CONNECTION 'host=127.0.0.1 port=1 dbname=nowhere' PUBLICATION news, gossip WITH (connect = false);
CREATE SUBSCRIPTION without_slot CONNECTION 'host=127.0.0.1 port=1 dbname=nowhere' PUBLICATION news, gossip WITH (connect = false, slot_name = NONE);
CREATE SUBSCRIPTION enabled CONNECTION 'host=127.0.0.1 port=1 dbname=nowhere' PUBLICATION news, gossip WITH (connect = false);
ALTER SUBSCRIPTION enabled ENABLE;
