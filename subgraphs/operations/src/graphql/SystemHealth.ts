import type {
  ConsumerLagResolvers,
  ContextHealthResolvers,
  SystemHealthResolvers,
} from './generated/types.js';

export const SystemHealth: SystemHealthResolvers = {
  natsConnected: ({ isNatsConnected }) => isNatsConnected,
};

export const ContextHealth: ContextHealthResolvers = {
  outboxUnpublished: ({ outbox }) => outbox?.unpublished ?? null,
  outboxOldestSeconds: ({ outbox }) => outbox?.oldestSeconds ?? null,
  deadLettersParked: ({ deadLetters }) => deadLetters?.parked ?? null,
  deadLettersRetrying: ({ deadLetters }) => deadLetters?.retrying ?? null,
  deadLettersWaiting: ({ deadLetters }) => deadLetters?.waiting ?? null,
  databaseAnswerMs: ({ database }) => database?.answerMs ?? null,
  databaseConnections: ({ database }) => database?.connections ?? null,
  databaseWaiting: ({ database }) => database?.waiting ?? null,
};

export const ConsumerLag: ConsumerLagResolvers = {
  events: ({ lag }) => lag,
};
