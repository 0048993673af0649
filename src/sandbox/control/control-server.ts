import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AssociatesAccount } from '../associates/account.ts';
import type { CallLog, SandboxCall } from '../call-log.ts';
import { controlPage, controlPagePolicy } from './control-page.ts';
import type { FaultSwitches } from './fault-switches.ts';
import { htmlReply, jsonReply, type Reply } from '../reply.ts';
import { parseRecord } from '../json.ts';
import { isSandboxApi, parseFault, type SandboxApi, sandboxApis } from '../fault.ts';
import { readRequest } from '../read-request.ts';
import type { ReceivedRequest } from '../endpoint.ts';

/** The parts of the sandbox that the control page shows and changes. */
export type ControlOptions = {
  readonly log: CallLog;
  readonly faults: FaultSwitches;
  readonly account: AssociatesAccount;
  /** The origin of an interface. */
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
 * Serves the control page at `/`, its data at `/state`, `PUT` and `DELETE` on `/faults/<api>`, and `PUT` on `/ratings`.
 * Other sites open in the same browser can neither read nor change anything. The server does not listen yet.
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
  if (request === undefined) return problem(413, 'The request body is too large.');
  if (!comesFromHere(request, incoming.socket.localPort))
    return problem(403, 'Requests from other origins are refused.');
  if (request.path === '/' && request.method === 'GET') return htmlReply(200, controlPage);
  if (request.path === '/state' && request.method === 'GET') return jsonReply(200, stateOf(options));
  if (request.path === '/ratings' && request.method === 'PUT') return putRatings(request, options.account);
  const api = /^\/faults\/([a-z-]+)$/.exec(request.path)?.[1];
  if (api === undefined || !isSandboxApi(api))
    return problem(404, 'The stand-in has no such page and no such interface.');
  switch (request.method) {
    case 'DELETE':
      options.faults.set(api, undefined);
      return jsonReply(200, { api, fault: null });
    case 'PUT':
      return putFault(request, api, options.faults);
    default:
      return problem(405, 'Use PUT to set a fault and DELETE to clear it.');
  }
}

function putFault(request: ReceivedRequest, api: SandboxApi, faults: FaultSwitches): Reply {
  if (!isJson(request)) return problem(415, 'The content type must be application/json.');
  const fault = parseFault(parseRecord(request.body.toString('utf8')));
  if (fault === undefined) {
    const kinds = 'latency, throttle, outage, reset, hang, credentials and robot-check';
    return problem(400, `The body is no valid fault. Its kinds are ${kinds}.`);
  }
  faults.set(api, fault);
  return jsonReply(200, { api, fault });
}

function putRatings(request: ReceivedRequest, account: AssociatesAccount): Reply {
  if (!isJson(request)) return problem(415, 'The content type must be application/json.');
  const given = parseRecord(request.body.toString('utf8'))?.['given'];
  if (typeof given !== 'boolean') return problem(400, 'The body must be {"given": true} or {"given": false}.');
  account.getsRatings = given;
  return jsonReply(200, { given });
}

function isJson({ headers }: ReceivedRequest): boolean {
  return /^application\/json\b/i.test(headers['content-type'] ?? '');
}

/** `Host` must name the loopback interface, which protects against DNS rebinding. */
function comesFromHere({ headers }: ReceivedRequest, port: number | undefined): boolean {
  const host = headers.host ?? '';
  const hosts = ['127.0.0.1', 'localhost'].map((name) => `${name}:${port}`);
  if (!hosts.includes(host)) return false;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  return headers.origin === undefined || headers.origin === `http://${host}`;
}

function stateOf({ log, faults, account, originOf }: ControlOptions): object {
  return {
    ratings: account.getsRatings,
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

function problem(status: number, message: string): Reply {
  return jsonReply(status, { message });
}
