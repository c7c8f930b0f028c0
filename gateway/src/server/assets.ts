import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname } from 'node:path';
import { send } from './answer.js';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
};

/**
 * Everything comes from this server: no script, style, font or connection of elsewhere. The editor sets style
 * attributes and rules at run time, which is why inline styles are allowed; inline scripts are not.
 */
const pageHeaders = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self' data:",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

const safeName = /^[\w.-]+$/;

/** Where the build puts the GraphiQL page: the same folder seen from src/ and from dist/. */
export const graphiqlFolder = new URL('../../dist/graphiql/', import.meta.url);

/** Serves the GraphiQL page and its files. @returns false when there is none of that name */
export async function serveGraphiql(name: string, response: ServerResponse): Promise<boolean> {
  const file = name === '' ? 'index.html' : name;
  const type = types[extname(file)];
  if (!safeName.test(file) || type === undefined) return false;
  const content = await readFile(new URL(file, graphiqlFolder)).catch(() => undefined);
  if (!content) return false;
  // Names of all files but the page carry a hash of their content.
  const cache = file === 'index.html' ? 'no-cache' : 'public, max-age=31536000, immutable';
  send(response, 200, type, content, { 'cache-control': cache, ...pageHeaders });
  return true;
}
