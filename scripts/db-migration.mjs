// `npm run db:migration -- <context> <name>`: writes the next migration of a context from the difference between
// its schema and its migrations, in a database of its own that is thrown away. Works offline.
// `--check` instead of a context: ends with 1 where schema and migrations of any context differ.
import {
  mkdirSync,
  mkdtempSync,
  chmodSync,
  readdirSync,
  rmSync,
  writeFileSync,
  existsSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { say } from './lib/process.mjs';
import { root } from './lib/root.mjs';

const [context, name] = process.argv.slice(2);
const checking = context === '--check';
const contexts = readdirSync(`${root}/prisma`).filter((folder) =>
  existsSync(`${root}/prisma/${folder}/schema.prisma`),
);
if (!checking && (!contexts.includes(context) || !/^[a-z][a-z0-9_]*$/.test(name ?? ''))) {
  process.stderr.write(
    `Usage: npm run db:migration -- <context> <name_in_snake_case>\nContexts: ${contexts.join(', ')}\n`,
  );
  process.exit(1);
}

await ensureInstalled();
await build('kit', 'infrastructure');
const { ensureDatabase, freePort, startPostgres } = await import('@voltpark/infrastructure');
const { nextMigration } = await import('@voltpark/kit/database/migrate');

const scratch = mkdtempSync(join(tmpdir(), 'voltpark-migration-'));
chmodSync(scratch, 0o755);
const postgres = await startPostgres({
  dataDirectory: join(scratch, 'postgres'),
  port: await freePort(),
  password: 'scratch',
  disposable: true,
});

async function missing(folder) {
  const scratchUrl = await ensureDatabase(postgres.url, {
    database: folder,
    role: folder,
    password: 'scratch',
  });
  return nextMigration({ scratchUrl, directory: `${root}/prisma/${folder}` });
}

try {
  if (checking) {
    for (const folder of contexts) {
      const script = await missing(folder);
      if (script === null) continue;
      process.exitCode = 1;
      process.stderr.write(
        `The schema of ${folder} and its migrations differ; \`npm run db:migration -- ${folder} <name>\` would write:\n${script}\n`,
      );
    }
    if (process.exitCode !== 1) say(`schemas and migrations agree: ${contexts.join(', ')}`);
  } else {
    const script = await missing(context);
    if (script === null) {
      say(`the migrations of ${context} already make its schema`);
    } else {
      const timestamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
      const folder = `${root}/prisma/${context}/migrations/${timestamp}_${name}`;
      mkdirSync(folder, { recursive: true });
      writeFileSync(`${folder}/migration.sql`, script);
      say(
        `wrote prisma/${context}/migrations/${timestamp}_${name}/migration.sql; read it before you commit it`,
      );
    }
  }
} finally {
  await postgres.stop();
  rmSync(scratch, { recursive: true, force: true });
}
