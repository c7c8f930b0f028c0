/** The events of each context; a new context adds its line here, and the catalog knows it. */
export * as accountsEvents from './accounts.js';
export * as analyticsEvents from './analytics.js';
export * as billingEvents from './billing.js';
export * as chargingEvents from './charging.js';
export * as facilitiesEvents from './facilities.js';
export * as notificationsEvents from './notifications.js';
export * as operationsEvents from './operations.js';
export * as parkingEvents from './parking.js';
export * as pricingEvents from './pricing.js';
export * as reservationsEvents from './reservations.js';
