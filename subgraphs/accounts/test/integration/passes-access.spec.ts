import { anonymous, type Actor } from '@voltpark/contracts';
import { newId } from '@voltpark/kit/ids';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { apiKey, gateway } from '../support/actors.js';
import { passWords, type PassWords } from '../support/passes.js';
import {
  newKey,
  next,
  runAccounts,
  type Driver,
  type RunningAccounts,
} from '../support/running.js';

/** Everybody who may ask, in the order of the columns below. */
const columns = [
  ...['nobody', 'holder', 'otherDriver', 'attendant', 'operator', 'otherOperator'],
  ...['device', 'partner', 'admin', 'gateway'],
];

let accounts: RunningAccounts;
let words: PassWords;
let actors: readonly Actor[];
let holder: Driver;
let tenantId: string;
let passProductId: string;
let pass: { readonly id: string; readonly vehicle: { readonly id: string } };

beforeAll(async () => {
  accounts = await runAccounts();
  tenantId = await accounts.tenant();
  const otherTenantId = await accounts.tenant();
  holder = await accounts.signUp();
  const facilityId = await accounts.facilityOf(tenantId);
  words = passWords(accounts, { tenantId, facilityId, holder });
  passProductId = await words.productOf();
  pass = await words.passOf();
  actors = [
    anonymous,
    holder,
    await accounts.signUp(),
    await accounts.staffOf(tenantId, 'ATTENDANT'),
    await accounts.staffOf(tenantId, 'OPERATOR'),
    await accounts.staffOf(otherTenantId, 'OPERATOR'),
    apiKey('DEVICE', tenantId, newId()),
    apiKey('PARTNER', tenantId, newId()),
    accounts.admin,
    gateway,
  ];
});
afterAll(() => accounts.stop());

const U = 'UNAUTHENTICATED';
const F = 'FORBIDDEN';

/** What each gets: the code of the error, else what `told` makes of the data. */
async function outcomes(
  query: (who: number) => Promise<readonly [text: string, variables: object]>,
  told: (data: never) => string,
): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [index, who] of columns.entries()) {
    const [text, variables] = await query(index);
    const { data, errors } = await accounts.ask(text, variables, actors[index]);
    const code = errors?.[0]?.extensions?.['code'];
    found[who] = typeof code === 'string' ? code : told(data as never);
  }
  return found;
}
const byColumn = (each: string) =>
  Object.fromEntries(each.split(' ').map((outcome, index) => [columns[index], outcome]));

it.each([
  ['pass', () => `{ it: pass(id: "${pass.id}") { id } }`, `${U} seen – seen seen – – – seen –`],
  [
    'passes',
    () => '{ it: passes(first: 5) { edges { cursor } } }',
    `${U} ${F} ${F} some some none ${F} ${F} some ${F}`,
  ],
  [
    'passProducts',
    () => `{ it: passProducts(tenantId: "${tenantId}", first: 5) { edges { cursor } } }`,
    'some some some some some some some some some some',
  ],
  [
    'withdrawn products',
    () => `{ it: passProducts(tenantId: "unknown", includeWithdrawn: true, first: 5) {
      edges { cursor } } }`,
    'none none none none none none none none none none',
  ],
])('%s: who sees it', async (_name, query, expected) => {
  const seen = await outcomes(
    async () => [query(), {}],
    ({ it: found }: { it: { edges?: unknown[] } | null }) => {
      if (found === null) return '–';
      if (found.edges === undefined) return 'seen';
      return found.edges.length === 0 ? 'none' : 'some';
    },
  );
  expect(seen).toEqual(byColumn(expected));
});

it.each([
  [
    'offerPassProduct',
    async () => ({ tenantId, name: 'X', facilityIds: [], price: '1', idempotencyKey: newKey() }),
    `${U} ${F} ${F} ${F} PassProductOffered NotFound ${F} ${F} PassProductOffered ${F}`,
  ],
  [
    'changePassProduct',
    async () => ({ passProductId, name: `Month ${next()}` }),
    `${U} ${F} ${F} ${F} PassProductChanged NotFound ${F} ${F} PassProductChanged ${F}`,
  ],
  [
    'buyPass',
    async () => ({
      passProductId,
      vehicleId: await accounts.vehicleOf(holder, `BUY ${next()}`),
      from: '2026-05-04',
      idempotencyKey: newKey(),
    }),
    `${U} PassBought NotFound ${F} ${F} ${F} ${F} ${F} ${F} ${F}`,
  ],
  [
    'cancelPass',
    async () => ({ passId: (await words.passOf()).id }),
    `${U} PassCancelled NotFound NotFound PassCancelled NotFound NotFound NotFound PassCancelled NotFound`,
  ],
])('%s: who may do it', async (name, inputOf, expected) => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const text = `mutation ($input: ${type}!) { it: ${name}(input: $input) { __typename } }`;
  const done = await outcomes(
    async () => [text, { input: await inputOf() }],
    ({ it: answered }: { it: { __typename: string } }) => answered.__typename,
  );
  expect(done).toEqual(byColumn(expected));
});
