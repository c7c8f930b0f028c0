export { createHttpTransport, type HttpTransportOptions } from './http.js';
export { createInProcessTransport } from './in-process.js';
