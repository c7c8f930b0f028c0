import type { Saving as SavingOf } from '@voltpark/kit/database/saving';
import type { Cause, DomainEvent } from '../application/ports.js';
import type { Prisma } from './generated/client.js';

/** The Prisma client or one of its transactions: what reading needs. */
export type Db = Prisma.TransactionClient;

/** What a store of this context needs for saving. */
export type Saving = SavingOf<Db, Cause, DomainEvent>;

/** How a domain event becomes a published one. */
export type Publish = Saving['publish'];
