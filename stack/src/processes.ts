import { startGateway } from '@voltpark/gateway';
import { databaseVariable, type Variables } from '@voltpark/kit/context-environment';
import type { Logger } from '@voltpark/kit/log';
import { startContext } from '@voltpark/kit/runtime';
import { keepChild, type Child } from './child-process.js';
import { loadContext } from './contexts.js';
import type { Credentials, StackOptions } from './options.js';
import type { Secrets } from './secrets.js';

/** All that the parts of a stack have to be told. */
export interface Whole {
  readonly options: StackOptions;
  readonly contexts: readonly string[];
  readonly secrets: Secrets;
  readonly adminCredentials: Credentials;
  readonly databases: Readonly<Record<string, string>>;
  readonly natsUrl: string;
  readonly gatewayHost: string;
  readonly gatewayPort: number;
  readonly say: (line: string) => void;
  readonly log: Logger;
}

/** Contexts and gateway, running one way or the other. */
export interface Part {
  /** The gateway's base URL. */
  readonly url: string;
  restartGateway(): Promise<void>;
}

type Closers = (() => Promise<unknown>)[];

/** Gateway and contexts within this process: subgraph calls are function calls. */
export async function startInProcess(whole: Whole, closers: Closers): Promise<Part> {
  const { contexts, say } = whole;
  say(`starting ${contexts.join(', ')}`);
  const starting = contexts.map(async (name) => {
    const context = await startContext(await loadContext(name), {
      environment: contextVariables(whole, name),
    });
    closers.push(() => context.stop());
    return context;
  });
  await Promise.allSettled(starting);
  const running = await Promise.all(starting);
  const start = (port: number) =>
    startGateway({
      environment: gatewayVariables(whole),
      contexts: running,
      host: whole.gatewayHost,
      port,
    });
  say('starting the gateway');
  let gateway = await start(whole.gatewayPort);
  closers.push(() => gateway.stop());
  return {
    url: baseOf(gateway.url),
    async restartGateway() {
      await gateway.stop();
      gateway = await start(gateway.port);
    },
  };
}

/** Each context and the gateway as a process of its own, over HTTP and WebSocket. */
export async function startChildren(whole: Whole, closers: Closers): Promise<Part> {
  const { contexts, say } = whole;
  say(`starting ${contexts.join(', ')}, each as a process of its own`);
  const starting = contexts.map(async (name): Promise<[string, string]> => {
    const child = await keepChild({
      name,
      entry: 'context.js',
      args: [name],
      environment: {
        ...strings(withoutSecrets(process.env)),
        ...strings(contextVariables(whole, name)),
      },
      portVariable: 'PORT',
      port: 0,
      say,
    });
    closers.push(() => child.stop());
    return [name, child.url];
  });
  await Promise.allSettled(starting);
  const subgraphUrls = Object.fromEntries(await Promise.all(starting));
  say('starting the gateway');
  const gateway: Child = await keepChild({
    name: 'gateway',
    entry: 'gateway.js',
    environment: {
      ...strings(withoutSecrets(process.env)),
      ...strings(gatewayVariables(whole)),
      SUBGRAPH_URLS: JSON.stringify(subgraphUrls),
    },
    portVariable: 'GATEWAY_PORT',
    port: whole.gatewayPort,
    say,
  });
  closers.push(() => gateway.stop());
  return { url: baseOf(gateway.url), restartGateway: () => gateway.restart() };
}

/** `http://host:port` of a URL with or without a path. */
const baseOf = (url: string) => new URL(url).origin;

/** Variables of one context. */
function contextVariables(whole: Whole, name: string): Variables {
  const { options, secrets, adminCredentials } = whole;
  return {
    ...withoutSecrets(options.environment ?? {}),
    NATS_URL: whole.natsUrl,
    [databaseVariable(name)]: whole.databases[name],
    HOST: '127.0.0.1',
    VOLTPARK_ACTOR_PUBLIC_JWK: secrets.actorPublicJwk,
    ...(name === 'accounts'
      ? {
          ACCOUNTS_SIGNING_JWKS: secrets.accountsSigningJwks,
          ACCOUNTS_BOOTSTRAP_ADMIN_EMAIL: adminCredentials.email,
          ACCOUNTS_BOOTSTRAP_ADMIN_PASSWORD: adminCredentials.password,
        }
      : {}),
  };
}

/** Variables of the gateway. */
function gatewayVariables(whole: Whole): Variables {
  return {
    ...withoutSecrets(whole.options.environment ?? {}),
    GATEWAY_HOST: whole.gatewayHost,
    VOLTPARK_ACTOR_PRIVATE_JWK: whole.secrets.actorPrivateJwk,
  };
}

/** Variables that hold a secret of one part. */
const secret = /(_DATABASE_URL|_JWKS?|PASSWORD)$/;

/** Variables without the secrets of any part: each is given its own and no other's. */
function withoutSecrets(variables: Variables): Variables {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !secret.test(name)));
}

function strings(variables: Variables): Record<string, string> {
  const present: Record<string, string> = {};
  for (const [name, value] of Object.entries(variables)) {
    if (value !== undefined) present[name] = value;
  }
  return present;
}
