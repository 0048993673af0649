import { Readable, pipeline } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { FailureCode } from '../../src/vocabulary.ts';
import { bytesOf, headersOf, send, type Exchange, type Play } from './faulty-upstream.ts';
import { sentSecrets, type StandIn } from './stand-ins.ts';

/** Seconds that a throttling stand-in asks to wait, where it does: more than a test's deadline. */
export const askedWaitSeconds = 20;

/** What is needed to play a fault. */
export type Stage = {
  readonly standIn: StandIn;
  /** Where redirects lead; nobody may follow. */
  readonly elsewhere: string;
};

/** Everything that an upstream may do to us, and the class that it is told by where nothing else is said. */
export const faults = {
  'answers 500': { code: 'SERVER', play: refusal(500) },
  'answers 503': { code: 'SERVER', play: refusal(503) },
  'answers 429 with Retry-After in seconds': {
    code: 'THROTTLED',
    play: refusal(429, () => ({ 'retry-after': String(askedWaitSeconds) })),
  },
  'answers 429 with Retry-After as a date': {
    code: 'THROTTLED',
    play: refusal(429, ({ wallMs }) => ({
      'retry-after': new Date(wallMs + askedWaitSeconds * 1000).toUTCString(),
    })),
  },
  'answers 429 without Retry-After': { code: 'THROTTLED', play: refusal(429) },
  'answers 401': { code: 'CREDENTIALS', play: refusal(401) },
  'answers 403, not eligible': { code: 'CREDENTIALS', play: refusal(403) },
  'answers 404, retired': { code: 'CREDENTIALS', play: refusal(404) },
  'redirects to elsewhere': {
    code: 'MALFORMED',
    play:
      ({ elsewhere }) =>
      (exchange) => {
        const location = `${elsewhere}${exchange.asked.path}#${encodeURIComponent(sentSecrets(exchange.asked))}`;
        send(exchange, { status: 307, headers: { location }, body: {} });
      },
  },
  'resets the connection': {
    code: 'NETWORK',
    play:
      () =>
      ({ response }) =>
        void response.socket?.resetAndDestroy(),
  },
  'resets the connection midway': { code: 'NETWORK', play: () => resetMidway },
  'answers nothing': {
    code: 'TIMEOUT',
    play: () => (exchange) => exchange.whenOver(() => send(exchange, exchange.healthy)),
  },
  'drips a byte at a time': { code: 'TIMEOUT', play: () => drip },
  'answers with truncated text': {
    code: 'MALFORMED',
    play: () => respoiled((bytes) => bytes.subarray(0, cutOf(bytes))),
  },
  'answers with JSON of another shape': {
    code: 'MALFORMED',
    play: () => (exchange) => send(exchange, { body: { greeting: ['hello', { to: null }] } }),
  },
  'answers with arrays of nulls': {
    code: 'MALFORMED',
    play:
      ({ standIn }) =>
      (exchange) =>
        send(exchange, standIn.nulls(exchange.asked)),
  },
  'answers 200 with HTML': {
    code: 'MALFORMED',
    play: () => (exchange) => {
      const body = `<!doctype html><title>Welcome</title><p>${sentSecrets(exchange.asked)}</p>`;
      send(exchange, { body });
    },
  },
  'answers with a 256 MB body': { code: 'MALFORMED', play: () => endless },
  'answers with a 256 MB body in 256 KB of gzip': { code: 'MALFORMED', play: () => bomb },
  'answers with invalid UTF-8': { code: 'MALFORMED', play: () => respoiled(withBrokenText) },
  'claims gzip for what is none': {
    code: 'MALFORMED',
    play: () => (exchange) =>
      send(exchange, { ...exchange.healthy, headers: { ...exchange.healthy.headers, 'content-encoding': 'gzip' } }),
  },
  'answers with gzip that stops midway': {
    code: 'MALFORMED',
    play: () => (exchange) => {
      const zipped = gzipSync(bytesOf(exchange.healthy));
      const headers = { ...headersOf(exchange.healthy, exchange.wallMs), 'content-encoding': 'gzip' };
      send(exchange, { headers, body: zipped.subarray(0, zipped.length / 2) });
    },
  },
} satisfies Readonly<Record<string, { readonly code: FailureCode; readonly play: (stage: Stage) => Play }>>;

export type FaultName = keyof typeof faults;

/** A robot check as stores show it: with status 200, like any other page. */
export const robotCheck: Play = (exchange) =>
  send(exchange, {
    body: `<!doctype html><title>Amazon.in</title><form method="get" action="/errors/validateCaptcha"><input id="captchacharacters"/></form>`,
  });

function refusal(
  status: number,
  headers: (exchange: Exchange) => Readonly<Record<string, string>> = () => ({}),
): (stage: Stage) => Play {
  return ({ standIn }) =>
    (exchange) =>
      send(exchange, { ...standIn.refuse(status, exchange.asked), headers: headers(exchange) });
}

function respoiled(spoil: (bytes: Buffer) => Buffer): Play {
  return (exchange) => {
    const { healthy, wallMs } = exchange;
    send(exchange, { headers: headersOf(healthy, wallMs), body: spoil(bytesOf(healthy)) });
  };
}

/** Pages are cut where they have not yet shown what they are of. */
function cutOf(bytes: Buffer): number {
  const title = bytes.indexOf('<body');
  return title > 0 ? title : Math.floor(bytes.length * 0.6);
}

/** Two bytes that are no UTF-8, inside a text. */
function withBrokenText(bytes: Buffer): Buffer {
  const text = /Title of |":"/.exec(bytes.toString('latin1'));
  const at = (text?.index ?? 0) + (text?.[0].length ?? 0);
  return Buffer.concat([bytes.subarray(0, at), Buffer.of(0xc3, 0x28), bytes.subarray(at)]);
}

function resetMidway({ response, healthy, wallMs }: Exchange): void {
  const bytes = bytesOf(healthy);
  response.writeHead(200, { ...headersOf(healthy, wallMs), 'content-length': String(bytes.length) });
  response.write(bytes.subarray(0, bytes.length / 2), () => void response.socket?.resetAndDestroy());
}

const dripEveryMs = 100;

function drip({ response, healthy, wallMs, whenOver }: Exchange): void {
  const bytes = bytesOf(healthy);
  let sent = 0;
  response.writeHead(200, { ...headersOf(healthy, wallMs), 'content-length': String(bytes.length) });
  const timer = setInterval(() => response.write(bytes.subarray(sent, (sent += 1))), dripEveryMs);
  response.once('close', () => clearInterval(timer));
  whenOver(() => {
    clearInterval(timer);
    response.end(bytes.subarray(sent));
  });
}

const mebibyte = 1024 * 1024;

/** The text of all of it is never held: one chunk is sent again and again, as fast as it is taken. */
function endless({ response, wallMs }: Exchange): void {
  response.writeHead(200, headersOf({ body: {} }, wallMs));
  const chunk = Buffer.alloc(64 * 1024, 'x');
  function* chunks() {
    yield Buffer.from('{"items":["');
    for (let sent = 0; sent < 256 * mebibyte; sent += chunk.length) yield chunk;
    yield Buffer.from('"]}');
  }
  pipeline(Readable.from(chunks()), response, () => undefined);
}

/** A gzip stream may have many members, so that one of a mebibyte makes all of them. */
const bombMember = gzipSync(Buffer.alloc(mebibyte, 'x'));

function bomb(exchange: Exchange): void {
  const body = Buffer.concat(Array.from({ length: 256 }, () => bombMember));
  send(exchange, { headers: { 'content-encoding': 'gzip' }, body });
}
