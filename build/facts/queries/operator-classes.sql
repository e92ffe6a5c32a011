-- Operator classes of the index access methods. Key: type that the index stores, where it is not the input type.
SELECT
    m.amname AS method,
    (SELECT t.typname FROM pg_type t WHERE t.oid = c.opcintype) AS input,
    c.opcname AS name,
    f.opfname AS family,
    CASE WHEN c.opcdefault THEN 't' END AS default,
    (SELECT t.typname FROM pg_type t WHERE t.oid = c.opckeytype) AS key
FROM pg_opclass c
JOIN pg_am m ON m.oid = c.opcmethod
JOIN pg_opfamily f ON f.oid = c.opcfamily
WHERE c.opcnamespace = 'pg_catalog'::regnamespace
