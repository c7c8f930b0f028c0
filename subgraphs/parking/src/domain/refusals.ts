import type { CommonRefusal } from '@voltpark/kit/decision';

/** Refusals that every context knows, by name. */
export type InvalidInput = Extract<CommonRefusal, { type: 'InvalidInput' }>;
export type NotFound = Extract<CommonRefusal, { type: 'NotFound' }>;
export type NotPermitted = Extract<CommonRefusal, { type: 'NotPermitted' }>;
