import { anonymous, type Actor, type Scope } from '@voltpark/contracts';
import { describe, expect, it } from 'vitest';
import { operationLimits } from '../../../src/limits.js';
import { createAdmit } from '../../../src/operation/admit.js';
import { loadedGarden, refusalOf } from '../../support/supergraph.js';

const supergraph = loadedGarden();
const admit = createAdmit(() => supergraph, operationLimits);
const person = (...scopes: Scope[]): Actor => ({ ...anonymous, kind: 'PERSON', id: 'p', scopes });
const refused = (query: string, actor: Actor) => refusalOf(admit({ query }, actor));

describe('an operation that asks for nothing protected', () => {
  it('is public', () => {
    expect(admit({ query: '{ plant(id: 1) { name } }' }, anonymous)).toMatchObject({
      ok: true,
      operation: { access: { isPublic: true, scopes: [] } },
    });
  });
});

describe('an operation is for those who signed in, as a whole, when it has', () => {
  it.each([
    ['a protected field at its root', '{ diary }'],
    ['a protected field among public ones', '{ forecast plant(id: 1) { name recipe } }'],
    ['a protected field in a fragment', '{ plant(id: 1) { ...F } } fragment F on Plant { recipe }'],
    [
      'a protected field that a condition may leave out',
      '{ plant(id: 1) { recipe @skip(if: true) } }',
    ],
    ['a field of a protected type', '{ cellar { name } }'],
    ['an interface that a protected type implements', '{ named { name } }'],
    ['a protected mutation', 'mutation { water(id: 1) { id } }'],
    ['a protected subscription', 'subscription { secretGrowth(plantId: 1) { cursor } }'],
  ])('%s', (_, query) => {
    expect(refused(query, anonymous)).toBe('UNAUTHENTICATED');
    expect(refused(query, person())).toBeUndefined();
  });
});

describe('scopes', () => {
  it('are needed all of one alternative', () => {
    const query = '{ till { minor } }';
    expect(refused(query, anonymous)).toBe('UNAUTHENTICATED');
    expect(refused(query, person())).toBe('FORBIDDEN');
    expect(refused(query, person('audit:read'))).toBe('FORBIDDEN');
    expect(refused(query, person('audit:read', 'config:write'))).toBeUndefined();
    expect(refused(query, person('tenants:write'))).toBeUndefined();
  });

  it('that are missing are named', () => {
    const admission = admit({ query: 'mutation { sow(input: { name: "a" }) { id } }' }, person());
    expect(admission).toMatchObject({
      ok: false,
      status: 403,
      errors: [{ extensions: { requiredScopes: [[['config:write']]] } }],
    });
  });

  it('of several fields are needed together', () => {
    const query = 'mutation { a: sow(input: { name: "a" }) { id } water(id: 1) { id } }';
    expect(refused(query, person())).toBe('FORBIDDEN');
    expect(refused(query, person('config:write'))).toBeUndefined();
  });
});

it('the subgraphs of this house keep what everybody may see public', async () => {
  const { readSubgraphs } = await import('../../../src/supergraph/composition.js');
  const house = loadedGarden(await readSubgraphs(new URL('../../../../', import.meta.url)));
  const admitHouse = createAdmit(() => house, operationLimits);
  const map = '{ facility(id: "1") { name position { latitude longitude } } }';
  expect(refusalOf(admitHouse({ query: map }, anonymous))).toBeUndefined();
  const live = 'subscription { slotAvailability(facilityId: "1") { cursor } }';
  expect(refusalOf(admitHouse({ query: live }, anonymous))).toBeUndefined();
});
