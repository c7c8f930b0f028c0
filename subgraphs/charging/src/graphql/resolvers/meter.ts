import { readingContexts, whOf } from '../../domain/meter-reading.js';
import type { Resolvers } from '../generated/types.js';
import { readingPage } from '../meter-pages.js';
import { recordMeterReadings } from '../Mutation/recordMeterReadings.js';
import { meterReadingsAside } from '../Query/meterReadingsAside.js';
import { chargeProgress } from '../Subscription/chargeProgress.js';

/** Meter readings and progress. */
export const meterResolvers = {
  Query: { meterReadingsAside },
  Mutation: { recordMeterReadings },
  Subscription: { chargeProgress },
  ChargingSession: {
    progress: (session, _args, { loaders }) => loaders.progress.load(session),
    price: async (session, _args, { useCases }) => {
      const rating = await useCases.price(session);
      if (rating === null) return null;
      const lines = rating.lines.map((line) => ({
        ...line,
        start: new Date(line.start),
        end: new Date(line.end),
      }));
      return { currency: rating.currency, ...rating.total, lines };
    },
    readings: ({ id }, args, context) => readingPage(id, args, context),
  },
  ChargeProgress: {
    // Loaded anew for each payload: loaders of a subscription would remember what was.
    session: async ({ sessionId }, _args, { useCases, viewer }) =>
      (await useCases.reads.sessions.byIds([sessionId], viewer))[0] ?? null,
    stopReason: ({ stop }) => stop?.reason ?? null,
  },
  MeterReading: {
    at: ({ at }) => new Date(at),
    context: ({ context }) => readingContexts[context] ?? 'OTHER',
    seqNo: ({ seqNo }) => (seqNo < 0 ? null : seqNo),
    registerWh: ({ registerMwh }) => (registerMwh === null ? null : whOf(registerMwh)),
  },
  AsideReading: {
    sessionId: ({ sessionId }) => named(sessionId),
    connectorId: ({ connectorId }) => named(connectorId),
    transactionId: ({ transactionId }) => named(transactionId),
    reading: ({ reading, receivedAt }) => ({ ...reading, receivedAt }),
  },
} satisfies Resolvers;

/** A name that was not given is empty in the row. */
const named = (name: string) => (name === '' ? null : name);
