export { createExecutor, type PlanExecutor } from './executor.js';
export { JsonText, stringifyResult } from './json-text.js';
export { executionLimits } from './limits.js';
