import { uuidv7 } from 'uuidv7';

/** A new opaque id: UUIDv7, so that ids sort by the time of their making and indexes stay dense. */
export function newId(): string {
  return uuidv7();
}
