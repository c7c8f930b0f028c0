import { personAnsweredBy } from '../person.js';

export * from './charging/queue.js';
export * from './charging/session.js';
export * from './charging/station.js';

export const personAnswered = personAnsweredBy('charging');
