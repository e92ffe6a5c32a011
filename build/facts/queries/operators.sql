-- Operators; left is empty for a prefix operator. Volatility is that of the function behind. Astext: see functions.sql.
SELECT
    o.oprname AS name,
    (SELECT t.typname FROM pg_type t WHERE t.oid = o.oprleft) AS left,
    (SELECT t.typname FROM pg_type t WHERE t.oid = o.oprright) AS right,
    (SELECT t.typname FROM pg_type t WHERE t.oid = o.oprresult) AS result,
    p.provolatile AS volatility,
    CASE WHEN p.prosrc ~ '[$]\d::pg_catalog[.]text' THEN 't' END AS astext
FROM pg_operator o
JOIN pg_proc p ON p.oid = o.oprcode
WHERE o.oprnamespace = 'pg_catalog'::regnamespace
