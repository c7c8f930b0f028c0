import pg from 'pg';

/** A database with the one role that may use it. */
export interface DatabaseOwner {
  readonly database: string;
  readonly role: string;
  readonly password: string;
}

/**
 * Makes sure that a database and its role exist, and that nobody but this role may connect to it.
 * May be called any number of times.
 * @param adminUrl connection URL of a superuser
 * @returns the connection URL of the role
 */
export async function ensureDatabase(adminUrl: string, owner: DatabaseOwner): Promise<string> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const role = client.escapeIdentifier(owner.role);
    const database = client.escapeIdentifier(owner.database);
    const password = client.escapeLiteral(owner.password);
    const roles = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [owner.role]);
    const verb = roles.rowCount === 0 ? 'CREATE' : 'ALTER';
    // CREATEDB is not granted: migrations run with what the role has in its own database.
    await client.query(`${verb} ROLE ${role} LOGIN PASSWORD ${password} NOSUPERUSER NOCREATEDB`);
    const databases = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [
      owner.database,
    ]);
    if (databases.rowCount === 0) await client.query(`CREATE DATABASE ${database} OWNER ${role}`);
    await client.query(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`);
  } finally {
    await client.end();
  }
  const url = new URL(adminUrl);
  url.username = owner.role;
  url.password = owner.password;
  url.pathname = `/${owner.database}`;
  return url.toString();
}
