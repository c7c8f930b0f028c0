import { ingestTelemetry } from './ingest-telemetry.js';
import type { Ports } from './ports.js';
import { registerDevice } from './register-device.js';

/** Everything that one can ask of this context. */
export type UseCases = ReturnType<typeof useCases>;

/** All use cases over the same ports. */
export function useCases(ports: Ports) {
  return {
    reads: ports.reads,
    ingestTelemetry: ingestTelemetry(ports),
    registerDevice: registerDevice(ports),
  };
}
