export * from './actor.js';
export * from './catalog.js';
export * from './event.js';
export * from './shared.js';
export * as accountsEvents from './events/accounts.js';
export * as facilitiesEvents from './events/facilities.js';
export * as parkingEvents from './events/parking.js';
