/** The statements of the hot path, for the benchmark that runs them by `pg` alone. */
export { leave, loadLeave } from './leave-sql.js';
export { loadPark, parkNearest } from './park-sql.js';
export { run } from './statement.js';
