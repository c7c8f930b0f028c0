import type { Actor } from '@voltpark/contracts';
import type { LiveEvents } from '@voltpark/kit/backbone/port';
import type { Clock } from '@voltpark/kit/clock';
import type { CommonRefusal } from '@voltpark/kit/decision';
import type { Logger } from '@voltpark/kit/log';
import type { Viewer } from '@voltpark/kit/viewer';
import type { Delivery, DeliveryState, Outcome } from '../domain/delivery.js';
import type { Channel, NoticeKind } from '../domain/kinds.js';
import type { CustomerKnown, Notice, Plan, Preference, Recipient } from '../domain/notice.js';
import type { QuietHours } from '../domain/quiet-hours.js';
import type { TemplateText } from '../domain/template.js';

/** Who wants something, and within which trace. */
export interface Cause {
  readonly actor: Actor;
  readonly traceparent?: string;
}

/** Nobody in particular: what time and other contexts bring. */
export const systemCause: Cause = {
  actor: {
    ...{ kind: 'SYSTEM', id: 'system', roles: [], scopes: [] },
    ...{ tenantId: null, customerId: null },
  },
};

/** All that happens in this context. */
export type DomainEvent =
  | { readonly type: 'NoticeCreated'; readonly notice: Notice }
  | { readonly type: 'NoticeRead'; readonly notice: Notice }
  | { readonly type: 'DeliverySettled'; readonly delivery: Delivery; readonly notice: Notice };

/** How a customer is called and reached. */
export interface Contact {
  readonly customerId: string;
  readonly displayName: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly locale: string;
  readonly version: number;
}

/** What texts need of a facility. */
export interface KnownFacility {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly timeZone: string;
}

/** A device that takes push messages. */
export interface Device {
  readonly id: string;
  readonly customerId: string;
  readonly token: string;
  readonly registeredAt: Date;
}

/** Where a tenant's systems hear of notices. */
export interface Endpoint {
  readonly id: string;
  readonly tenantId: string;
  readonly url: string;
  readonly kinds: readonly NoticeKind[];
  readonly secret: Uint8Array;
  readonly createdAt: Date;
}

/** Where a tenant's staff reads mails, and in which language. */
export interface Mailbox {
  readonly tenantId: string;
  readonly address: string;
  /** BCP 47. */
  readonly language: string;
}

/** A version of a text that somebody wrote. */
export interface StoredTemplate extends TemplateText {
  readonly id: string;
  /** A tenant, or `*` for the whole network. */
  readonly scope: string;
  readonly kind: NoticeKind;
  readonly channel: Channel;
  readonly language: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly createdBy: string;
}

/** A stretch of a list, behind an id. */
export interface Slice {
  readonly limit: number;
  readonly after: string | null;
}

/** What can be read. Whatever takes a viewer leaves out what they may not see. */
export interface Reads {
  readonly notices: {
    byIds(ids: readonly string[], viewer: Viewer): Promise<Notice[]>;
    /** The feed of a customer or a tenant, the latest first. */
    feed(
      owner: Recipient,
      slice: Slice & { readonly unreadOnly: boolean },
      viewer: Viewer,
    ): Promise<Notice[]>;
    unread(owner: Recipient): Promise<number>;
    /** Whether the tenant has told this customer something before. */
    hasTold(tenantId: string, customerId: string): Promise<boolean>;
  };
  readonly deliveries: {
    byIds(ids: readonly string[], viewer: Viewer): Promise<Delivery[]>;
    ofNotices(noticeIds: readonly string[]): Promise<Delivery[]>;
    list(
      slice: Slice & { readonly status: DeliveryState['status'] | null },
      viewer: Viewer,
    ): Promise<Delivery[]>;
  };
  readonly people: {
    contact(customerId: string): Promise<Contact | null>;
    contacts(customerIds: readonly string[]): Promise<Contact[]>;
    preferences(customerId: string): Promise<Preference[]>;
    quietHours(customerId: string): Promise<QuietHours | null>;
    devices(customerId: string): Promise<Device[]>;
    device(id: string): Promise<Device | null>;
  };
  readonly facilities: { byIds(ids: readonly string[]): Promise<KnownFacility[]> };
  readonly templates: {
    /** The newest version of each scope, channel and language that existed at an instant. */
    inForce(of: {
      readonly kind: NoticeKind;
      readonly scopes: readonly string[];
      readonly languages: readonly string[];
      readonly at: Date;
    }): Promise<StoredTemplate[]>;
  };
  readonly endpoints: {
    ofTenant(tenantId: string): Promise<Endpoint[]>;
    /** Null once it was taken off. */
    byId(id: string): Promise<Endpoint | null>;
  };
  readonly mailboxes: { of(tenantId: string): Promise<Mailbox | null> };
}

/** Reading and writing within one transaction. */
export interface Stores extends Reads {
  readonly noticeStore: {
    /** False when the same was told to the same before. */
    add(notice: Notice, plans: readonly (Plan & { readonly id: string })[]): Promise<boolean>;
    /** Rows are held until the end of the transaction. */
    hold(ids: readonly string[], owner: Recipient): Promise<Notice[]>;
    markRead(notices: readonly Notice[]): Promise<void>;
  };
  readonly deliveryStore: {
    hold(id: string): Promise<{ readonly delivery: Delivery; readonly notice: Notice } | null>;
    save(delivery: Delivery, notice: Notice, isTold: boolean): Promise<void>;
  };
  readonly peopleStore: {
    /** An older version than what is known changes nothing. */
    keepContact(contact: Contact): Promise<void>;
    known(customerId: string): Promise<CustomerKnown>;
    setPreference(customerId: string, preference: Preference): Promise<void>;
    setQuietHours(customerId: string, hours: QuietHours | null): Promise<void>;
    addDevice(device: Device): Promise<Device>;
    removeDevice(id: string, customerId: string): Promise<boolean>;
  };
  readonly facilityStore: { keep(facility: KnownFacility, version: number): Promise<void> };
  readonly templateStore: {
    /** The version that the next text of these gets; nobody else gets it meanwhile. */
    nextVersion(
      of: Pick<StoredTemplate, 'scope' | 'kind' | 'channel' | 'language'>,
    ): Promise<number>;
    add(template: StoredTemplate): Promise<void>;
  };
  readonly endpointStore: {
    add(endpoint: Endpoint): Promise<void>;
    /** Null when the tenant has none of that id. */
    remove(id: string, tenantId: string, at: Date): Promise<Endpoint | null>;
  };
  readonly mailboxStore: {
    set(mailbox: Mailbox): Promise<void>;
    remove(tenantId: string): Promise<void>;
  };
  /** Runs a command at most once under its key; its result is kept as JSON. */
  readonly once: <Result>(
    request: {
      readonly idempotencyKey: string;
      readonly operation: string;
      readonly input: unknown;
    },
    run: () => Promise<Result>,
  ) => Promise<Result | Extract<CommonRefusal, { type: 'IdempotencyKeyReused' }>>;
}

/** A message as a channel hands it over. */
export interface Message {
  /** The delivery's id, the same at each attempt: receivers notice repetition by it. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly body: string;
}

/** A way out: mail, text or push messages. Never throws: what goes wrong is an outcome. */
export interface Outlet {
  send(message: Message, signal: AbortSignal): Promise<Outcome>;
}

/** The way to tenants' systems. Never throws. */
export interface WebhookOutlet {
  /** What is wrong with an address, as far as it can be seen without a call; null: nothing. */
  readonly urlFault: (url: string) => string | null;
  send(
    call: {
      readonly id: string;
      readonly url: string;
      readonly secret: Uint8Array;
      readonly body: string;
      readonly at: Date;
    },
    signal: AbortSignal,
  ): Promise<Outcome>;
}

/** All ways out. What stands in the feed needs none. */
export interface Outlets {
  readonly EMAIL: Outlet;
  readonly SMS: Outlet;
  readonly PUSH: Outlet;
  readonly WEBHOOK: WebhookOutlet;
}

/** What every use case is given. */
export interface Ports {
  readonly clock: Clock;
  readonly log: Logger;
  readonly newId: () => string;
  readonly liveEvents: LiveEvents;
  readonly outlets: Outlets;
  /** Reads outside of any transaction. */
  readonly reads: Reads;
  /** Takes deliveries that are due: nobody else gets them until their lease is over. */
  readonly takeDue: (now: Date, limit: number) => Promise<Delivery[]>;
  /** One transaction: everything that `work` saves, and the events of it, commit together or not at all. */
  readonly transact: <Result>(
    cause: Cause,
    work: (stores: Stores) => Promise<Result>,
  ) => Promise<Result>;
  /** There is something to send. */
  readonly ringSender: () => void;
}
