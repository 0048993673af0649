/** Where Redis is, and how to log in. It may contain passwords. */
export type RedisAddress = {
  readonly tls: boolean;
  /** The servers, the sentinels, or some nodes of the cluster; at least one. */
  readonly nodes: readonly RedisNode[];
  readonly login: RedisLogin;
} & (
  | { readonly kind: 'server'; readonly database: number }
  /** `master`: the name under which the sentinels watch the servers. The sentinels have a login of their own. */
  | {
      readonly kind: 'sentinel';
      readonly database: number;
      readonly master: string;
      readonly sentinelLogin: RedisLogin;
    }
  | { readonly kind: 'cluster' }
);

/** A host name or an IP address without brackets, and a port. */
export type RedisNode = { readonly host: string; readonly port: number };

/** An ACL user; without a name it is the default user. */
export type RedisLogin = { readonly username?: string; readonly password?: string };

const urlForm = /^(redis|rediss)(?:\+(sentinel|cluster))?:\/\/([^/?#]*@)?([^/?#]*)(.*)$/s;
/** The URLs of Redis, in words. */
export const redisForms = 'redis://…, redis+sentinel://… or redis+cluster://… (with TLS: rediss…)';
const defaultPorts = { server: 6379, sentinel: 26_379, cluster: 6379 } as const;

/** Reads a URL of Redis. The fault of another text repeats no part of it. */
export function parseRedisUrl(text: string): RedisAddress | { readonly fault: string } {
  const [, scheme, topology, credentials = '', hosts = '', rest = ''] = urlForm.exec(text) ?? [];
  if (scheme === undefined) return { fault: `must be ${redisForms}` };
  const kind = topology === 'sentinel' || topology === 'cluster' ? topology : 'server';
  // A URL has one host; so each host gets a URL.
  const urls = hosts.split(',').map((host) => URL.parse(`${scheme}://${credentials}${host}${rest}`));
  const [first] = urls;
  if (first == null || urls.some((url) => url === null || url.hostname === '')) {
    return { fault: 'must have a host after the credentials, such as redis://cache.example:6379' };
  }
  if (kind === 'server' && urls.length > 1) {
    return { fault: 'names several hosts: redis+sentinel:// and redis+cluster:// have several, redis:// has one' };
  }
  if (![first.username, first.password, ...first.search.slice(1).split('&')].every(isDecodable)) {
    return { fault: 'contains an invalid percent escape in its user name, password or parameters: write % as %25' };
  }
  const nodes = urls.flatMap((url) => (url === null ? [] : [nodeOf(url, defaultPorts[kind])]));
  const about = { tls: scheme === 'rediss', nodes, login: loginOf(first.username, first.password) };
  if (kind === 'sentinel') return sentinelAddress(first, about);
  if (kind === 'cluster') {
    if (!/^\/?0?$/.test(first.pathname)) return { fault: 'must have no path: a cluster has only database 0' };
    if (first.search !== '') return { fault: 'must have no parameters' };
    return { kind, ...about };
  }
  if (!/^\/?\d*$/.test(first.pathname)) {
    return { fault: 'must have no path but the number of a database, such as /0' };
  }
  return { kind, ...about, database: Number(first.pathname.slice(1)) };
}

function sentinelAddress(
  { pathname, search }: URL,
  about: Pick<RedisAddress, 'tls' | 'nodes' | 'login'>,
): RedisAddress | { readonly fault: string } {
  const [, master, database = '0'] = /^\/([^/]+)(?:\/(\d*))?$/.exec(pathname) ?? [];
  if (master === undefined || !isDecodable(master)) {
    return {
      fault: 'must name the master that the sentinels watch, such as /mymaster or, with a database, /mymaster/0',
    };
  }
  const parameters = new Map<string, string>();
  for (const pair of search.slice(1).split('&').filter(Boolean)) {
    const [name = '', ...value] = pair.split('=');
    parameters.set(name, value.join('='));
  }
  const { sentinelUsername = '', sentinelPassword = '', ...others } = Object.fromEntries(parameters);
  if (Object.keys(others).length > 0) {
    return { fault: 'may have no parameters but sentinelUsername and sentinelPassword' };
  }
  const sentinelLogin = loginOf(sentinelUsername, sentinelPassword);
  return { kind: 'sentinel', ...about, master: decodeURIComponent(master), database: Number(database), sentinelLogin };
}

function nodeOf({ hostname, port }: URL, defaultPort: number): RedisNode {
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: port === '' ? defaultPort : Number(port) };
}

function loginOf(username: string, password: string): RedisLogin {
  return {
    ...(username !== '' && { username: decodeURIComponent(username) }),
    ...(password !== '' && { password: decodeURIComponent(password) }),
  };
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
