/** How far one consumer is behind its source stream. */
export interface ConsumerStatus {
  /** Context whose events are taken in. */
  readonly source: string;
  /** Events that it has not taken in yet; null when NATS is away. */
  readonly lag: number | null;
}

/** The state of one context's backbone. */
export interface BackboneStatus {
  readonly natsConnected: boolean;
  /** This process is the one that publishes and consumes for the context. */
  readonly leader: boolean;
  /** Rows that wait to be published, and how long the oldest has waited. */
  readonly outbox: { readonly unpublished: number; readonly oldestSeconds: number };
  readonly consumers: readonly ConsumerStatus[];
  /** Events in the dead letters: parked for a person, to be tried again, or waiting behind one of these. */
  readonly deadLetters: { readonly parked: number; readonly retrying: number; readonly waiting: number };
}
