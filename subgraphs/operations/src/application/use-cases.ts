import { acknowledgeAlert, resolveAlert } from './change-alert.js';
import { followAlerts } from './follow-alerts.js';
import { ingestTelemetry } from './ingest-telemetry.js';
import type { Ports } from './ports.js';
import { registerDevice } from './register-device.js';
import { serviceLevels } from './service-levels.js';
import { saveAlertRule, setObjective } from './set-rules.js';

/** Everything that one can ask of this context. */
export type UseCases = ReturnType<typeof useCases>;

/** All use cases over the same ports. */
export function useCases(ports: Ports) {
  return {
    reads: ports.reads,
    ingestTelemetry: ingestTelemetry(ports),
    registerDevice: registerDevice(ports),
    acknowledgeAlert: acknowledgeAlert(ports),
    resolveAlert: resolveAlert(ports),
    saveAlertRule: saveAlertRule(ports),
    setObjective: setObjective(ports),
    followAlerts: followAlerts(ports),
    serviceLevels: serviceLevels(ports),
    systemHealth: ports.systemHealth,
  };
}
