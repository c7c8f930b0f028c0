import type { Rating } from '@voltpark/rating/rating';
import { appendEvents } from '@voltpark/kit/database/saving';
import type { QuoteReads, QuoteStore } from '../application/ports.js';
import type { Quote } from '../domain/quote.js';
import type { Prisma, QuoteRow } from './generated/client.js';
import type { Db, Saving } from './saving.js';

/** Quotes, for reading. */
export function quoteReads(db: Db): QuoteReads {
  return {
    async byIds(ids) {
      const rows = await db.quoteRow.findMany({ where: { id: { in: [...ids] } } });
      return rows.map(quoteOf);
    },
  };
}

/** Quotes within a transaction. */
export function quoteStore(saving: Saving): QuoteStore {
  const { tx } = saving;
  return {
    ...quoteReads(tx),
    async save(events) {
      for (const { quote } of events) {
        // A rating is plain data; the compiler sees interfaces, which JSON's type does not take.
        const rating = quote.rating as unknown as Prisma.InputJsonObject;
        await tx.quoteRow.create({ data: { ...quote, rating } });
      }
      await appendEvents(saving, events);
    },
    forget: (expiredBefore, most) =>
      tx.$executeRaw`
        DELETE FROM quote WHERE id IN (
          SELECT id FROM quote WHERE expires_at < ${expiredBefore} LIMIT ${most} FOR UPDATE SKIP LOCKED
        )`,
  };
}

/** Nobody but {@link quoteStore} writes the JSON column, and its rows never change. */
const quoteOf = ({ rating, ...row }: QuoteRow): Quote => ({
  ...row,
  rating: rating as unknown as Rating,
});
