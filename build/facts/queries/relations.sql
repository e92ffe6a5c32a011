-- Tables and views that every database has. Kind: r = table, v = view.
SELECT
    n.nspname AS schema,
    c.relname AS name,
    c.relkind AS kind
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname IN ('pg_catalog', 'information_schema') AND c.relkind IN ('r', 'v')
