import { anonymous } from '@voltpark/contracts';
import fc from 'fast-check';
import { Kind, parse, visit, type DocumentNode } from 'graphql';
import { describe, expect, it, vi } from 'vitest';
import { operationLimits } from '../../../src/limits.js';
import { createAdmit } from '../../../src/operation/admit.js';
import { boundExpansion, fragmentsOf } from '../../../src/operation/expansion.js';
import { loadedGarden, refusalOf } from '../../support/supergraph.js';

/** Each fragment spreads the next one twice. */
function bomb(levels: number, field = 'x'): string {
  const fragments = Array.from(
    { length: levels },
    (_, n) => `fragment F${n} on Plant { ${field} { ...F${n + 1} } y { ...F${n + 1} } }`,
  );
  return `{ plant(id: 1) { ...F0 } } ${fragments.join(' ')} fragment F${levels} on Plant { id }`;
}

/** The document, counting how often its nodes' children are looked at. */
function watched(text: string): { document: DocumentNode; looks: () => number } {
  let looks = 0;
  const document: DocumentNode = visit(parse(text), {
    [Kind.SELECTION_SET]: {
      leave: (node) => ({
        kind: node.kind,
        get selections() {
          looks += 1;
          return node.selections;
        },
      }),
    },
  });
  return { document, looks: () => looks };
}

describe('nested fragments that expand to millions of selections', () => {
  it('are refused after looking at each selection set once', () => {
    const { document, looks } = watched(bomb(20));
    const sets = 1 + 1 + 20 * 3 + 1;
    const refusal = boundExpansion(document, fragmentsOf(document), operationLimits);
    expect(refusal?.extensions['limit']).toBe('expandedSelections');
    expect(looks()).toBeLessThanOrEqual(sets);
  });

  it('are refused before anything that looks at the schema', () => {
    const supergraph = loadedGarden();
    const types = vi.spyOn(supergraph.apiSchema, 'getType');
    const admit = createAdmit(() => supergraph, operationLimits);
    expect(refusalOf(admit({ query: bomb(24) }, anonymous))).toBe(
      'OPERATION_LIMIT_EXCEEDED: expandedSelections',
    );
    expect(types).not.toHaveBeenCalled();
  });

  it('are refused when nothing spreads them, too', () => {
    const query = bomb(20).replace('...F0', 'id');
    const document = parse(query);
    expect(boundExpansion(document, fragmentsOf(document), operationLimits)).toBeDefined();
  });
});

describe('the count of expanded selections', () => {
  it('is that of the document with its fragments written out', () => {
    const name = fc.constantFrom('A', 'B', 'C');
    // Fragments spread only later ones, so none is within itself.
    const spreads = fc.record({ A: fc.array(name), B: fc.array(name), C: fc.constant([]) });
    fc.assert(
      fc.property(fc.array(name, { maxLength: 4 }), spreads, (root, inner) => {
        const later = (from: string) => inner[from as 'A'].filter((to) => to > from).slice(0, 4);
        const body = (from: string): string =>
          later(from)
            .map((to) => `...${to}`)
            .join(' ');
        const size = (from: string): number =>
          1 + later(from).reduce((sum, to) => sum + 1 + size(to), 0);
        const text = `{ id ${root.map((to) => `...${to}`).join(' ')} }
          ${['A', 'B', 'C'].map((from) => `fragment ${from} on Plant { id ${body(from)} }`).join('\n')}`;
        const document = parse(text);
        const spread = 1 + root.reduce((sum, to) => sum + 1 + size(to), 0);
        const expected = Math.max(spread, size('A'), size('B'), size('C'));
        const within = (allowed: number) =>
          boundExpansion(document, fragmentsOf(document), {
            ...operationLimits,
            expandedSelections: allowed,
          }) === undefined;
        expect(within(expected)).toBe(true);
        expect(within(expected - 1)).toBe(false);
      }),
    );
  });
});
