import type { Logger } from '@voltpark/kit/log';
import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { supergraphLimits } from '../limits.js';

/**
 * Follows a file's content. Watches by looking at its state now and then instead of by file events: a
 * mounted ConfigMap or a renamed file changes behind a link, and events miss that.
 * @param changed gets each new content, never the same one twice in a row
 * @returns the present content, and what ends the watching
 * @throws when the file cannot be read now; later, that is only logged
 */
export function followFile(
  path: string,
  changed: (content: string) => void,
  log: Logger,
): { readonly content: string; readonly stop: () => void } {
  const content = readFileSync(path, 'utf8');
  let last = content;
  const look = (): void => {
    try {
      const next = readFileSync(path, 'utf8');
      if (next === last) return;
      last = next;
      changed(next);
    } catch (error) {
      log.error({ path, err: error }, 'the supergraph file cannot be read; the old one stays');
    }
  };
  watchFile(path, { interval: supergraphLimits.pollMs, persistent: false }, look);
  // The watch compares with what it finds a moment after the file was read, and misses a change between the two.
  const missed = setTimeout(look, supergraphLimits.pollMs).unref();
  return {
    content,
    stop: () => {
      clearTimeout(missed);
      unwatchFile(path, look);
    },
  };
}
