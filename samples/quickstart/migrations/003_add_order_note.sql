-- Version: 003
-- Description: Add a note to orders
ALTER TABLE orders ADD COLUMN note text;
