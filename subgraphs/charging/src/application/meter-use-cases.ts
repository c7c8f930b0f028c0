import { followProgress } from './follow-progress.js';
import type { Ports } from './ports.js';
import { readPrice, readProgress } from './read-progress.js';
import { recordMeterReadings } from './record-meter-readings.js';

/** What one can ask of meters and progress. */
export function meterUseCases(ports: Ports) {
  return {
    recordMeterReadings: recordMeterReadings(ports),
    followProgress: followProgress(ports),
    progress: readProgress(ports),
    price: readPrice(ports),
  };
}
