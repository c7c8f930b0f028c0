import { BoundedMap } from '@voltpark/kit/bounded-map';
import { rateLimits } from '../limits.js';

/** How many requests at once, and how many a second in the long run. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

interface Bucket {
  tokens: number;
  filledAt: number;
}

/**
 * A token bucket a client. Each gateway process counts by itself: behind a load balancer a client may do as
 * much at each.
 */
export class RateLimiter {
  readonly #buckets: BoundedMap<string, Bucket>;

  /** @param now milliseconds of any clock that does not go back */
  constructor(
    readonly now: () => number = () => performance.now(),
    capacity: number = rateLimits.buckets,
  ) {
    this.#buckets = new BoundedMap(capacity);
  }

  /** Takes one token. @returns 0 when there was one, else the seconds until there is */
  take(client: string, rate: Rate): number {
    const bucket = this.#bucket(client, rate);
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1;
      return 0;
    }
    return Math.max(1, Math.ceil((1 - bucket.tokens) / rate.perSecond));
  }

  /** Whether {@link take} would succeed, without taking. */
  has(client: string, rate: Rate): boolean {
    return this.#bucket(client, rate).tokens >= 1;
  }

  #bucket(client: string, { burst, perSecond }: Rate): Bucket {
    const now = this.now();
    const bucket = this.#buckets.get(client);
    if (!bucket) {
      const full = { tokens: burst, filledAt: now };
      this.#buckets.set(client, full);
      return full;
    }
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.filledAt) / 1000) * perSecond);
    bucket.filledAt = now;
    return bucket;
  }
}
