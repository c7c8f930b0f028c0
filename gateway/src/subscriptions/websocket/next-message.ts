import type { Batch } from '../frame.js';

const before = Buffer.from('{"id":');

/** The `next` messages of a batch as the bytes of WebSocket frames, for ids of one length. */
interface Template {
  readonly bytes: Buffer;
  /** Where the id goes, in each message. */
  readonly idOffsets: readonly number[];
}

/** What one batch looks like on the wire, by the length of the message id. */
class Rendering {
  readonly #templates = new Map<number, Template>();
  /** Each message behind its id. */
  readonly #tails: readonly Buffer[];

  constructor({ frames }: Batch) {
    this.#tails = frames.map(({ json }) => Buffer.from(`,"type":"next","payload":${json}}`));
  }

  template(idLength: number): Template {
    const known = this.#templates.get(idLength);
    if (known) return known;
    const made = this.#layOut(idLength);
    this.#templates.set(idLength, made);
    return made;
  }

  #layOut(idLength: number): Template {
    const id = Buffer.alloc(idLength);
    const parts: Buffer[] = [];
    const idOffsets: number[] = [];
    let offset = 0;
    for (const tail of this.#tails) {
      const length = before.length + idLength + tail.length;
      const header = frameHeader(length);
      idOffsets.push(offset + header.length + before.length);
      offset += header.length + length;
      parts.push(header, before, id, tail);
    }
    return { bytes: Buffer.concat(parts, offset), idOffsets };
  }
}

/**
 * The WebSocket frames of a batch's `next` messages: laid out once for all clients whose ids are equally long,
 * then copied with the client's own id in its places. An execution, or a serialisation, per client would cost
 * more than everything else together.
 * @param id the message id as JSON text
 */
export function nextMessages(batch: Batch, id: Buffer): Buffer {
  const known = batch.webSocket;
  const rendering = known instanceof Rendering ? known : new Rendering(batch);
  batch.webSocket = rendering;
  const { bytes, idOffsets } = rendering.template(id.length);
  const copy = Buffer.allocUnsafe(bytes.length);
  bytes.copy(copy);
  for (const offset of idOffsets) id.copy(copy, offset);
  return copy;
}

/** Header of an unfragmented, unmasked text frame (RFC 6455, section 5.2). */
export function frameHeader(length: number): Buffer {
  if (length < 126) return Buffer.from([0x81, length]);
  if (length < 65_536) return Buffer.from([0x81, 126, length >>> 8, length & 255]);
  const header = Buffer.alloc(10);
  header.writeUInt8(0x81, 0);
  header.writeUInt8(127, 1);
  header.writeBigUInt64BE(BigInt(length), 2);
  return header;
}
