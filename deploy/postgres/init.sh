#!/bin/sh
# A database and a role of its own for every context; nobody else may connect to it. Run once, by the image, when the
# volume is empty. For a context that is added later: docker compose exec postgres sh /docker-entrypoint-initdb.d/init.sh
set -eu
for context in $VOLTPARK_CONTEXTS; do
  name=$(printf '%s' "$context" | tr '-' '_')
  variable=$(printf '%s' "$name" | tr '[:lower:]' '[:upper:]')_DATABASE_PASSWORD
  eval "password=\${$variable:?is not set}"
  psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d postgres -v name="$name" -v password="$password" <<'SQL'
SELECT format('CREATE ROLE %I LOGIN', :'name')
  WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'name') \gexec
ALTER ROLE :"name" PASSWORD :'password' NOSUPERUSER NOCREATEDB;
SELECT format('CREATE DATABASE %I OWNER %I', :'name', :'name')
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \gexec
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
SQL
done
