import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { CallLog, SandboxCall } from './call-log.ts';
import type { Endpoint, ReceivedRequest } from './endpoint.ts';
import type { SandboxFault } from './fault.ts';
import { readRequest } from './read-request.ts';
import { faultReply } from './fault-reply.ts';
import { Refusal, type Reply } from './reply.ts';

/** Options of a server of one interface. */
export type ApiServerOptions = {
  readonly log: CallLog;
  readonly now: () => number;
  /** The fault in force when a request arrives. */
  readonly fault: () => SandboxFault | undefined;
};

/** Creates a server of `endpoint` that applies the fault in force and logs each call. It does not listen yet. */
export function createApiServer(endpoint: Endpoint, options: ApiServerOptions): Server {
  return createServer((incoming, outgoing) => {
    serve(endpoint, options, incoming, outgoing).catch(() => outgoing.destroy());
  });
}

async function serve(
  endpoint: Endpoint,
  { log, now, fault }: ApiServerOptions,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const request = await readRequest(incoming);
  if (request === undefined) {
    send(outgoing, { status: 413, headers: { connection: 'close' }, body: '' });
    return;
  }
  const at = now();
  const write = (status: SandboxCall['status'], refused = true) =>
    log.add({ ...endpoint.describe(request), api: endpoint.api, status, at }, refused);
  const current = fault();
  switch (current?.kind) {
    case 'hang':
      write('hang');
      return;
    case 'reset':
      write('reset');
      incoming.socket.resetAndDestroy();
      return;
    case 'latency':
      if (!(await waited(current.latencyMs, outgoing))) {
        write('gone');
        return;
      }
  }
  const spoken = current !== undefined && current.kind !== 'latency' ? current : undefined;
  const reply = spoken === undefined ? answer(endpoint, request) : faultReply(spoken, endpoint.faults);
  write(reply.status, reply.status >= 400 && reply.foundNothing !== true);
  send(outgoing, reply);
}

function answer(endpoint: Endpoint, request: ReceivedRequest): Reply {
  try {
    return endpoint.answer(request);
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown.reply;
    throw thrown;
  }
}

/** Whether the client was still connected after `latencyMs`. */
async function waited(latencyMs: number, outgoing: ServerResponse): Promise<boolean> {
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort());
  return delay(latencyMs, true, { signal: gone.signal }).catch(() => false);
}

function send(outgoing: ServerResponse, { status, headers, body }: Reply): void {
  const bytes = Buffer.from(body);
  outgoing.writeHead(status, { 'x-amzn-requestid': randomUUID(), ...headers, 'content-length': bytes.length });
  outgoing.end(bytes);
}
