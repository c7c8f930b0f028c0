import type { Actor } from '@voltpark/contracts';
import type { Logger } from '@voltpark/kit/log';
import type { SubgraphRequest } from '@voltpark/kit/request';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { GraphQLError } from 'graphql';
import { archiveLimits } from '../limits.js';
import type { ActiveSupergraph, SubgraphTransport } from '../ports.js';
import { refused, Refused, send, sendRefusal } from '../server/answer.js';
import { correlationIdOf, traceparentOf } from '../server/client.js';
import { challenge, type Gatekeeper } from '../server/gatekeeper.js';
import type { RateLimiter } from '../server/rate-limit.js';
import { ArchiveFile, ArchiveTooLarge, writeRows, type Counts } from './files.js';
import { indexPage } from './index-page.js';
import { ContextSilent, recordsField, recordsOf } from './records.js';

/** Where a person fetches everything that is known of them. */
export const archivePath = '/me/archive';

/** What giving out archives takes. */
export interface ArchiveParts {
  readonly supergraph: () => ActiveSupergraph;
  readonly transport: SubgraphTransport;
  readonly gatekeeper: Gatekeeper;
  /** Undefined when rates are limited elsewhere. */
  readonly limiter: RateLimiter | undefined;
  /** What a context may take for a page, in milliseconds. */
  readonly pageMs: number;
  readonly log: Logger;
}

const tooOften = (seconds: number, message: string): Refused =>
  refused(429, 'RATE_LIMITED', message, { 'retry-after': String(seconds) });

/**
 * Gives a person one ZIP archive of everything that every context knows of them, and nothing when any context does
 * not tell: half an archive would pass for a whole one.
 */
export class ArchiveHandler {
  /** Accounts whose archive is being written. */
  readonly #inHand = new Set<string>();

  constructor(readonly parts: ArchiveParts) {}

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const correlationId = correlationIdOf(request);
    response.setHeader('x-correlation-id', correlationId);
    try {
      if (request.method !== 'GET') {
        throw refused(405, 'BAD_REQUEST', 'An archive is fetched with GET.', { allow: 'GET' });
      }
      this.parts.gatekeeper.shed(0);
      const actor = await this.parts.gatekeeper.letIn(request);
      const archive = await this.#inTurn(actor, request, correlationId);
      send(response, 200, 'application/zip', archive, {
        'cache-control': 'no-store',
        'content-disposition': `attachment; filename="voltpark-${new Date().toISOString().slice(0, 10)}.zip"`,
        'x-content-type-options': 'nosniff',
      });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (!request.complete) response.setHeader('connection', 'close');
      sendRefusal(response, error, request.headers.accept, correlationId);
    }
  }

  async #inTurn(actor: Actor, request: IncomingMessage, correlationId: string): Promise<Buffer> {
    const { limiter } = this.parts;
    if (actor.kind === 'ANONYMOUS') {
      const error = new GraphQLError('Sign in to fetch your archive.', {
        extensions: { code: 'UNAUTHENTICATED' },
      });
      throw new Refused(401, [error], challenge);
    }
    if (actor.customerId === null || !actor.scopes.includes('accounts:self')) {
      throw refused(403, 'FORBIDDEN', 'Archives are for customers.');
    }
    const bucket = `archive ${actor.id}`;
    if (limiter?.has(bucket, archiveLimits.rate) === false) {
      throw tooOften(limiter.take(bucket, archiveLimits.rate), 'You fetched archives lately.');
    }
    if (this.#inHand.has(actor.id)) {
      throw tooOften(archiveLimits.retryAfterSeconds, 'Your archive is being written already.');
    }
    if (this.#inHand.size >= archiveLimits.inHand) {
      throw refused(503, 'OVERLOADED', 'Other archives are being written at the moment.', {
        'retry-after': String(archiveLimits.retryAfterSeconds),
      });
    }
    this.#inHand.add(actor.id);
    try {
      const traceparent = traceparentOf(request);
      const archive = await this.#write({
        actor,
        correlationId,
        deadline: Date.now() + archiveLimits.totalMs,
        ...(traceparent === undefined ? {} : { traceparent }),
      });
      limiter?.take(bucket, archiveLimits.rate);
      return archive;
    } finally {
      this.#inHand.delete(actor.id);
    }
  }

  /** @throws Refused when it cannot be whole */
  async #write(request: SubgraphRequest): Promise<Buffer> {
    const { transport, log, pageMs } = this.parts;
    const { apiSchema, services } = this.parts.supergraph();
    const fields = apiSchema.getQueryType()?.getFields() ?? {};
    const shows = (context: string): boolean => Object.hasOwn(fields, recordsField(context));
    const contexts = services.filter(shows).sort();
    const startedAt = performance.now();
    const archive = new ArchiveFile(archiveLimits.bytes, new Date());
    const parts: { context: string; counts: Counts }[] = [];
    const faults: unknown[] = [];
    const queue = contexts.values();
    const askInTurn = async (): Promise<void> => {
      for (const context of queue) {
        const pages = recordsOf(transport, context, request, pageMs);
        await writeRows(archive, context, pages).then(
          (counts) => parts.push({ context, counts }),
          (fault: unknown) => faults.push(fault),
        );
      }
    };
    await Promise.all(Array.from({ length: archiveLimits.contextsAtOnce }, askInTurn));
    if (faults.length > 0) throw refusalOf(faults, log, request.correlationId);
    parts.sort((one, other) => (one.context < other.context ? -1 : 1));
    const notAsked = services.filter((context) => !shows(context));
    archive.add('index.html').end(indexPage(parts, notAsked, archive.at));
    const whole = archive.whole();
    log.info(
      {
        correlationId: request.correlationId,
        actor: request.actor.id,
        contexts: contexts.length,
        bytes: whole.length,
        ms: Math.round(performance.now() - startedAt),
      },
      'an archive was given out',
    );
    return whole;
  }
}

/** Why there is no archive. What nobody thought of is thrown as it is. */
function refusalOf(faults: readonly unknown[], log: Logger, correlationId: string): Refused {
  for (const fault of faults) {
    if (fault instanceof ArchiveTooLarge) {
      return refused(
        413,
        'ARCHIVE_TOO_LARGE',
        'There is more than an archive can hold. Ask each context by its field, page by page.',
      );
    }
    if (!(fault instanceof ContextSilent)) throw fault;
  }
  const silent = faults.filter((fault) => fault instanceof ContextSilent);
  if (silent.some(({ silence }) => silence === 'FORGETTING')) {
    return refused(
      409,
      'BEING_FORGOTTEN',
      'You are being forgotten: an archive would not be whole any more.',
    );
  }
  const contexts = silent.map(({ context }) => context).sort();
  log.warn({ correlationId, contexts, err: silent[0]?.cause }, 'an archive could not be whole');
  const error = new GraphQLError(
    `An archive would not be whole: ${contexts.join(', ')} did not answer. Try again later.`,
    { extensions: { code: 'ARCHIVE_INCOMPLETE', contexts } },
  );
  return new Refused(503, [error], { 'retry-after': String(archiveLimits.retryAfterSeconds) });
}
