import http from 'node:http';
import https from 'node:https';
import tls from 'node:tls';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { Agent, buildConnector, setGlobalDispatcher } from 'undici';
import type { SandboxApi } from '../../src/sandbox/fault.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';

/** A request as it arrived at Amazon's door. */
export type SeenRequest = {
  readonly method: string;
  readonly host: string;
  readonly target: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
};

/** Amazon's hosts on loopback, over TLS: client libraries reach the stand-in by Amazon's own names, unmodified. */
export interface LoopbackAmazon extends AsyncDisposable {
  readonly sandbox: Sandbox;
  /** Every request, token requests included, in the order in which they arrived. */
  readonly seen: SeenRequest[];
}

const hosts = ['amazon.com', 'amazon.in', 'amazon.co.uk', 'amazon.co.jp', 'amazon.de'];
const names = [
  ...hosts.flatMap((host) => [`webservices.${host}`, `api.${host}`]),
  ...['na', 'eu', 'fe'].map((region) => `sellingpartnerapi-${region}.amazon.com`),
  ...['us-east-1', 'eu-south-2', 'us-west-2'].map((region) => `creatorsapi.auth.${region}.amazoncognito.com`),
  'creatorsapi.amazon',
];

/**
 * Starts the sandbox behind a TLS server with a certificate for Amazon's hosts, and sends every connection that this
 * process opens to one of them there. Names and certificates are checked as always; only the address is another.
 */
export async function startLoopbackAmazon(): Promise<LoopbackAmazon> {
  await using stack = new AsyncDisposableStack();
  const sandbox = stack.use(await startSandbox({ requestsPerSecond: 1_000 }));
  const extensions = [
    { name: 'subjectAltName' as const, altNames: names.map((value) => ({ type: 2 as const, value })) },
  ];
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'loopback' }], {
    keySize: 2048,
    algorithm: 'sha256',
    extensions,
  });
  const seen: SeenRequest[] = [];
  const originFor = (host: string, body: string) => originOf(sandbox, apiOf(host, body));
  const front = https.createServer({ key, cert }, (incoming, outgoing) => {
    forward(incoming, outgoing, originFor, seen).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  stack.defer(() => {
    front.closeAllConnections();
    front.close();
  });
  const address = front.address() as AddressInfo;
  stack.defer(redirectNodeHttps(address.port, cert));
  stack.defer(redirectFetch(address.port, cert));
  const resources = stack.move();
  return { sandbox, seen, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

/** On the prototype, because some libraries make agents of their own. */
function redirectNodeHttps(port: number, ca: string): () => void {
  const { prototype } = https.Agent;
  const usual = prototype.createConnection;
  prototype.createConnection = (options) =>
    tls.connect({ ...(options as tls.ConnectionOptions), host: '127.0.0.1', port, ca, servername: nameOf(options) });
  return () => {
    prototype.createConnection = usual;
    https.globalAgent.destroy();
  };
}

function nameOf(options: { servername?: string | undefined; host?: string | null | undefined }): string {
  return options.servername ?? options.host ?? '';
}

function redirectFetch(port: number, ca: string): () => Promise<void> {
  const connect = buildConnector({ ca });
  const agent = new Agent({
    connect: (options, callback) =>
      connect({ ...options, hostname: '127.0.0.1', port: String(port), servername: options.hostname }, callback),
  });
  setGlobalDispatcher(agent);
  return async () => {
    setGlobalDispatcher(new Agent());
    await agent.close();
  };
}

async function forward(
  incoming: http.IncomingMessage,
  outgoing: http.ServerResponse,
  originFor: (host: string, body: string) => string,
  seen: SeenRequest[],
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const body = bytes.toString('utf8');
  const host = incoming.headers.host ?? '';
  const target = incoming.url ?? '/';
  seen.push({ method: incoming.method ?? '', host, target, headers: incoming.headers, body });
  const origin = new URL(originFor(host, body));
  const request = http.request(
    { host: origin.hostname, port: origin.port, path: target, method: incoming.method, headers: incoming.headers },
    (reply) => {
      outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(outgoing);
    },
  );
  request.on('error', () => outgoing.destroy());
  request.end(bytes);
}

/** A plain HTTP server in front of `origin` that remembers what it passes on. */
export async function startRecorder(
  origin: string,
): Promise<AsyncDisposable & { readonly origin: string; readonly seen: SeenRequest[] }> {
  const seen: SeenRequest[] = [];
  const server = http.createServer((incoming, outgoing) => {
    forward(incoming, outgoing, () => origin, seen).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** `api.amazon.com` hands out tokens of both kinds; the grant tells which is asked for. */
function apiOf(host: string, body: string): SandboxApi {
  if (host.startsWith('webservices.')) return 'paapi';
  if (host === 'creatorsapi.amazon') return 'creators';
  if (host.startsWith('sellingpartnerapi-')) return 'spapi';
  return host.startsWith('creatorsapi.auth.') || body.includes('creatorsapi') ? 'creators-token' : 'lwa';
}

function originOf({ environment }: Sandbox, api: SandboxApi): string {
  const variables = {
    paapi: 'AMAZON_PAAPI_ENDPOINT',
    creators: 'AMAZON_CREATORS_ENDPOINT',
    'creators-token': 'AMAZON_CREATORS_TOKEN_ENDPOINT',
    spapi: 'AMAZON_SPAPI_ENDPOINT',
    lwa: 'AMAZON_LWA_ENDPOINT',
    storefront: 'AMAZON_STOREFRONT_ENDPOINT',
  } as const;
  return environment[variables[api]] ?? '';
}
