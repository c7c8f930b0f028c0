import type { Message, Outlet } from '../application/ports.js';
import { limits } from '../domain/limits.js';

/** A provider that keeps what it was given instead of sending it: for development and specs. */
export interface RecordingOutlet extends Outlet {
  /** The latest messages, the oldest first; at most {@link limits.recordedMessages}. */
  readonly messages: readonly Message[];
}

/** A recording provider. Nothing leaves the process. */
export function recordingOutlet(): RecordingOutlet {
  const messages: Message[] = [];
  return {
    messages,
    send(message) {
      messages.push(message);
      if (messages.length > limits.recordedMessages) messages.shift();
      return Promise.resolve({ type: 'SENT', providerId: `recorded-${message.id}` });
    },
  };
}
