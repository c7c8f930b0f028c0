/** `node stack/dist/compose-secrets.js > .env`: every secret that docker-compose.yml asks for, fresh. */
import { composeSecrets } from './secrets.js';
import { contextNames } from './contexts.js';
import { signingJwks } from './signing-jwks.js';

process.stdout.write(await composeSecrets(contextNames(), signingJwks));
