/** What commands outside of the context need to forecast from files. */
export { publicHolidays } from './calendar/public-holidays.js';
export { testedForecast, type BackTest } from './domain/forecast-back-test.js';
export { hourlyTaken, hourMs, type FreeReading } from './domain/forecast-series.js';
