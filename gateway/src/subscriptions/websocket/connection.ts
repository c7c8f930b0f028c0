import { newId } from '@voltpark/kit/ids';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import { credentialsOf } from '../credentials.js';
import { resultJson } from '../frame.js';
import { addressOf, failure, identify, type LiveHouse } from '../house.js';
import { closeCodes } from '../limits.js';
import { tooManyOperations, tooOften } from '../notices.js';
import { afterDelay } from '../timer.js';
import type { Admission, Identity, OperationRequest } from '../../ports.js';
import { closeReason } from './close-reason.js';
import { readMessage, type ClientMessage } from './message.js';
import { RunningOperation } from './running-operation.js';

type Admitted = Extract<Admission, { ok: true }>;

/** One client's WebSocket, speaking graphql-transport-ws. */
export class Connection {
  readonly #address: string;
  #identity: Identity | undefined;
  #initialised = false;
  #isResponsive = true;
  readonly #operations = new Map<string, RunningOperation>();
  readonly #endings: (() => void)[] = [];

  constructor(
    private readonly ws: WebSocket,
    /** The stream below the WebSocket, to which laid-out frames are written directly. */
    readonly stream: Duplex,
    private readonly request: IncomingMessage,
    readonly house: LiveHouse,
    /** Called when it is known whose the connection is. */
    private readonly settled: () => void,
  ) {
    const { limits } = house;
    this.#address = addressOf(house, request);
    ws.on('message', (data, isBinary) => this.#receive(data, isBinary));
    ws.on('pong', () => (this.#isResponsive = true));
    ws.on('close', () => this.#closed());
    // The library closes after every error by itself (1009 for messages over the limits, for example).
    ws.on('error', (error) => house.options.log.debug({ err: error }, 'a client broke the line'));
    const pings = setInterval(() => this.#ping(), limits.pingEveryMs);
    this.#endings.push(() => clearInterval(pings));
    this.#endings.push(
      afterDelay(limits.initTimeoutMs, () => {
        if (this.#initialised) return;
        house.metrics.cut('INIT_TIMEOUT');
        this.close(closeCodes.initTimeout, 'Connection initialisation timeout');
      }),
    );
  }

  get isOpen(): boolean {
    return this.ws.readyState === this.ws.OPEN;
  }

  /** Closes the connection; nothing is sent after this. */
  close(code: number, reason: string): void {
    if (!this.isOpen) return;
    this.ws.close(code, closeReason(reason));
    // A client that does not read will not answer either.
    this.#endings.push(afterDelay(this.house.limits.closeTimeoutMs, () => this.terminate()));
    this.#leaveAll();
  }

  /** Calls back when the connection is over, at once if it is already. */
  onceClosed(callback: () => void): void {
    if (this.ws.readyState === this.ws.CLOSED) callback();
    else this.ws.once('close', callback);
  }

  /** Ends the connection without a word. */
  terminate(): void {
    this.ws.terminate();
  }

  #closed(): void {
    this.#leaveAll();
    for (const ending of this.#endings.splice(0)) ending();
  }

  #leaveAll(): void {
    for (const operation of [...this.#operations.values()]) operation.leave();
  }

  #ping(): void {
    if (!this.#isResponsive) {
      this.house.metrics.cut('NO_PONG');
      this.terminate();
      return;
    }
    this.#isResponsive = false;
    if (this.isOpen) this.ws.ping();
  }

  #protocolFault(code: number, reason: string): void {
    this.house.metrics.cut('PROTOCOL');
    this.close(code, reason);
  }

  #receive(data: RawData, isBinary: boolean): void {
    if (!this.isOpen) return;
    this.#isResponsive = true;
    // Everything arrives as one buffer: `binaryType` is left as it is.
    const text = isBinary || !Buffer.isBuffer(data) ? '' : data.toString();
    const message = readMessage(text, this.house.limits.idLength);
    if (message === undefined) {
      this.#protocolFault(closeCodes.badRequest, 'Invalid message received');
      return;
    }
    this.#handle(message);
  }

  #handle(message: ClientMessage): void {
    switch (message.type) {
      case 'connection_init':
        if (this.#initialised) {
          this.#protocolFault(closeCodes.tooManyInits, 'Too many initialisation requests');
          return;
        }
        this.#initialised = true;
        void this.#initialise(message.payload);
        return;
      case 'ping':
        this.#say({ type: 'pong', ...(message.payload && { payload: message.payload }) });
        return;
      case 'pong':
        return;
      case 'subscribe':
        if (this.#identity === undefined) {
          this.#protocolFault(closeCodes.unauthorised, 'Unauthorized');
          return;
        }
        this.#subscribe(message.id, message.request, this.#identity);
        return;
      case 'complete':
        this.#operations.get(message.id)?.leave();
    }
  }

  async #initialise(payload: Readonly<Record<string, unknown>>): Promise<void> {
    const { slots } = this.house;
    let identity: Identity;
    try {
      identity = await identify(
        this.house,
        credentialsOf(this.request.headers, payload),
        this.#address,
      );
    } catch {
      this.close(closeCodes.forbidden, 'Forbidden');
      return;
    }
    if (!this.isOpen) return;
    const giveBack = slots.take(identity.actor, this.#address);
    if (giveBack === undefined) {
      this.close(closeCodes.tooManyConnections, 'Too many connections');
      return;
    }
    this.#endings.push(giveBack);
    this.settled();
    if (identity.expiresAt !== null) this.#expireAt(identity.expiresAt);
    this.#identity = identity;
    this.#say({ type: 'connection_ack' });
  }

  #expireAt(expiresAt: number): void {
    const expire = (): void => {
      this.house.metrics.cut('TOKEN_EXPIRED');
      this.close(closeCodes.forbidden, 'Token expired');
    };
    this.#endings.push(afterDelay(expiresAt - Date.now(), expire));
  }

  #subscribe(id: string, request: OperationRequest, { actor }: Identity): void {
    const { options, limits } = this.house;
    if (this.#operations.has(id)) {
      this.#protocolFault(closeCodes.subscriberExists, `Subscriber for ${id} already exists`);
      return;
    }
    const operation = new RunningOperation(this, id, () => this.#operations.delete(id));
    if (this.#operations.size >= limits.operationsPerConnection) {
      operation.fail([tooManyOperations(limits.operationsPerConnection)]);
      return;
    }
    this.#operations.set(id, operation);
    if (options.gate?.take(actor, this.#address) === false) {
      operation.fail([tooOften]);
      return;
    }
    const correlationId = newId();
    try {
      const admission = options.admit(request, actor);
      if (!admission.ok) {
        operation.fail(admission.errors.map((error) => options.formatError(error, correlationId)));
      } else if (admission.operation.kind === 'subscription') {
        const leave = this.house.groups.join({ admission, request, actor }, operation);
        operation.joined(leave);
      } else {
        void this.#execute(admission, operation, correlationId, actor);
      }
    } catch (error) {
      operation.fail([failure(this.house, error, correlationId)]);
    }
  }

  async #execute(
    { operation: prepared, variables }: Admitted,
    operation: RunningOperation,
    correlationId: string,
    actor: Identity['actor'],
  ): Promise<void> {
    const { options, limits } = this.house;
    const deadline = Date.now() + limits.operationDeadlineMs;
    try {
      const result = await options.executor.execute(prepared, variables, {
        actor,
        correlationId,
        deadline,
      });
      const errors = result.errors.map((error) => options.formatError(error, correlationId));
      if (result.dataJson === undefined) operation.fail(errors);
      else operation.answer(resultJson(result.dataJson, errors));
    } catch (error) {
      operation.fail([failure(this.house, error, correlationId)]);
    }
  }

  #say(message: object): void {
    this.sendText(JSON.stringify(message));
  }

  /** Sends a message. */
  sendText(text: string): void {
    if (!this.isOpen) return;
    this.ws.send(text);
    this.checkPace();
  }

  /** Cuts off a client that does not read what it asked for: what waits for it takes everybody's memory. */
  checkPace(): void {
    if (this.stream.writableLength <= this.house.limits.bufferedBytes) return;
    this.house.metrics.cut('TOO_SLOW');
    this.close(closeCodes.tooSlow, 'Too slow');
  }
}
