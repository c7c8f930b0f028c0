/** What a server's WebSocket frame is for. */
const opcodes = { text: 1, close: 8, ping: 9 } as const;

/** What comes out of a stream of frames. */
export interface FrameListener {
  text(payload: Buffer): void;
  ping(payload: Buffer): void;
  closed(code: number): void;
}

/**
 * Takes unmasked, unfragmented WebSocket frames out of a stream of bytes. A thousand clients that decode each
 * message as a library does would keep the machine busier than the servers that are to be measured.
 */
export class FrameReader {
  #rest: Buffer | undefined;

  constructor(private readonly listener: FrameListener) {}

  read(chunk: Buffer): void {
    let bytes = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk;
    for (;;) {
      const frame = frameAtStart(bytes);
      if (frame === undefined) break;
      this.#hand(frame.opcode, bytes.subarray(frame.start, frame.end));
      bytes = bytes.subarray(frame.end);
    }
    this.#rest = bytes.length > 0 ? bytes : undefined;
  }

  #hand(opcode: number, payload: Buffer): void {
    if (opcode === opcodes.text) this.listener.text(payload);
    else if (opcode === opcodes.ping) this.listener.ping(payload);
    else if (opcode === opcodes.close) {
      this.listener.closed(payload.length >= 2 ? payload.readUInt16BE(0) : 1005);
    }
  }
}

function frameAtStart(
  bytes: Buffer,
): { readonly opcode: number; readonly start: number; readonly end: number } | undefined {
  if (bytes.length < 2) return undefined;
  const short = bytes.readUInt8(1);
  const start = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < start) return undefined;
  const length =
    short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  const end = start + length;
  return bytes.length < end ? undefined : { opcode: bytes.readUInt8(0) & 15, start, end };
}

/** A client's frame, masked with zeros as masks may be anything. */
export function clientFrame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const header =
    length < 126
      ? Buffer.from([0x80 | opcode, 0x80 | length, 0, 0, 0, 0])
      : Buffer.from([0x80 | opcode, 0xfe, length >>> 8, length & 255, 0, 0, 0, 0]);
  return Buffer.concat([header, payload]);
}
