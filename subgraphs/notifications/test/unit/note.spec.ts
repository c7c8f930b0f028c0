import { describe, expect, it } from 'vitest';
import { writeNote } from '../../src/domain/note.js';

const known = { id: 'n1', tenantId: 't1', now: new Date('2026-05-01T08:00:00Z') };

describe('writing a note', () => {
  it('keeps the text without the spaces around it', () => {
    const note = {
      id: 'n1',
      tenantId: 't1',
      text: 'Gate 2 sticks.',
      writtenAt: known.now,
      version: 1,
    };
    expect(writeNote({ text: ' Gate 2 sticks. ' }, known)).toEqual({
      outcome: 'accepted',
      events: [{ type: 'NoteWritten', note }],
    });
  });

  it.each([
    ['nothing', '  '],
    ['too much', 'x'.repeat(501)],
  ])('is refused with %s in it', (_what, text) => {
    expect(writeNote({ text }, known)).toMatchObject({
      outcome: 'refused',
      refusal: { type: 'InvalidInput', field: 'text' },
    });
  });
});
