import type { Variables } from '@voltpark/kit/context-environment';

/** `one-process` runs gateway and contexts in this process; `distributed` gives each a process of its own. */
export type StackMode = 'one-process' | 'distributed';

/** How to start a whole Voltpark on this machine. */
export interface StackOptions {
  readonly mode: StackMode;
  /** Names of the contexts to run; all of `subgraphs/` by default. */
  readonly contexts?: readonly string[];
  /** Where everything is kept; by default a temporary directory that `stop()` removes. */
  readonly dataDirectory?: string;
  /** URL of a superuser of a running Postgres: the databases are made there, under names of their own, and dropped in the end. */
  readonly postgresAdminUrl?: string;
  /** Where the gateway listens; loopback by default. */
  readonly gatewayHost?: string;
  /** Ports; without one a free port is taken. `usualPorts` first tries the ones that people expect. */
  readonly gatewayPort?: number;
  readonly postgresPort?: number;
  readonly natsPort?: number;
  readonly usualPorts?: boolean;
  /** Seeds two facilities and demo accounts at the first start on these data. */
  readonly demo?: boolean;
  /** Variables beside those that the stack makes itself; `NATS_URL` and `<CONTEXT>_DATABASE_URL` replace embedded servers. */
  readonly environment?: Variables;
  /** Says nothing of what it does. */
  readonly quiet?: boolean;
  /** Where progress lines go; standard output by default. */
  readonly say?: (line: string) => void;
}

/** Somebody who can sign in. */
export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** A Voltpark that runs. */
export interface RunningStack {
  readonly mode: StackMode;
  /** The gateway's base URL, `http://127.0.0.1:4000`; GraphQL is at `/graphql`. */
  readonly url: string;
  readonly dataDirectory: string;
  readonly natsUrl: string;
  /** Database URL by context. */
  readonly databases: Readonly<Record<string, string>>;
  readonly adminCredentials: Credentials;
  /** Present when demo data were asked for. */
  readonly demo: DemoTown | undefined;
  /** The embedded nats-server, so that specs can take it away and bring it back. */
  readonly nats: { stop(): Promise<void>; start(): Promise<void> } | undefined;
  /** Resolves with a sentence when a part ends that the stack cannot go on without. */
  readonly died: Promise<string>;
  /** Ends the gateway and starts it again at the same port. */
  restartGateway(): Promise<void>;
  /** Ends everything in order: gateway, contexts, NATS, Postgres. */
  stop(): Promise<void>;
}

/** What the demo data hold, for the screen and for trials. */
export interface DemoTown {
  readonly facilities: readonly { readonly id: string; readonly name: string }[];
  readonly accounts: readonly (Credentials & { readonly role: string })[];
  readonly registration: string;
}
