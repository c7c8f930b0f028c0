import { Device, Facility, Station } from './Device.js';
import type { Resolvers } from './generated/types.js';
import { ingestTelemetry } from './Mutation/ingestTelemetry.js';
import { registerDevice } from './Mutation/registerDevice.js';
import { device } from './Query/device.js';

/** Everything that this context answers for. */
export const resolvers: Resolvers = {
  Query: { device },
  Mutation: { ingestTelemetry, registerDevice },
  Device,
  Facility,
  Station,
};
