import { fileURLToPath } from 'node:url';

/** The repository's folder; `src/` and `dist/` stand equally deep. */
export const root = fileURLToPath(new URL('../../', import.meta.url));
