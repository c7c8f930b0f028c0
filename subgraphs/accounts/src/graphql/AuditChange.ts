import type { AuditChangeResolvers } from './generated/types.js';

const written = (value: unknown) => (value == null ? null : JSON.stringify(value));

export const AuditChange: AuditChangeResolvers = {
  previous: ({ previous }) => written(previous),
  value: ({ value }) => written(value),
};
