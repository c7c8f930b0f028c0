export { contextNames, loadContext } from './contexts.js';
export { DataInUseError } from './data-directory.js';
export type { Credentials, DemoTown, RunningStack, StackMode, StackOptions } from './options.js';
export { PortTakenError } from './ports.js';
export { startStack } from './stack.js';
