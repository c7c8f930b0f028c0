export { createExecutor } from './executor.js';
export { JsonText, stringifyResult } from './json-text.js';
