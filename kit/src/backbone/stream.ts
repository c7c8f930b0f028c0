import type { ContextName } from '@voltpark/contracts';
import {
  DiscardPolicy,
  JetStreamApiCodes,
  JetStreamApiError,
  RetentionPolicy,
  StorageType,
  type JetStreamManager,
  type StreamConfig,
  type StreamInfo,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import type { BackboneLimits } from './limits.js';

/** Header with the epoch in which an event was published. */
export const epochHeader = 'Voltpark-Epoch';
/** Header of events that the stream had once and lost. */
export const republishedHeader = 'Voltpark-Republished';

/** The name of a context's stream. */
export function streamNameOf(context: ContextName): string {
  return context.toUpperCase();
}

/**
 * A new epoch: the name of one life of a stream. Sequences and cursors mean something only within an epoch;
 * another begins when the stream has lost events or was made anew.
 */
export function newEpoch(now: Date): string {
  const random = Math.floor(Math.random() * 36 ** 4);
  return `${now.getTime().toString(36)}${random.toString(36).padStart(4, '0')}`;
}

/**
 * The stream's epoch as its leader has written it. It stands in the description, as servers before 2.10 know
 * no metadata; so everyone who reads the stream sees it, without the owner's database.
 */
export function epochOf(info: {
  readonly config: { readonly description?: string };
}): string | undefined {
  return /; epoch ([0-9a-z]+)$/.exec(info.config.description ?? '')?.[1];
}

/** How the stream of a context must be. */
export function streamConfig(options: {
  readonly context: ContextName;
  readonly epoch: string;
  readonly replicas: number;
  readonly limits: BackboneLimits;
}): Partial<StreamConfig> & { readonly name: string } {
  const { context, epoch, replicas, limits } = options;
  return {
    name: streamNameOf(context),
    description: `Published events of ${context}; epoch ${epoch}`,
    subjects: [`${context}.>`],
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    discard: DiscardPolicy.New,
    duplicate_window: nanos(limits.duplicateWindowMs),
    max_age: nanos(limits.streamRetentionMs),
    num_replicas: replicas,
    allow_direct: true,
  };
}

/** The stream as it is; undefined when there is none. */
export async function streamInfo(
  jsm: JetStreamManager,
  context: ContextName,
): Promise<StreamInfo | undefined> {
  try {
    return await jsm.streams.info(streamNameOf(context));
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamNotFound) {
      return undefined;
    }
    throw error;
  }
}
