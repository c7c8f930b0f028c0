import { catalog } from '@voltpark/contracts';
import { readContextSdl } from '@voltpark/kit/graphql/schema';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { contextNames } from '../../src/contexts.js';
import { root } from '../../src/root.js';

/* What a context knows of people is declared by itself; here it is held that none forgets to. */
describe.each(contextNames())('%s', (name) => {
  const folder = join(root, 'subgraphs', name);

  it('shows people what it knows of them', () => {
    const sdl = readContextSdl({ name, root: pathToFileURL(`${folder}/`) });
    expect(sdl).toContain(`${name}PersonalRecords(`);
  });

  it('answers erasures, so that their report covers it', () => {
    expect([...catalog.keys()]).toContain(`${name}.person.answered.v1`);
  });

  it('holds its declaration against every column of its database', () => {
    const spec = readFileSync(join(folder, 'test/integration/personal-data.spec.ts'), 'utf8');
    expect(spec).toContain('uncoveredColumns(');
    expect(spec).toContain("'../../src/db/personal-data.js'");
  });
});
