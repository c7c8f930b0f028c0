import { connect } from '@nats-io/transport-node';

/** What a partner's system hears on NATS while a story goes on. */
export interface Listening {
  /** Resolves with the data of the first event of a type and key, heard already or yet to come. */
  heard(type: string, key: string): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

/** How long a story listens for an event. */
const patienceMs = 30_000;

/** Listens to everything that contexts publish, from now on. */
export async function listen(natsUrl: string, contexts: string): Promise<Listening> {
  const connection = await connect({ servers: natsUrl });
  const events: { subject: string; data: Record<string, unknown> }[] = [];
  const waiting = new Set<() => void>();
  connection.subscribe(`${contexts}.>`, {
    callback(_error, message) {
      const { data } = message.json<{ data: Record<string, unknown> }>();
      events.push({ subject: message.subject, data });
      for (const look of waiting) look();
    },
  });
  await connection.flush();
  return {
    heard: (type, key) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = events.find(({ subject }) => subject === `${type}.${key}`);
          if (found === undefined) return;
          waiting.delete(look);
          clearTimeout(patience);
          resolve(found.data);
        };
        const patience = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`${type} of ${key} was never published.`));
        }, patienceMs);
        waiting.add(look);
        look();
      }),
    close: () => connection.close(),
  };
}
