-- Operators; left is empty for a prefix operator. Volatility is that of the function behind.
SELECT
    o.oprname AS name,
    (SELECT t.typname FROM pg_type t WHERE t.oid = o.oprleft) AS left,
    (SELECT t.typname FROM pg_type t WHERE t.oid = o.oprright) AS right,
    (SELECT t.typname FROM pg_type t WHERE t.oid = o.oprresult) AS result,
    (SELECT p.provolatile FROM pg_proc p WHERE p.oid = o.oprcode) AS volatility
FROM pg_operator o
WHERE o.oprnamespace = 'pg_catalog'::regnamespace
