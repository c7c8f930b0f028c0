/** `npm start`: everything on this machine in one process, with embedded Postgres and nats-server beside it. */
import { runStack } from './run.js';

await runStack('one-process');
