import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import proxyAddr from 'proxy-addr';

/**
 * The proxies whose `X-Forwarded-For` is believed: how many there are in front of the gateway, or their addresses and
 * networks (`10.0.0.0/8`, `loopback`).
 */
export type TrustedProxies = number | readonly string[];

const networkNames: ReadonlySet<string> = new Set(['loopback', 'linklocal', 'uniquelocal']);

/** The address of the client that sent a request. */
export type ClientAddress = (request: IncomingMessage) => string;

/** Reads client addresses. Without trusted proxies the header is ignored: any client can write it. */
export function createClientAddress(trusted?: TrustedProxies): ClientAddress {
  if (trusted === undefined) return peerOf;
  const isTrusted =
    typeof trusted === 'number' ? (_: string, hop: number) => hop < trusted : proxyAddr.compile([...trusted]);
  return (request) => {
    const address = withoutPort(proxyAddr(request, (entry, hop) => isTrusted(withoutPort(entry), hop)));
    // A proxy may write a word, such as `unknown`.
    return isIP(address) === 0 ? peerOf(request) : address;
  };
}

/** Some proxies write the client's port too: `203.0.113.9:1234`, `[2001:db8::1]:1234`. */
function withoutPort(entry: string): string {
  const [, v4, v6] = /^(?:([\d.]+):\d+|\[([^\]]+)\](?::\d+)?)$/.exec(entry) ?? [];
  return v4 ?? v6 ?? entry;
}

/** Whether `text` is an address, a network or a name that `TrustedProxies` may contain. */
export function isProxyAddress(text: string): boolean {
  const [address = ''] = text.split('/');
  // The library reads `1` as 0.0.0.1.
  if (isIP(address) === 0 && !networkNames.has(text)) return false;
  try {
    proxyAddr.compile(text);
    return true;
  } catch {
    return false;
  }
}

function peerOf({ socket }: IncomingMessage): string {
  return socket.remoteAddress ?? '';
}
