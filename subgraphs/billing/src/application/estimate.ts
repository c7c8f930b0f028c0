import { decimalText, Decimal } from '@voltpark/rating/decimal';
import type { ChargeLine } from '../domain/charge.js';
import { amountsOf, type Amounts } from '../domain/document.js';
import { documentOf, isLive } from '../domain/invoice.js';
import { rateVisit } from '../domain/rate-visit.js';
import { leftAtOf, standingOf, type HeardSession, type VisitFacts } from '../domain/visit.js';
import { mayPayFor } from './find-visit.js';
import type { Cause, Ports } from './ports.js';

/** What a stay costs when it ends now. */
export interface Estimate extends Amounts {
  readonly parkingSessionId: string;
  readonly currency: string;
  /** The instant up to which parking is in it. */
  readonly until: Date;
  readonly lines: readonly ChargeLine[];
  /** What was invoiced already, minor units. */
  readonly invoicedMinor: number;
  /** A session that goes on, of which only what was last told is in it. */
  readonly chargingSessionId: string | null;
}

/** What a stay costs now, recomputed; null when that cannot be told (yet), or not to the one who asks. */
export function estimate(ports: Pick<Ports, 'reads' | 'clock'>) {
  const { reads, clock } = ports;
  return async (cause: Cause, parkingSessionId: string): Promise<Estimate | null> => {
    const root = await reads.visits.billedWith(parkingSessionId);
    const facts = root === null ? null : await reads.visits.facts(root);
    if (facts === null || !mayPayFor(cause.actor, facts)) return null;
    const { facility, stay } = facts;
    if (facility === null || isUnknown(facts)) return null;
    const now = clock.now();
    const until = untilOf(facts, now);
    const open = facts.sessions.filter(({ endedAt }) => endedAt === null);
    const lines = [...rateVisit(facts, facility, until), ...open.flatMap(progressLine)];
    const everything = { all: true, tenantId: null, customerId: null };
    const documents = await reads.invoices.ofStays([stay.id], everything);
    const live = documents.filter(isLive);
    return {
      parkingSessionId: stay.id,
      currency: facility.currency,
      until,
      lines,
      ...amountsOf(lines, facility.currency),
      invoicedMinor: live.reduce((sum, one) => sum + (documentOf(one)?.totalMinor ?? 0), 0),
      chargingSessionId: open[0]?.id ?? null,
    };
  };
}

/** Some of what the price follows from was not heard of; that charging goes on does not matter here. */
function isUnknown(facts: VisitFacts): boolean {
  const inside = { ...facts, stay: { ...facts.stay, leftAt: null } };
  return standingOf(inside).standing === 'WAITING';
}

function untilOf(facts: VisitFacts, now: Date): Date {
  const { settlement } = facts;
  const leftAt = leftAtOf(facts);
  const end = leftAt ?? now;
  return settlement !== null && end <= settlement.graceUntil ? settlement.at : end;
}

/** What charging last told of a session that goes on, as one line; the invoice has it line by line. */
function progressLine({ id, startedAt, progress }: HeardSession): ChargeLine[] {
  if (progress === null || progress.cost === null) return [];
  const { cost, energyWh, measuredAt } = progress;
  const kWh = new Decimal(energyWh).div(1_000);
  const isPriced = !kWh.isZero();
  return [
    {
      kind: 'CHARGING',
      rule: 'progress',
      description: 'Charging so far',
      start: startedAt.toISOString(),
      end: measuredAt,
      quantity: isPriced ? decimalText(kWh) : '1',
      unit: isPriced ? 'kWh' : 'session',
      unitPrice: isPriced
        ? decimalText(new Decimal(cost.inclTax).div(kWh).toDecimalPlaces(9))
        : cost.inclTax,
      taxIncluded: true,
      taxPercent: null,
      exclTax: cost.exclTax,
      inclTax: cost.inclTax,
      sourceType: 'CHARGING_SESSION',
      sourceId: id,
    },
  ];
}
