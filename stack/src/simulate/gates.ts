import { newId } from '@voltpark/kit/ids';
import { textAt, type Person } from '../person.js';
import type { Place } from './places.js';

/** A barrier that tells operations how it does. */
export interface Gate {
  readonly deviceId: string;
  readonly facilityId: string;
  /** How often it has opened in its life. */
  cycles: number;
  /** SILENT: it lost its line, and nothing is heard of it. */
  state: 'WELL' | 'BROKEN' | 'SILENT';
}

interface DeviceNode {
  readonly id: string;
  readonly latestTelemetry: readonly { readonly metric: string; readonly value: number }[];
}

const gatesQuery = `query ($facilityId: ID!) { facility(id: $facilityId) { devices(kind: GATE, first: 10) {
  edges { node { id latestTelemetry { metric value } } } } } }`;

/** Gates of places; where there are none, one for the way in and one for the way out are registered. */
export async function findGates(operator: Person, places: readonly Place[]): Promise<Gate[]> {
  const gates: Gate[] = [];
  for (const { facilityId } of places) {
    const { facility } = await operator.ask<{
      facility: { devices: { edges: readonly { node: DeviceNode }[] } | null } | null;
    }>(gatesQuery, { facilityId });
    const there = facility?.devices?.edges.map(({ node }) => node) ?? [];
    const nodes = there.length > 0 ? there : await registerGates(operator, facilityId);
    for (const { id: deviceId, latestTelemetry } of nodes) {
      const cycles = latestTelemetry.find(({ metric }) => metric === 'CYCLES')?.value ?? 0;
      gates.push({ deviceId, facilityId, cycles, state: 'WELL' });
    }
  }
  return gates;
}

async function registerGates(operator: Person, facilityId: string): Promise<DeviceNode[]> {
  const registered: DeviceNode[] = [];
  for (const name of ['Entry', 'Exit']) {
    const outcome = await operator.do(
      'registerDevice',
      { facilityId, kind: 'GATE', name, silentAfter: 'PT2M', idempotencyKey: newId() },
      '... on DeviceRegistered { device { id } }',
      ['NotFound'],
    );
    registered.push({ id: textAt(outcome, 'device', 'id'), latestTelemetry: [] });
  }
  return registered;
}
