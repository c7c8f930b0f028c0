export * from './charging/queue.js';
export * from './charging/session.js';
export * from './charging/station.js';
