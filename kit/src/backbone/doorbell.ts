import type { ContextName } from '@voltpark/contracts';
import type { NatsLine, NatsLink } from './nats-line.js';
import type { Doorbell } from './waiting.js';

/** Plain NATS, outside every stream: a ring that is lost costs no more than the relay's next poll. */
const subjectOfDoorbell = (context: ContextName): string => `voltpark.doorbell.${context}`;

/** Rings at the leader, which is another process. Does nothing while NATS is away. */
export function ringElsewhere(line: NatsLine, context: ContextName): void {
  const connection = line.current?.connection;
  if (connection === undefined || connection.isClosed()) return;
  connection.publish(subjectOfDoorbell(context));
}

/** Hears the rings of other processes until it is called back. */
export function hearOthers(link: NatsLink, context: ContextName, doorbell: Doorbell): () => void {
  const subscription = link.connection.subscribe(subjectOfDoorbell(context), {
    callback: () => doorbell.ring(),
  });
  return () => subscription.unsubscribe();
}
