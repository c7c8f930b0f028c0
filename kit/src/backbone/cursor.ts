/** A place in a stream: after the event of that sequence, in that life of the stream. */
export interface CursorPlace {
  readonly epoch: string;
  readonly position: number;
}

const pattern = /^([0-9a-z]{1,32})\.(0|[1-9][0-9]{0,15})$/;

/** Writes a place as the opaque text that clients keep. */
export function writeCursor(place: CursorPlace): string {
  return Buffer.from(`${place.epoch}.${place.position}`).toString('base64url');
}

/** Reads a cursor back; undefined when it was not written by {@link writeCursor}. */
export function readCursor(cursor: string): CursorPlace | undefined {
  if (cursor.length > 96) return undefined;
  const match = pattern.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  const [, epoch, digits] = match ?? [];
  if (epoch === undefined || digits === undefined) return undefined;
  const position = Number(digits);
  if (!Number.isSafeInteger(position) || writeCursor({ epoch, position }) !== cursor)
    return undefined;
  return { epoch, position };
}
