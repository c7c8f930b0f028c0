import { z } from 'zod';
import { defineEvent } from '../../event.js';
import { idSchema } from '../../shared.js';
import { place } from './place.js';

/**
 * OCPI ConnectorType, as far as cars in the field have them; NACS is the standard's own newer name. DOMESTIC stands
 * for all of OCPI's household sockets: which of them is a matter of the country, not of the vehicle.
 */
export const connectorTypeSchema = z.enum([
  'IEC_62196_T1',
  'IEC_62196_T1_COMBO',
  'IEC_62196_T2',
  'IEC_62196_T2_COMBO',
  'CHADEMO',
  'TESLA_S',
  'NACS',
  'DOMESTIC',
]);
export const chargingLevelSchema = z.enum(['LEVEL1', 'LEVEL2', 'DCFC']);
/** ONLINE talks to us; OFFLINE does not, though drivers may be charging; the others are decisions of staff. */
export const stationStatusSchema = z.enum(['ONLINE', 'OFFLINE', 'MAINTENANCE', 'RETIRED']);
/** OCPI 2.2.1 EVSE status. */
export const connectorStatusSchema = z.enum([
  'AVAILABLE',
  'BLOCKED',
  'CHARGING',
  'INOPERATIVE',
  'OUTOFORDER',
  'PLANNED',
  'REMOVED',
  'RESERVED',
  'UNKNOWN',
]);

export const stationRegistered = defineEvent({
  type: 'charging.station.registered.v1',
  summary: 'A charging station stands at a facility.',
  key: 'facilityId',
  data: z.object({
    ...place,
    name: z.string(),
    status: stationStatusSchema,
    chargers: z.array(
      z.object({
        chargerId: idSchema,
        /** The slot it stands at, in parking's ids; null when it serves none in particular. */
        slotId: idSchema.nullable(),
        level: chargingLevelSchema,
        powerW: z.number().int().positive(),
        connectors: z.array(
          z.object({
            connectorId: idSchema,
            type: connectorTypeSchema,
            powerW: z.number().int().positive(),
          }),
        ),
      }),
    ),
  }),
});

export const stationStatusChanged = defineEvent({
  type: 'charging.station.status_changed.v1',
  summary: 'A station went offline or came back, or staff took it out of service or put it back.',
  key: 'facilityId',
  data: z.object({
    ...place,
    previous: stationStatusSchema,
    status: stationStatusSchema,
    reason: z.string().nullable(),
    since: z.iso.datetime(),
  }),
});

export const connectorStatusChanged = defineEvent({
  type: 'charging.connector.status_changed.v1',
  summary: 'A connector is in another state.',
  key: 'facilityId',
  data: z.object({
    ...place,
    chargerId: idSchema,
    connectorId: idSchema,
    slotId: idSchema.nullable(),
    previous: connectorStatusSchema,
    status: connectorStatusSchema,
    sessionId: idSchema.nullable(),
    /** Code and text of a fault, as the device told it. */
    fault: z.object({ code: z.string(), description: z.string().nullable() }).nullable(),
    since: z.iso.datetime(),
  }),
});
