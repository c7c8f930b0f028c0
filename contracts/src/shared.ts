import { z } from 'zod';

/** Which vehicles fit: motorcycles / cars / trucks and buses. A slot takes its own size and smaller. */
export const slotSizes = ['COMPACT', 'STANDARD', 'LARGE'] as const;
export const slotSizeSchema = z.enum(slotSizes);
export type SlotSize = z.infer<typeof slotSizeSchema>;

/** Whether a slot is meant for electric vehicles. */
export const slotKinds = ['ICE', 'EV'] as const;
export const slotKindSchema = z.enum(slotKinds);
export type SlotKind = z.infer<typeof slotKindSchema>;

/** What a slot is doing. */
export const slotStatuses = ['AVAILABLE', 'OCCUPIED', 'RESERVED', 'MAINTENANCE'] as const;
export const slotStatusSchema = z.enum(slotStatuses);
export type SlotStatus = z.infer<typeof slotStatusSchema>;

export const idSchema = z.string().min(1).max(64);

/**
 * The form in which registrations are compared: upper case, letters and digits of any script only.
 * Spaces, dashes and dots are how people write them, not what they mean.
 */
export function normaliseRegistration(written: string): string {
  return written
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-.·_]/gu, '');
}

/** A normalised registration: 2 to 12 letters and digits. */
export const registrationSchema = z.string().regex(/^[\p{L}\p{N}]{2,12}$/u);
