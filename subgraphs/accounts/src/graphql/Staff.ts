import type { StaffResolvers } from './generated/types.js';

export const Staff: StaffResolvers = {
  // Staff are invited by address, so they have one.
  email: ({ email }) => email ?? '',
  invitedAt: ({ createdAt }) => createdAt,
};
