-- Functions that SQL can call (one with an argument of type internal cannot be).
-- Kind: f = function, p = procedure, a = aggregate, w = window function. Defaults: how many of the last arguments may be left out.
-- Astext: written in SQL, converts its polymorphic argument to text; inlined, it is as volatile as that conversion.
SELECT
    p.proname AS name,
    (SELECT string_agg(t.typname, ',' ORDER BY a.ordinality)
     FROM unnest(p.proargtypes) WITH ORDINALITY a (type, ordinality) JOIN pg_type t ON t.oid = a.type) AS arguments,
    p.pronargdefaults AS defaults,
    CASE WHEN p.provariadic <> 0 THEN 't' END AS variadic,
    (SELECT t.typname FROM pg_type t WHERE t.oid = p.prorettype) AS result,
    CASE WHEN p.proretset THEN 't' END AS set,
    p.provolatile AS volatility,
    p.prokind AS kind,
    CASE WHEN p.prosrc ~ '[$]\d::pg_catalog[.]text' THEN 't' END AS astext
FROM pg_proc p
WHERE p.pronamespace = 'pg_catalog'::regnamespace AND NOT 'internal'::regtype = ANY (p.proargtypes::oid[])
