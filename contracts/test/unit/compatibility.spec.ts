import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { catalog } from '../../src/catalog.js';
import { asyncApiOf } from '../../src/documentation/asyncapi.js';
import { incompatibilities } from '../../src/documentation/compatibility.js';
import { schemaOf } from '../../src/documentation/json-schema.js';
import { markdownOf } from '../../src/documentation/markdown.js';
import { defineEvent } from '../../src/event.js';

const fields = {
  orderId: z.string().max(64),
  status: z.enum(['OPEN', 'PAID']),
  note: z.string().nullable(),
  lines: z.array(z.object({ article: z.string(), count: z.number().int().min(1) })),
  buyer: z.object({ name: z.string() }).optional(),
};

function published(shape: z.ZodRawShape, key = 'orderId') {
  return schemaOf(
    defineEvent({
      type: 'shop.order.placed.v1',
      summary: 'Somebody ordered.',
      key,
      data: z.object(shape),
    }),
  );
}

const { note: _note, ...withoutNote } = fields;

describe('a change of a published event', () => {
  it('may add a field that can be absent, at any depth', () => {
    const next = published({
      ...fields,
      gift: z.object({ text: z.string() }).optional(),
      lines: z.array(fields.lines.element.extend({ colour: z.string().optional() })),
    });
    expect(incompatibilities(published(fields), next)).toEqual([]);
    expect(incompatibilities(published(fields), published(fields))).toEqual([]);
  });

  it.each([
    ['removes a field', withoutNote, '"note" is gone or renamed'],
    ['renames a field', { ...withoutNote, remark: fields.note.optional() }, '"note" is gone'],
    ['gives a field another type', { ...fields, note: z.number() }, '"note" was string | null'],
    ['requires a new field', { ...fields, at: z.string() }, '"at" is required'],
    ['narrows an enum', { ...fields, status: z.enum(['OPEN']) }, '"status" was'],
    ['widens an enum', { ...fields, status: z.enum(['OPEN', 'PAID', 'LOST']) }, '"status" was'],
    ['makes a field optional', { ...fields, note: fields.note.optional() }, '"note" may now be'],
    [
      'requires an optional field',
      { ...fields, buyer: z.object({ name: z.string() }) },
      'no longer',
    ],
    ['narrows a bound', { ...fields, orderId: z.string().max(20) }, '"orderId" was string(0..64)'],
    [
      'changes a field deep inside',
      { ...fields, lines: z.array(fields.lines.element.extend({ count: z.string() })) },
      '"lines[].count" was integer ≥ 1 and is string',
    ],
    [
      'requires a new field deep inside',
      { ...fields, lines: z.array(fields.lines.element.extend({ unit: z.string() })) },
      '"lines[].unit" is required',
    ],
  ])('is refused with the event and the field when it %s', (_what, shape, reason) => {
    const faults = incompatibilities(published(fields), published(shape));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain('shop.order.placed.v1');
    expect(faults[0]).toContain(reason);
  });

  it('is refused when it takes another key, as subjects carry it', () => {
    const faults = incompatibilities(published(fields), published(fields, 'status'));
    expect(faults).toEqual([expect.stringContaining('the key was "orderId" and is "status"')]);
  });

  it('is told once for a field with everything in it', () => {
    const { lines: _lines, ...rest } = fields;
    expect(incompatibilities(published(fields), published(rest))).toEqual([
      'shop.order.placed.v1: the field "lines" is gone or renamed',
    ]);
  });
});

describe('the catalog', () => {
  it('holds every event under its type, with a key that its data has', () => {
    expect(catalog.size).toBeGreaterThan(0);
    for (const [type, definition] of catalog) {
      expect(definition.type).toBe(type);
      expect(schemaOf(definition).properties).toHaveProperty(definition.key);
    }
  });

  it('is documented whole', () => {
    const page = markdownOf(catalog);
    const document = asyncApiOf(catalog);
    for (const { type, summary } of catalog.values()) {
      expect(page).toContain(`### ${type}\n\n${summary}`);
      expect(document).toContain(`address: "${type}.`);
    }
  });
});
