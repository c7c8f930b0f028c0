import { invalidInput, notFound } from '@voltpark/kit/decision';
import { mayUse } from '../domain/permission.js';
import { decideOpen, decline, type Proposal } from '../domain/proposal.js';
import type { Targets } from '../domain/session.js';
import { idempotencyKeyRefusal } from './idempotency-key.js';
import { everyone } from '@voltpark/kit/viewer';
import type { Cause, Ports, Stores } from './ports.js';
import { withPatience } from './patience.js';
import { startIn } from './start-charging.js';

export interface AcceptProposalCommand {
  readonly idempotencyKey: string;
  readonly proposalId: string;
  /** Null: the first that was offered. */
  readonly connectorId: string | null;
  readonly targets: Targets;
  readonly socPercent: number | null;
}

/** Begins the session that was offered. */
export function acceptProposal(ports: Ports) {
  return async (cause: Cause, command: AcceptProposalCommand) =>
    idempotencyKeyRefusal(command.idempotencyKey) ??
    withPatience(ports.wait, () => attempt(ports, cause, command), 'VehicleNotParked');
}

function attempt(ports: Ports, cause: Cause, command: AcceptProposalCommand) {
  const { idempotencyKey, ...input } = command;
  return ports.transact(cause, (stores) =>
    stores.once({ idempotencyKey, operation: 'acceptProposal', input }, () =>
      accept(stores, ports, cause, command),
    ),
  );
}

async function accept(
  stores: Stores,
  ports: Ports,
  cause: Cause,
  { idempotencyKey, proposalId, targets, socPercent, ...wish }: AcceptProposalCommand,
) {
  // Not held here: whoever begins a session holds the stay and the charger before the offer.
  const proposal = await visible(stores, cause, proposalId);
  if (proposal === null) return notFound('ChargingProposal', proposalId);
  const closed = decideOpen(proposal, ports.clock.now());
  if (closed !== null) return closed;
  const connectorId = wish.connectorId ?? proposal.connectorIds[0] ?? '';
  if (!proposal.connectorIds.includes(connectorId)) {
    return invalidInput('connectorId', 'This connector was not offered.');
  }
  const { parkingSessionId } = proposal;
  const vehicle = { parkingSessionId, registration: null, transactionId: null, at: null };
  const command = { idempotencyKey, connectorId, targets, socPercent, ...vehicle };
  return startIn(stores, ports, cause, command);
}

/** Turns an offer to charge down. */
export function declineProposal({ transact, clock }: Ports) {
  return async (cause: Cause, proposalId: string) =>
    transact(cause, async (stores) => {
      const seen = await visible(stores, cause, proposalId);
      const proposal = seen === null ? null : await stores.proposals.hold(proposalId);
      if (proposal === null) return notFound('ChargingProposal', proposalId);
      const decision = decline(proposal, clock.now());
      if (decision.outcome === 'refused') return decision.refusal;
      for (const next of decision.events) await stores.proposals.save(next);
      return { proposalId };
    });
}

async function visible(
  { proposals }: Stores,
  { actor }: Cause,
  id: string,
): Promise<Proposal | null> {
  const [proposal] = await proposals.byIds([id], everyone);
  return proposal !== undefined && mayUse(actor, proposal) ? proposal : null;
}
