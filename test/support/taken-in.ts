import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { eventually } from './eventually.js';

/**
 * Resolves when everybody who listens to a context has taken in all that it has published. A story in which what
 * follows is decided by another context waits for this, as nothing that a client can ask shows what others know.
 */
export async function takenIn(natsUrl: string, context: string): Promise<void> {
  const connection = await connect({ servers: natsUrl });
  try {
    const jsm = await jetstreamManager(connection);
    await eventually(`all contexts have heard of ${context}`, async () => {
      const consumers = await jsm.consumers.list(context.toUpperCase()).next();
      return consumers.every(
        ({ num_pending, num_ack_pending }) => num_pending + num_ack_pending === 0,
      );
    });
  } finally {
    await connection.close();
  }
}
