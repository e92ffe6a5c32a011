-- Types that SQL can name: pg_catalog's, and information_schema's domains (their names with the schema).
-- Number: only those below 10000 are the same in every cluster. Element, array, base and subtype (of a range: what it ranges over, of a
-- multirange: its range) are types of this list.
-- Input and output: volatility of the conversion from and to text.
-- Display: as format_type writes it, where that is not the name (of an array: its element's display with [] behind).
WITH named AS (
    SELECT t.*,
        CASE WHEN n.nspname = 'pg_catalog' THEN t.typname::text ELSE n.nspname || '.' || t.typname END AS name,
        CASE WHEN t.typsubscript = 'array_subscript_handler'::regproc THEN t.typelem END AS element
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE n.nspname = 'pg_catalog'
       OR n.nspname = 'information_schema' AND (t.typtype = 'd' OR EXISTS (SELECT FROM pg_type d WHERE d.oid = t.typelem AND d.typtype = 'd'))
)
SELECT
    t.name,
    CASE WHEN t.oid < 10000 THEN t.oid END AS number,
    t.typtype AS kind,
    t.typcategory AS category,
    CASE WHEN t.typispreferred THEN 't' END AS preferred,
    (SELECT e.name FROM named e WHERE e.oid = t.element) AS element,
    (SELECT a.name FROM named a WHERE a.oid = t.typarray) AS "array",
    (SELECT b.name FROM named b WHERE b.oid = t.typbasetype) AS base,
    (SELECT s.name FROM pg_range r JOIN named s ON s.oid = CASE t.oid WHEN r.rngtypid THEN r.rngsubtype ELSE r.rngtypid END
     WHERE t.oid IN (r.rngtypid, r.rngmultitypid)) AS subtype,
    CASE WHEN t.typnotnull OR EXISTS (SELECT FROM pg_constraint c WHERE c.contypid = t.oid) THEN 't' END AS constrained,
    (SELECT c.collname FROM pg_collation c WHERE c.oid = t.typcollation) AS collation,
    CASE WHEN t.typmodin <> 0 THEN 't' END AS modifiers,
    (SELECT p.provolatile FROM pg_proc p WHERE p.oid = t.typinput) AS input,
    (SELECT p.provolatile FROM pg_proc p WHERE p.oid = t.typoutput) AS output,
    NULLIF(format_type(t.oid, NULL), COALESCE((SELECT format_type(e.oid, NULL) || '[]' FROM named e WHERE e.oid = t.element), t.name)) AS display
FROM named t
