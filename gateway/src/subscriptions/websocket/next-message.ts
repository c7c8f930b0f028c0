import type { Frame } from '../frame.js';

/** `{"id":` */
const before = Buffer.from('{"id":');

/** One `next` message as the bytes of a WebSocket frame, for ids of one length. */
interface Template {
  readonly bytes: Buffer;
  readonly idOffset: number;
}

/** What one frame looks like on the wire, by the length of the message id. */
class Rendering {
  readonly #templates = new Map<number, Template>();
  readonly #after: Buffer;

  constructor(frame: Frame) {
    this.#after = Buffer.from(`,"type":"next","payload":${frame.json}}`);
  }

  template(idLength: number): Template {
    const known = this.#templates.get(idLength);
    if (known) return known;
    const made = this.#layOut(idLength);
    this.#templates.set(idLength, made);
    return made;
  }

  #layOut(idLength: number): Template {
    const length = before.length + idLength + this.#after.length;
    const header = frameHeader(length);
    const idOffset = header.length + before.length;
    const bytes = Buffer.allocUnsafe(header.length + length);
    header.copy(bytes);
    before.copy(bytes, header.length);
    this.#after.copy(bytes, idOffset + idLength);
    return { bytes, idOffset };
  }
}

/**
 * The WebSocket frame of a `next` message: laid out once for all clients whose ids are equally long, then
 * copied with the client's own id in its place. An execution, or a serialisation, per client would cost more
 * than everything else together.
 * @param id the message id as JSON text
 */
export function nextMessage(frame: Frame, id: Buffer): Buffer {
  let rendering = frame.webSocket;
  if (!(rendering instanceof Rendering)) rendering = frame.webSocket = new Rendering(frame);
  if (!(rendering instanceof Rendering)) throw new TypeError('Not a rendering.');
  const { bytes, idOffset } = rendering.template(id.length);
  const copy = Buffer.allocUnsafe(bytes.length);
  bytes.copy(copy);
  id.copy(copy, idOffset);
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
