-- Version: 004
-- Description: Find orders by date
CREATE INDEX CONCURRENTLY orders_created ON orders (created_at);
