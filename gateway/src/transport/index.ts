export { createHttpTransport } from './http.js';
export { createInProcessTransport } from './in-process.js';
