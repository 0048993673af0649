import {
  createClient,
  createCluster,
  createSentinel,
  DisconnectsClientError,
  ErrorReply,
  type RedisClientType,
  type RedisSentinelType,
} from '@redis/client';
import { RedisSetupError, type RedisClient } from './redis-client.ts';
import type { RedisAddress } from './redis-url.ts';

/** A connection to one server, to the master that sentinels name, or to all masters of a cluster. */
export type RedisConnection = {
  readonly client: RedisClient;
  /** @throws why there is no connection; it is not tried again */
  connect(): Promise<unknown>;
  /** @throws when a server does not answer */
  ping(): Promise<unknown>;
  /** Passes the messages of a channel on, over a socket of its own. Refusals are ignored. */
  subscribe(channel: string, listener: (message: string) => void): void;
  /** Gives up the connection, and everything that waits in it. */
  destroy(): void;
};

type AddressOf<Kind extends RedisAddress['kind']> = Extract<RedisAddress, { kind: Kind }>;

const connectTimeoutMs = 1_000;
const pingIntervalMs = 1_000;
/** A socket on which nothing moves for so long is closed: more than a ping and its reply take. */
const silenceMs = 3_000;

/**
 * A connection that is not open yet, and is never reopened: the owner makes a new one. Without a connection the client
 * rejects commands instead of keeping them for later; transactions are the exception, so their callers have to check
 * that there is a connection. (`commandsQueueMaxLength` is not set: the client would refuse the rest of a transaction
 * whose first commands it has queued, and every later command with it.)
 *
 * @param lost receives why an open connection can no longer be used, perhaps several times
 */
export function createConnection(address: RedisAddress, lost: (error: unknown) => void): RedisConnection {
  if (address.kind === 'sentinel') return throughSentinel(address, lost);
  return address.kind === 'cluster' ? toCluster(address, lost) : toServer(address, lost);
}

function clientOptions({ tls }: RedisAddress) {
  const timing = { connectTimeout: connectTimeoutMs, socketTimeout: silenceMs, reconnectStrategy: false } as const;
  const socket = tls ? { ...timing, tls } : timing;
  return { disableOfflineQueue: true, pingInterval: pingIntervalMs, socket };
}

function toServer(address: AddressOf<'server'>, lost: (error: unknown) => void): RedisConnection {
  const { socket, ...options } = clientOptions(address);
  const { login, database, nodes } = address;
  const client = createClient({ ...options, ...login, database, socket: { ...socket, ...nodes[0] } });
  client.on('error', (error: unknown) => {
    if (!client.isReady) lost(error);
  });
  let subscriber: Promise<RedisClientType> | undefined;
  return {
    client,
    async connect() {
      await client.connect();
      await requireOneServer(client);
    },
    ping: async () => await client.ping(),
    subscribe(channel, listener) {
      subscriber ??= connectSubscriber(client, lost);
      subscriber.then(async (open) => await open.subscribe(channel, listener)).catch(() => undefined);
    },
    destroy() {
      subscriber?.then((open) => open.destroy()).catch(() => undefined);
      // The client leaks a socket that is destroyed while it connects; that attempt ends by itself.
      if (client.isReady) client.destroy();
      else client.unref();
    },
  };
}

/** In the older protocol, a socket that is subscribed runs no other commands. Both are lost together. */
async function connectSubscriber(client: RedisClientType, lost: (error: unknown) => void): Promise<RedisClientType> {
  const subscriber = client.duplicate();
  subscriber.on('error', (error: unknown) => {
    if (!subscriber.isReady) lost(error);
  });
  await subscriber.connect();
  return subscriber;
}

/** Most keys of a cluster are on other servers; a sentinel has no keys at all. */
async function requireOneServer(client: RedisClientType): Promise<void> {
  // Redis 5 has no HELLO, and a proxy may not have it either.
  const greeting = await client.hello().catch(() => undefined);
  if (greeting?.mode === 'cluster') throw new RedisSetupError('a server of a cluster: use redis+cluster://');
  if (greeting?.mode === 'sentinel') throw new RedisSetupError('a sentinel: use redis+sentinel://');
}

/**
 * The sentinel that is asked also announces a new master. The connection then ends, as it does when that sentinel is
 * lost: the library would go on by itself, keep commands for later, and write its errors to stdout.
 */
function throughSentinel(address: AddressOf<'sentinel'>, lost: (error: unknown) => void): RedisConnection {
  const options = clientOptions(address);
  const { login, database, sentinelLogin, master, nodes } = address;
  const sentinel = createSentinel({
    name: master,
    sentinelRootNodes: [...nodes],
    nodeClientOptions: { ...options, ...login, database },
    sentinelClientOptions: { ...options, ...sentinelLogin },
    maxCommandRediscovers: 0,
    passthroughClientErrorEvents: true,
    // Otherwise commands wait for each other.
    reserveClient: true,
  });
  let connected = false;
  let reason: unknown;
  sentinel.on('error', (error: unknown) => {
    // The library repeats some errors as text, and names the client of others around them.
    if (!(error instanceof Error) || error instanceof DisconnectsClientError) return;
    reason = error.cause ?? error;
    const isSentinel = error.message.startsWith('Sentinel Client');
    if (connected && (isSentinel || sentinel.getMasterNode() === undefined)) lost(reason);
  });
  sentinel.on('topology-change', ({ type }: { readonly type: string }) => {
    if (connected && type === 'MASTER_CHANGE') lost(new RedisSetupError('another server became the master'));
  });
  return {
    client: sentinel,
    async connect() {
      try {
        await sentinel.connect();
        await requireMaster(sentinel);
        connected = true;
      } catch (error) {
        throw sentinelTrouble(reason) ?? sentinelTrouble(error) ?? reason ?? error;
      }
    },
    ping: async () => await sentinel.ping(),
    subscribe: (channel, listener) => void sentinel.subscribe(channel, listener).catch(() => undefined),
    destroy() {
      connected = false;
      sentinel.destroy().catch(() => undefined);
    },
  };
}

/** A sentinel that has missed the election of another master still names the old one, which is a replica then. */
async function requireMaster(sentinel: RedisSentinelType): Promise<void> {
  const { role } = await sentinel.hello();
  if (role !== 'master') throw new RedisSetupError('the sentinels name a server that is not the master');
}

function sentinelTrouble(error: unknown): RedisSetupError | undefined {
  const text = error instanceof Error ? error.message : '';
  if (text.includes('No such master')) return new RedisSetupError('the sentinels watch no master of this name');
  if (text.includes('no valid master')) return new RedisSetupError('the sentinels name no master');
  return /unknown command.*sentinel/i.test(text) ? new RedisSetupError('not a sentinel: use redis://') : undefined;
}

/**
 * All masters, each with its own socket. When one of them is lost, the connection ends: the library would ask the other
 * servers for a new one only after one of them has named another owner for a key.
 */
function toCluster(address: AddressOf<'cluster'>, lost: (error: unknown) => void): RedisConnection {
  const { nodes, login } = address;
  const rootNodes = nodes.map((socket) => ({ socket }));
  const cluster = createCluster({ rootNodes, defaults: { ...clientOptions(address), ...login } });
  let connected = false;
  let reason: unknown;
  const isComplete = () => cluster.masters.every(({ client }) => client?.isReady === true);
  const failed = (error: unknown) => {
    if (connected && !isComplete()) lost(error);
    else if (!(error instanceof DisconnectsClientError)) reason = error;
  };
  cluster.on('error', failed);
  cluster.on('node-error', failed);
  return {
    client: cluster,
    async connect() {
      try {
        await cluster.connect();
        // With the next node of the URL, the library takes a socket that has failed for one that is open.
        if (!isComplete()) throw new RedisSetupError('a master cannot be reached');
        connected = true;
      } catch (error) {
        const isSingle = reason instanceof ErrorReply && reason.message.includes('cluster support disabled');
        throw isSingle ? new RedisSetupError('not a cluster: use redis://') : (reason ?? error);
      }
    },
    subscribe: (channel, listener) => void cluster.subscribe(channel, listener).catch(() => undefined),
    ping: async () => await Promise.all(cluster.masters.map(async ({ client }) => await client?.ping())),
    destroy() {
      connected = false;
      try {
        cluster.destroy();
      } catch {
        // The library stops at the first server whose connection is closed already.
        for (const { client } of cluster.nodeByAddress.values()) if (client?.isOpen === true) client.destroy();
      }
    },
  };
}
