import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { CallLog, SandboxCall } from '../call-log.ts';
import { controlPage, controlPagePolicy } from './control-page.ts';
import type { FaultSwitches } from './fault-switches.ts';
import { htmlReply, jsonReply, type Reply } from '../reply.ts';
import { isSandboxApi, parseFault, type SandboxApi, sandboxApis } from '../fault.ts';
import { readRequest } from '../read-request.ts';
import type { ReceivedRequest } from '../endpoint.ts';

/** What the control page shows and changes. */
export type ControlOptions = {
  readonly log: CallLog;
  readonly faults: FaultSwitches;
  /** Where an interface is served. */
  readonly originOf: (api: SandboxApi) => string;
};

const safeHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': controlPagePolicy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/**
 * The page for humans at `/`, what it shows at `/state`, and `PUT` / `DELETE` on `/faults/<api>`. Other sites open in
 * the same browser can neither read nor change anything here. Not listening yet.
 */
export function createControlServer(options: ControlOptions): Server {
  return createServer((incoming, outgoing) => {
    respond(incoming, options).then(
      ({ status, headers, body }) => {
        outgoing.writeHead(status, { ...headers, ...safeHeaders });
        outgoing.end(body);
      },
      () => outgoing.destroy(),
    );
  });
}

async function respond(incoming: IncomingMessage, options: ControlOptions): Promise<Reply> {
  const request = await readRequest(incoming);
  if (request === undefined) return problem(413, 'The body is too large.');
  if (!comesFromHere(request, incoming.socket.localPort)) return problem(403, 'Only this origin may ask.');
  if (request.path === '/' && request.method === 'GET') return htmlReply(200, controlPage);
  if (request.path === '/state' && request.method === 'GET') return jsonReply(200, stateOf(options));
  const api = /^\/faults\/([a-z-]+)$/.exec(request.path)?.[1];
  if (api === undefined || !isSandboxApi(api)) return problem(404, 'There is nothing here.');
  switch (request.method) {
    case 'DELETE':
      options.faults.set(api, undefined);
      return jsonReply(200, { api, fault: null });
    case 'PUT':
      return putFault(request, api, options.faults);
    default:
      return problem(405, 'PUT a fault, or DELETE the one in force.');
  }
}

function putFault(request: ReceivedRequest, api: SandboxApi, faults: FaultSwitches): Reply {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    return problem(415, 'A fault is sent as application/json.');
  }
  const fault = parseFault(parseJson(request.body));
  if (fault === undefined) {
    return problem(400, 'Not a fault: kind is latency, throttle, outage, reset, hang, credentials or robot-check.');
  }
  faults.set(api, fault);
  return jsonReply(200, { api, fault });
}

/** The name in `Host` must be a loopback one, so that a name rebound to this machine gets nothing. */
function comesFromHere({ headers }: ReceivedRequest, port: number | undefined): boolean {
  const host = headers.host ?? '';
  const hosts = ['127.0.0.1', 'localhost'].map((name) => `${name}:${port}`);
  if (!hosts.includes(host)) return false;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  return headers.origin === undefined || headers.origin === `http://${host}`;
}

function stateOf({ log, faults, originOf }: ControlOptions): object {
  return {
    apis: sandboxApis.map((api) => {
      const { count, refused, last } = log.countsOf(api);
      return {
        api,
        origin: originOf(api),
        calls: count,
        refused,
        fault: faults.get(api) ?? null,
        last: last === undefined ? null : lastOf(last),
      };
    }),
  };
}

function lastOf({ status, operation, marketplace, asins, query, at }: SandboxCall): object {
  return { status, operation, marketplace, about: query ?? asins?.join(' ') ?? '', at };
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function problem(status: number, message: string): Reply {
  return jsonReply(status, { message });
}
