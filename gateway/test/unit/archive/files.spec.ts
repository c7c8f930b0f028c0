import { strFromU8, unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { ArchiveFile, ArchiveTooLarge, writeRows } from '../../../src/archive/files.js';
import { indexPage } from '../../../src/archive/index-page.js';

const at = new Date('2026-05-04T08:00:00Z');

async function* pages(...rows: { table: string; row: string }[][]) {
  yield* rows;
}

it('files that grow at the same time end up whole, whatever their names and rows are made of', async () => {
  const archive = new ArchiveFile(10_000, at);
  const row = '{"name": "Zoë \\u0000 </script>"}';
  const counts = await Promise.all([
    writeRows(
      archive,
      'one',
      pages([{ table: 'a', row }], [{ table: 'a', row }], [{ table: 'b"', row }]),
    ),
    writeRows(archive, 'two', pages([])),
  ]);
  expect([...(counts[0] ?? [])]).toEqual([
    ['a', 2],
    ['b"', 1],
  ]);
  const files = unzipSync(archive.whole());
  const one = JSON.parse(strFromU8(files['one.json'] ?? new Uint8Array())) as { tables: unknown };
  const name = 'Zoë \u0000 </script>';
  expect(one.tables).toEqual({ a: [{ name }, { name }], 'b"': [{ name }] });
  const two = JSON.parse(strFromU8(files['two.json'] ?? new Uint8Array())) as object;
  expect(two).toEqual({ context: 'two', writtenAt: at.toISOString(), tables: {} });
});

it('no more is written than an archive may hold', async () => {
  const archive = new ArchiveFile(100, at);
  const row = JSON.stringify({ text: 'x'.repeat(100) });
  await expect(writeRows(archive, 'one', pages([{ table: 'a', row }]))).rejects.toThrow(
    ArchiveTooLarge,
  );
});

it('the index is a page that runs nothing, whatever tables are called', () => {
  const page = indexPage([{ context: 'one', counts: new Map([['<b>', 3]]) }], [], at);
  expect(page).toContain('<td>&lt;b&gt;</td><td>3</td>');
  expect(page).not.toContain('<script');
});
