import { Counter, Gauge, type Registry } from 'prom-client';

/** Why a client was cut off. */
export type CutReason = 'TOO_SLOW' | 'NO_PONG' | 'TOKEN_EXPIRED' | 'INIT_TIMEOUT' | 'PROTOCOL';

/** Figures of live updates. The hot ones are plain numbers, read when somebody asks. */
export class LiveMetrics {
  /** Events executed. */
  executed = 0;
  /** Frames sent to clients. */
  sent = 0;
  /** Upstreams taken up again. */
  reconnects = 0;
  /** Subscriptions open, by transport. */
  readonly clients = { websocket: 0, sse: 0 };
  readonly #cut: Counter<'reason'>;

  constructor(registry: Registry, counts: { groups(): number; lines(): number }) {
    const registers = [registry];
    const gauge = (name: string, help: string, read: () => number): void => {
      const made: Gauge = new Gauge({ name, help, registers, collect: () => made.set(read()) });
    };
    const counter = (name: string, help: string, read: () => number): void => {
      const made: Counter = new Counter({
        name,
        help,
        registers,
        collect: () => {
          made.reset();
          made.inc(read());
        },
      });
    };
    gauge('voltpark_live_groups', 'Groups of clients that see the same.', counts.groups);
    gauge('voltpark_live_upstreams', 'Subscriptions to subgraphs.', counts.lines);
    const clients = new Gauge({
      name: 'voltpark_live_subscriptions',
      help: 'Subscriptions of clients.',
      labelNames: ['transport'],
      registers,
      collect: () => {
        clients.set({ transport: 'websocket' }, this.clients.websocket);
        clients.set({ transport: 'sse' }, this.clients.sse);
      },
    });
    counter('voltpark_live_frames_executed_total', 'Events executed.', () => this.executed);
    counter('voltpark_live_frames_sent_total', 'Frames sent to clients.', () => this.sent);
    counter('voltpark_live_reconnects_total', 'Upstreams taken up again.', () => this.reconnects);
    this.#cut = new Counter({
      name: 'voltpark_live_clients_cut_total',
      help: 'Clients cut off, by reason.',
      labelNames: ['reason'],
      registers,
    });
  }

  /** A client was cut off. */
  cut(reason: CutReason): void {
    this.#cut.inc({ reason });
  }
}
