/**
 * The process of one context: `node stack/dist/context.js <name>`, configured by variables alone, here, in a
 * container and in a cluster. See docs/operations.md for them.
 */
import { runContextProcess } from '@voltpark/kit/server/process';
import { contextNames, loadContext } from './contexts.js';

const name = process.argv[2] ?? process.env['VOLTPARK_CONTEXT'] ?? '';
if (contextNames().includes(name)) {
  await runContextProcess(await loadContext(name));
} else {
  process.stderr.write(`Which context? ${contextNames().join(', ')}\n`);
  process.exitCode = 1;
}
