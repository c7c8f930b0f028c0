import { Decimal, decimalText } from '@voltpark/rating/decimal';
import type { Charge, ChargeEvent, ChargeKind, ChargeLine, ChargeSource } from './charge.js';

/** What the charges of a visit have in common. */
export interface ChargeFrame {
  readonly tenantId: string;
  readonly facilityId: string | null;
  readonly customerId: string | null;
  readonly parkingSessionId: string | null;
  readonly currency: string;
}

/** Lines that make one charge. */
interface ChargeGroup {
  readonly kind: ChargeKind;
  readonly sourceType: ChargeSource;
  readonly sourceId: string;
  readonly lines: readonly ChargeLine[];
}

/** The exact sum of lines. */
export function sumOf(lines: readonly { readonly exclTax: string; readonly inclTax: string }[]) {
  const zero = new Decimal(0);
  return {
    exclTax: decimalText(lines.reduce((sum, { exclTax }) => sum.plus(exclTax), zero)),
    inclTax: decimalText(lines.reduce((sum, { inclTax }) => sum.plus(inclTax), zero)),
  };
}

const keyOf = ({ kind, sourceType, sourceId }: Omit<ChargeGroup, 'lines'>) =>
  `${kind} ${sourceType} ${sourceId}`;

function groupsOf(lines: readonly ChargeLine[]): ReadonlyMap<string, ChargeGroup> {
  const groups = new Map<string, ChargeGroup>();
  for (const line of lines) {
    const { kind, sourceType, sourceId } = line;
    const key = keyOf(line);
    const known = groups.get(key)?.lines ?? [];
    groups.set(key, { kind, sourceType, sourceId, lines: [...known, line] });
  }
  return groups;
}

/**
 * The charges that have to be made, so that the current ones are those of these lines: one a source and kind. What
 * did not change stays; what is no longer charged is replaced by a charge of nothing. Nothing at all is not charged.
 */
export function changedCharges(
  current: readonly Charge[],
  lines: readonly ChargeLine[],
  frame: ChargeFrame,
  made: { readonly newId: () => string; readonly at: Date },
): ChargeEvent[] {
  const wanted = groupsOf(lines);
  const gone = current.flatMap((charge) =>
    wanted.has(keyOf(charge)) ? [] : [{ ...groupOf(charge), lines: [] }],
  );
  return [...wanted.values(), ...gone].flatMap((group) => {
    const before = current.find((charge) => keyOf(charge) === keyOf(group)) ?? null;
    const sum = sumOf(group.lines);
    const isNothing = new Decimal(sum.inclTax).isZero() && new Decimal(sum.exclTax).isZero();
    if (before === null ? isNothing : isSame(before, sum, frame)) return [];
    const charge: Charge = {
      id: made.newId(),
      ...frame,
      ...group,
      ...sum,
      replacesChargeId: before?.id ?? null,
      createdAt: made.at,
    };
    return [{ type: 'ChargeCreated', charge }];
  });
}

const groupOf = ({ kind, sourceType, sourceId }: Charge) => ({ kind, sourceType, sourceId });

const isSame = (
  before: Charge,
  sum: { readonly exclTax: string; readonly inclTax: string },
  { customerId }: ChargeFrame,
) =>
  new Decimal(before.exclTax).equals(sum.exclTax) &&
  new Decimal(before.inclTax).equals(sum.inclTax) &&
  before.customerId === customerId;
