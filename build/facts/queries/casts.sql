-- Casts between built-in types. Method: b = same bytes, f = by a function, i = through text. Context: i = implicit, a = in assignments, e = explicit.
-- A cast from a type to itself applies the type's modifier.
SELECT
    s.typname AS source,
    t.typname AS target,
    c.castmethod AS method,
    c.castcontext AS context,
    p.provolatile AS volatility
FROM pg_cast c
JOIN pg_type s ON s.oid = c.castsource
JOIN pg_type t ON t.oid = c.casttarget
LEFT JOIN pg_proc p ON p.oid = c.castfunc
WHERE s.typnamespace = 'pg_catalog'::regnamespace AND t.typnamespace = 'pg_catalog'::regnamespace
