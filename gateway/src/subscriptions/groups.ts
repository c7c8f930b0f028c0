import type { Actor } from '@voltpark/contracts';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ActiveSupergraph, Admission, LiveOptions, OperationRequest } from '../ports.js';
import { actorFor, type GroupIdentity } from './feed.js';
import { Group, type GroupHouse } from './group.js';
import type { LiveLimits } from './limits.js';
import type { Sink } from './member.js';
import type { LiveMetrics } from './metrics.js';
import { schemaChanged } from './notices.js';
import { RingBudget } from './ring.js';
import { afterUseOf } from './source.js';

/** Groups prepared again in one go when the supergraph changes, before other work gets its turn. */
const groupsPerTurn = 50;

/** A subscription that has been admitted. */
export interface AdmittedSubscription {
  readonly admission: Extract<Admission, { ok: true }>;
  readonly request: OperationRequest;
  readonly actor: Actor;
  /** Goes before the `after` of the operation itself: where a transport knows better (`Last-Event-ID`). */
  readonly after?: string | undefined;
}

/** All live groups of the gateway, by what their clients have in common. */
export class Groups {
  readonly #byKey = new Map<string, Group>();
  /** Also those that a change of the supergraph has left without a key of their own. */
  readonly #keys = new Map<Group, string>();
  readonly #house: GroupHouse;

  constructor(options: LiveOptions, limits: LiveLimits, metrics: LiveMetrics) {
    this.#house = {
      options,
      limits,
      metrics,
      ringBudget: new RingBudget(limits),
      emptied: (group) => this.#remove(group),
    };
  }

  get count(): number {
    return this.#keys.size;
  }

  get lineCount(): number {
    let lines = 0;
    for (const group of this.#keys.keys()) lines += group.lineCount;
    return lines;
  }

  /**
   * Lets a client into the group of its like, which is made if need be.
   * @returns lets the client out again
   * @throws what the executor throws when the operation cannot be planned
   */
  join(subscription: AdmittedSubscription, sink: Sink): () => void {
    const { admission, request, actor, after } = subscription;
    const { operation, variables } = admission;
    const identity: GroupIdentity = {
      operation,
      variables,
      request,
      actor: actorFor(operation, actor),
    };
    const key = keyOf(identity);
    let group = this.#byKey.get(key);
    if (group === undefined) {
      group = new Group(identity, this.#house);
      this.#byKey.set(key, group);
      this.#keys.set(group, key);
    }
    return group.join(sink, after ?? afterUseOf(operation).cursorIn(variables));
  }

  #remove(group: Group): void {
    const key = this.#keys.get(group);
    this.#keys.delete(group);
    if (key !== undefined && this.#byKey.get(key) === group) this.#byKey.delete(key);
  }

  /** Prepares every group's operation again. What is not valid or permitted any more ends. */
  async supergraphChanged(supergraph: ActiveSupergraph): Promise<void> {
    let prepared = 0;
    for (const group of [...this.#keys.keys()]) {
      if (!this.#keys.has(group)) continue;
      this.#prepareAgain(group, supergraph);
      prepared += 1;
      if (prepared % groupsPerTurn === 0) await nextTurn();
    }
  }

  #prepareAgain(group: Group, supergraph: ActiveSupergraph): void {
    const { log, admit } = this.#house.options;
    try {
      const { request, actor } = group.identity;
      const admission = admit(request, actor);
      if (!admission.ok || admission.operation.kind !== 'subscription') {
        group.fail([schemaChanged]);
        return;
      }
      const { operation, variables } = admission;
      const identity: GroupIdentity = { operation, variables, request, actor };
      group.moveTo(identity);
      this.#rekey(group, keyOf(identity));
    } catch (error) {
      log.warn(
        { err: error, version: supergraph.version },
        'a live operation could not be planned',
      );
      group.fail([schemaChanged]);
    }
  }

  /** Another group may stand under the key already: then this one lives on until its clients leave. */
  #rekey(group: Group, key: string): void {
    const previous = this.#keys.get(group);
    if (previous !== undefined && this.#byKey.get(previous) === group) this.#byKey.delete(previous);
    this.#keys.set(group, key);
    if (!this.#byKey.has(key)) this.#byKey.set(key, group);
  }
}

/** What has to be equal for two clients to see the same. */
function keyOf({ operation, variables, actor }: GroupIdentity): string {
  const { variable, isResumable } = afterUseOf(operation);
  const entries = Object.entries(variables).filter(([name]) => !isResumable || name !== variable);
  const { kind, id, tenantId, customerId, roles, scopes } = actor;
  const authorizationClass = operation.access.isPublic
    ? null
    : [kind, id, tenantId, customerId, [...roles].sort(), [...scopes].sort()];
  return `${operation.key}\n${JSON.stringify(authorizationClass)}\n${canonicalJson(entries)}`;
}

/** JSON with the keys of every object in order, so that equal variables give equal text. */
function canonicalJson(entries: readonly (readonly [string, unknown])[]): string {
  return JSON.stringify(Object.fromEntries(entries), (_key, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
