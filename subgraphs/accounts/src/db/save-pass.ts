import type { EventOf } from '../domain/events.js';
import { passColumns, productColumns } from './pass-rows.js';
import type { Db } from './tx.js';

type PassEvent = EventOf<
  'PassProductOffered' | 'PassProductChanged' | 'PassBought' | 'PassChanged'
>;

/** Brings the tables of passes to the state that an event leads to. */
export async function applyPassEvent(tx: Db, event: PassEvent): Promise<void> {
  switch (event.type) {
    case 'PassProductOffered':
      await tx.passProduct.create({ data: productColumns(event.product) });
      return;
    case 'PassProductChanged': {
      const { id, ...columns } = productColumns(event.product);
      await tx.passProduct.update({ where: { id }, data: columns });
      return;
    }
    case 'PassBought':
      await tx.pass.create({ data: passColumns(event.pass) });
      return;
    case 'PassChanged': {
      const { id, ...columns } = passColumns(event.pass);
      await tx.pass.update({ where: { id, version: event.before.version }, data: columns });
    }
  }
}
