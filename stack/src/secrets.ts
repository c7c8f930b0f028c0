import { generateActorKeys } from '@voltpark/kit/actor-token';
import { databaseVariable } from '@voltpark/kit/context-environment';
import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const secretsSchema = z.object({
  actorPrivateJwk: z.string(),
  actorPublicJwk: z.string(),
  /** What accounts signs its tokens with. */
  accountsSigningJwks: z.string(),
  postgresPassword: z.string(),
  /** One a context. */
  databasePasswords: z.record(z.string(), z.string()),
  /** Of the first administrator and of every demo account. */
  demoPassword: z.string(),
});

/** What a stack must keep to itself, and keep: made at the first start, in a file that only its owner reads. */
export type Secrets = z.infer<typeof secretsSchema>;

const password = () => randomBytes(24).toString('base64url');

/** Words that are easy to tell apart when read from a screen; three of them and a number are for typing. */
const words =
  'amber bolt cable delta ember fjord grove harbor inlet jetty kelvin lever meadow nickel orbit pylon quarry ridge socket turbine umber valley watt yonder zephyr'.split(
    ' ',
  );

/** A password that a person can copy from the screen: about 34 bits, for a system that listens on loopback. */
function sayablePassword(): string {
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = randomBytes(5);
  const word = (byte: number) => words[byte % words.length] ?? 'volt';
  return `${word(a)}-${word(b)}-${word(c)}-${1000 + ((d * 256 + e) % 9000)}`;
}

/** Loads the secrets of a data directory, and makes what is missing. */
export async function loadSecrets(
  dataDirectory: string,
  contexts: readonly string[],
  generateSigningJwks: () => Promise<string>,
): Promise<Secrets> {
  const file = join(dataDirectory, 'secrets.json');
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  const before =
    kept === undefined
      ? await makeSecrets(generateSigningJwks)
      : secretsSchema.parse(JSON.parse(kept));
  const databasePasswords = Object.fromEntries(
    contexts.map((context) => [context, before.databasePasswords[context] ?? password()]),
  );
  const secrets = {
    ...before,
    databasePasswords: { ...before.databasePasswords, ...databasePasswords },
  };
  const text = JSON.stringify(secrets, undefined, 2);
  if (text !== kept) {
    // Written aside first: half a file of secrets would lock the owner out.
    await writeFile(`${file}.new`, text, { mode: 0o600 });
    await rename(`${file}.new`, file);
  }
  return secrets;
}

async function makeSecrets(generateSigningJwks: () => Promise<string>): Promise<Secrets> {
  const actor = await generateActorKeys();
  return {
    actorPrivateJwk: actor.privateJwk,
    actorPublicJwk: actor.publicJwk,
    accountsSigningJwks: await generateSigningJwks(),
    postgresPassword: password(),
    databasePasswords: {},
    demoPassword: sayablePassword(),
  };
}

/** Fresh secrets as the `.env` file of docker-compose.yml. */
export async function composeSecrets(
  contexts: readonly string[],
  generateSigningJwks: () => Promise<string>,
): Promise<string> {
  const secrets = await makeSecrets(generateSigningJwks);
  const passwords = contexts.map((context) => [
    databaseVariable(context).replace(/URL$/, 'PASSWORD'),
    password(),
  ]);
  const variables = [
    ['VOLTPARK_ACTOR_PRIVATE_JWK', secrets.actorPrivateJwk],
    ['VOLTPARK_ACTOR_PUBLIC_JWK', secrets.actorPublicJwk],
    ['ACCOUNTS_SIGNING_JWKS', secrets.accountsSigningJwks],
    ['ACCOUNTS_BOOTSTRAP_ADMIN_EMAIL', 'admin@voltpark.example'],
    ['ACCOUNTS_BOOTSTRAP_ADMIN_PASSWORD', secrets.demoPassword],
    ['POSTGRES_PASSWORD', secrets.postgresPassword],
    ...passwords,
  ];
  // Single quotes: compose takes what is between them as it is, JSON included.
  return variables.map(([name, value]) => `${name}='${value}'\n`).join('');
}
