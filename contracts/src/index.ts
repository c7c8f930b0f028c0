export * from './actor.js';
export * from './catalog.js';
export * from './event.js';
export * from './events/index.js';
export * from './identity.js';
export * from './shared.js';
