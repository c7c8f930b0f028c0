import type { Route } from '@voltpark/kit/context';
import { publicKeysOf, type SigningKeys } from './access-tokens.js';

/** How long a verifier may keep the set: a new key is published at least so long before it signs. */
const maximumAgeSeconds = 300;

/** Publishes the public halves of the signing keys. */
export function jwksRoute(keys: SigningKeys): Route {
  const body = JSON.stringify(publicKeysOf(keys));
  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    response.writeHead(200, {
      'content-type': 'application/jwk-set+json',
      'cache-control': `public, max-age=${maximumAgeSeconds}`,
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  };
}
