import { z } from 'zod';
import { defineEvent } from '../event.js';
import { idSchema } from '../shared.js';

export const noteWritten = defineEvent({
  type: 'operations.note.written.v1',
  summary: 'Somebody wrote a note for a tenant.',
  key: 'noteId',
  data: z.object({ noteId: idSchema, tenantId: idSchema }),
});
