export { startServer, type ServerCommand, type ServerProcess } from './child.js';
export { findNatsServer } from './nats/binary.js';
export { startNatsServer, type NatsOptions, type NatsServer } from './nats/server.js';
export { freePort, onFreePort } from './ports.js';
export { ensureDatabase, type DatabaseOwner } from './postgres/databases.js';
export { startPostgres, type PostgresOptions, type PostgresServer } from './postgres/server.js';
