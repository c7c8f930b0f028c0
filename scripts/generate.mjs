// Generates what is derived and not committed: resolver types from the SDL, Prisma clients from the schemas.
import { existsSync, readdirSync } from 'node:fs';
import { run } from './lib/process.mjs';
import { root } from './lib/root.mjs';

const contexts = readdirSync(`${root}/prisma`).filter((name) =>
  existsSync(`${root}/prisma/${name}/schema.prisma`),
);

const wanted = process.argv.slice(2);
for (const context of contexts) {
  if (wanted.length > 0 && !wanted.includes(context)) continue;
  // Prisma 7 has no engine binary at run time, yet `generate` fetches one unless it is named. Any file will do.
  await run('npx', ['prisma', 'generate', `--schema=prisma/${context}/schema.prisma`], {
    env: {
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
    quiet: true,
  });
}
await run('npx', ['graphql-codegen', '--config', 'codegen.yml'], { quiet: true });
