-- Operators by which an index of each operator family can be searched, with their strategy numbers.
SELECT
    m.amname AS method,
    f.opfname AS family,
    (SELECT t.typname FROM pg_type t WHERE t.oid = a.amoplefttype) AS left,
    (SELECT t.typname FROM pg_type t WHERE t.oid = a.amoprighttype) AS right,
    a.amopstrategy AS strategy,
    o.oprname AS operator
FROM pg_amop a
JOIN pg_opfamily f ON f.oid = a.amopfamily
JOIN pg_am m ON m.oid = a.amopmethod
JOIN pg_operator o ON o.oid = a.amopopr
WHERE a.amoppurpose = 's' AND f.opfnamespace = 'pg_catalog'::regnamespace
