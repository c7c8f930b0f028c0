import { lintRatePlan } from '@voltpark/rating/lint-rate-plan';
import { lintTariff } from '@voltpark/rating/lint-tariff';
import type { Finding } from '@voltpark/rating/rating';
import { limits } from '../domain/limits.js';
import type { Content } from '../domain/rules.js';
import type { Stores } from './ports.js';

/** In which zone and year something is tried. */
export interface LintOptions {
  readonly timeZone: string;
  readonly year: number;
}

const order: Record<Finding['severity'], number> = { ERROR: 0, WARNING: 1, NOTE: 2 };

/** What speaks against a content, in the zones in which its tenant has facilities; errors first. */
export async function findingsOf(
  { facilities }: Pick<Stores, 'facilities'>,
  content: Content,
  tenantId: string,
  now: Date,
): Promise<Finding[]> {
  const zones = await facilities.zonesOf(tenantId, limits.lintedZones);
  const year = now.getUTCFullYear();
  const found = (zones.length > 0 ? zones : ['UTC']).flatMap((timeZone) =>
    lint(content, { timeZone, year }),
  );
  const different = new Map(found.map((finding) => [JSON.stringify(finding), finding]));
  return inOrder([...different.values()]);
}

/** What the author of a content may not have meant; errors first. */
export function lint(content: Content, options: LintOptions): Finding[] {
  return inOrder(
    content.kind === 'TARIFF'
      ? lintTariff(content.tariff, options)
      : lintRatePlan(content.plan, options),
  );
}

const inOrder = (findings: readonly Finding[]): Finding[] =>
  findings.toSorted((a, b) => order[a.severity] - order[b.severity]).slice(0, limits.findings);
