import { personAnsweredBy } from '../person.js';

export * from './parking/hold.js';
export * from './parking/occupancy.js';
export * from './parking/slot.js';
export * from './parking/stay.js';

export const personAnswered = personAnsweredBy('parking');
