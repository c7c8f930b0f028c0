import { accepted, refused, type Decision } from '@voltpark/kit/decision';
import { limits } from './limits.js';
import type { ProposalClosed } from './refusals.js';
import type { Stay } from './stay.js';

/** A driver whose vehicle parked at a connector is offered to charge. */
export interface Proposal {
  readonly id: string;
  readonly stationId: string;
  readonly facilityId: string;
  readonly tenantId: string;
  readonly connectorIds: readonly string[];
  readonly parkingSessionId: string;
  readonly registration: string;
  readonly customerId: string | null;
  readonly status: 'OPEN' | 'ACCEPTED' | 'DECLINED' | 'WITHDRAWN';
  /** The session that came of it. */
  readonly sessionId: string | null;
  readonly proposedAt: Date;
  readonly expiresAt: Date;
  readonly decidedAt: Date | null;
  readonly version: number;
}

export interface SessionProposed {
  readonly type: 'SessionProposed';
  readonly proposal: Proposal;
}

/** What it is at an instant: an open one is worth nothing once it expired. */
export function statusAt({ status, expiresAt }: Proposal, now: Date) {
  return status === 'OPEN' && expiresAt <= now ? 'EXPIRED' : status;
}

/** The offer to a vehicle that parked at these connectors of one station; none of them: no offer. */
export function propose(
  stay: Stay,
  at: { readonly stationId: string; readonly connectorIds: readonly string[] },
  known: { readonly id: string; readonly now: Date },
): SessionProposed | null {
  if (!stay.isElectric || stay.slotKind !== 'EV' || stay.leftAt !== null) return null;
  if (at.connectorIds.length === 0) return null;
  const { facilityId, tenantId, registration, customerId } = stay;
  return {
    type: 'SessionProposed',
    proposal: {
      id: known.id,
      stationId: at.stationId,
      facilityId,
      tenantId,
      connectorIds: at.connectorIds,
      parkingSessionId: stay.id,
      registration,
      customerId,
      status: 'OPEN',
      sessionId: null,
      proposedAt: known.now,
      expiresAt: new Date(known.now.getTime() + limits.proposalMs),
      decidedAt: null,
      version: 1,
    },
  };
}

/** Whether a proposal can still be taken or turned down. Turning it down twice changes nothing. */
export function decideOpen(proposal: Proposal, now: Date): ProposalClosed | null {
  const status = statusAt(proposal, now);
  if (status === 'OPEN') return null;
  return { type: 'ProposalClosed', status, message: 'This offer to charge stands no longer.' };
}

/** The driver does not want to charge. */
export function decline(proposal: Proposal, now: Date): Decision<Proposal, ProposalClosed> {
  if (proposal.status === 'DECLINED') return accepted();
  const closed = decideOpen(proposal, now);
  if (closed !== null) return refused(closed);
  return accepted({ ...proposal, status: 'DECLINED', decidedAt: now });
}
