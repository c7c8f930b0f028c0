/** A stay of a vehicle, as parking tells of it. */
export interface Stay {
  /** Id of the parking session. */
  readonly id: string;
  readonly facilityId: string;
  readonly tenantId: string;
  readonly slotId: string;
  readonly slotKind: 'ICE' | 'EV';
  readonly registration: string;
  readonly customerId: string | null;
  readonly isElectric: boolean;
  readonly enteredAt: Date;
  readonly leftAt: Date | null;
  /** The stay of which it turned out to be a part. */
  readonly mergedIntoId: string | null;
  /** Version of parking's event that it is from. */
  readonly version: number;
  /** When it was told that no session of it will follow. */
  readonly settledAt: Date | null;
}

/** No session of the stay is open, and none can follow. Once a stay. */
export interface StaySettled {
  readonly type: 'StaySettled';
  readonly stay: Stay;
  readonly sessionIds: readonly string[];
  readonly settledAt: Date;
}

/** Whether it is time to tell: only stays in EV slots can have sessions, and only those are waited for. */
export function settled(
  stay: Stay,
  sessions: readonly { readonly id: string; readonly isOpen: boolean }[],
  now: Date,
): StaySettled | null {
  if (stay.slotKind !== 'EV' || stay.leftAt === null || stay.settledAt !== null) return null;
  if (sessions.some(({ isOpen }) => isOpen)) return null;
  return {
    type: 'StaySettled',
    stay: { ...stay, settledAt: now },
    sessionIds: sessions.map(({ id }) => id),
    settledAt: now,
  };
}
