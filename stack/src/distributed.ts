/** `npm run start:distributed`: the same, each context and the gateway as a process of its own. */
import { runStack } from './run.js';

await runStack('distributed');
