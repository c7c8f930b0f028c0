import type { IncomingMessage } from 'node:http';
import { httpLimits } from '../limits.js';
import { refused } from './answer.js';

const jsonContent = /^application\/(?:graphql\+)?json *(?:;|$)/i;
const otherCharset = /charset *= *"?(?!utf-?8)/i;

/**
 * The parsed JSON body of a POST. Undefined when its type is not JSON: what to say of that is up to those who
 * look at content types.
 * @throws Refused 413 when it is too large, 415 when it is encoded, 400 when it is not JSON
 */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  const type = request.headers['content-type'];
  if (type === undefined || !jsonContent.test(type)) {
    request.resume();
    return undefined;
  }
  if (otherCharset.test(type) || (request.headers['content-encoding'] ?? 'identity') !== 'identity')
    throw refused(415, 'BAD_REQUEST', 'The body must be UTF-8 and not compressed.');
  if (Number(request.headers['content-length'] ?? 0) > httpLimits.bodyBytes) throw tooLarge();
  const text = await readText(request);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw refused(400, 'BAD_REQUEST', 'The body is not JSON.');
  }
}

const tooLarge = () =>
  refused(413, 'BAD_REQUEST', `The body has more than ${httpLimits.bodyBytes} bytes.`);

function readText(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      // What still comes is dropped; the answer closes the connection.
      if (bytes > httpLimits.bodyBytes) reject(tooLarge());
      else chunks.push(chunk);
    });
    request.on('end', () => {
      const only = chunks.length === 1 ? chunks[0] : undefined;
      resolve((only ?? Buffer.concat(chunks)).toString('utf8'));
    });
    request.on('close', () => {
      if (!request.complete) reject(refused(400, 'BAD_REQUEST', 'The request was broken off.'));
    });
    request.on('error', reject);
  });
}
