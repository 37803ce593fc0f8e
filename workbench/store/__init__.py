"""The only place with SQL and connections: engine, schema, journal, access, links, search."""
