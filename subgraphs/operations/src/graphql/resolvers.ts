import { Alert, AlertRule } from './Alert.js';
import { Device, Facility, Station } from './Device.js';
import type { Resolvers } from './generated/types.js';
import { acknowledgeAlert } from './Mutation/acknowledgeAlert.js';
import { ingestTelemetry } from './Mutation/ingestTelemetry.js';
import { registerDevice } from './Mutation/registerDevice.js';
import { resolveAlert } from './Mutation/resolveAlert.js';
import { saveAlertRule } from './Mutation/saveAlertRule.js';
import { setServiceLevelObjective } from './Mutation/setServiceLevelObjective.js';
import { alert } from './Query/alert.js';
import { alerts } from './Query/alerts.js';
import { device } from './Query/device.js';
import { systemHealth } from './Query/systemHealth.js';
import { ServiceLevel } from './ServiceLevel.js';
import { alerts as liveAlerts } from './Subscription/alerts.js';
import { ConsumerLag, ContextHealth, SystemHealth } from './SystemHealth.js';

/** Everything that this context answers for. */
export const resolvers: Resolvers = {
  Query: { alert, alerts, device, systemHealth },
  Mutation: {
    acknowledgeAlert,
    ingestTelemetry,
    registerDevice,
    resolveAlert,
    saveAlertRule,
    setServiceLevelObjective,
  },
  Subscription: { alerts: liveAlerts },
  Alert,
  AlertRule,
  ConsumerLag,
  ContextHealth,
  Device,
  Facility,
  ServiceLevel,
  Station,
  SystemHealth,
};
