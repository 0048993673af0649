import { connect, type Socket } from 'node:net';
import type { ClientsOptions } from './clients.ts';
import { note } from './tally.ts';

/** Something that a client does which it should not; `write` gets the connection and may go on with it. */
type Attack = { readonly name: string; readonly text: (random: () => number) => string; readonly reads: boolean };

const longestStayMs = 3_000;
const longestPauseMs = 150;

const post = (body: string, headers = '') =>
  `POST /graphql HTTP/1.1\r\nhost: soak\r\ncontent-type: application/json\r\n${headers}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
const get = (path: string) => `GET ${path} HTTP/1.1\r\nhost: soak\r\naccept: text/html\r\n\r\n`;
const question = (query: string) => JSON.stringify({ query });
const noise = (random: () => number, length: number) =>
  Array.from({ length }, () => String.fromCharCode(1 + Math.floor(random() * 126))).join('');

const attacks: readonly Attack[] = [
  { name: 'pipelines pages and does not read', reads: false, text: () => get('/graphql').repeat(60) },
  { name: 'pipelines metrics and does not read', reads: false, text: () => get('/metrics').repeat(60) },
  {
    name: 'pipelines questions and reads',
    reads: true,
    text: () => post(question('{ product(asin: "B0QU9TTXWO") { title } }')).repeat(30),
  },
  {
    name: 'introspects and does not read',
    reads: false,
    text: () => post(question('{ __schema { types { name fields { name description } } } }')).repeat(20),
  },
  { name: 'hangs up', reads: false, text: () => post(question('{ search(query: "lamp") { totalCount } }')) },
  { name: 'sends half a body', reads: true, text: () => post('{"query":"{ __typename }"}').slice(0, -10) },
  { name: 'sends half a head', reads: true, text: () => 'POST /graphql HTTP/1.1\r\nhost: soak\r\nx: ' },
  { name: 'sends noise', reads: true, text: (random) => noise(random, 500) },
  { name: 'sends noise as JSON', reads: true, text: (random) => post(noise(random, 300)) },
  { name: 'sends a truncated object', reads: true, text: () => post('{"query":"{ product(asin:') },
  { name: 'sends JSON of another shape', reads: true, text: () => post('[[[[null]]],{"query":7}]') },
  { name: 'sends deep JSON', reads: true, text: () => post('['.repeat(50_000)) },
  { name: 'says a length that is none', reads: true, text: () => post('{}').replace(/length: \d+/, 'length: -7') },
  { name: 'sends a bad chunk', reads: true, text: () => post('zz\r\nnonsense', 'transfer-encoding: chunked\r\n') },
  { name: 'sends large headers', reads: true, text: () => post('{}', `x: ${'a'.repeat(60_000)}\r\n`) },
  { name: 'names no host', reads: true, text: () => post('{}').replace('host: soak', 'host: a b') },
  {
    name: 'asks with a cursor that it made up',
    reads: true,
    text: (random) => {
      const cursor = Buffer.from(JSON.stringify(['SCRAPING', noise(random, 5), '9', 0, 0])).toString('base64url');
      return post(question(`{ search(query: "lamp", after: "${cursor}") { totalCount } }`));
    },
  },
  {
    name: 'asks for a price of nothing',
    reads: true,
    text: () => post(question('{ search(query: "lamp", filter: { maxPrice: "0" }) { totalCount } }')),
  },
  {
    name: 'asks for far too much',
    reads: true,
    text: () => post(question(`{ ${'a: product(asin: "B0QU9TTXWO") { title } '.repeat(3_000)} }`)),
  },
];

/** Starts so many clients that misbehave, one attack after the other; resolves when all have ended. */
export async function runHostileClients(count: number, options: ClientsOptions): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => runHostileClient(options)));
}

async function runHostileClient({ urls, signal, random, tally }: ClientsOptions): Promise<void> {
  while (!signal.aborted) {
    const attack = attacks[Math.floor(random() * attacks.length)];
    const url = urls[Math.floor(random() * urls.length)];
    if (attack === undefined || url === undefined) return;
    tally.hostile += 1;
    const said = await strike(attack, new URL(url), random);
    // A malformed request may be refused or cut off; it must never be an error of ours.
    if (/^HTTP\/1\.1 500|INTERNAL_SERVER_ERROR/m.test(said))
      note(tally, 'wrong', `${attack.name}: ${said.slice(0, 300)}`);
    await new Promise((resolve) => setTimeout(resolve, random() * longestPauseMs));
  }
}

/** Does it, stays a while, and leaves without a word; resolves to what came back. */
function strike(attack: Attack, { hostname, port }: URL, random: () => number): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    const socket: Socket = connect(Number(port), hostname);
    const timer = setTimeout(() => socket.destroy(), random() * longestStayMs);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve(said);
    });
    if (attack.reads) socket.on('data', (chunk: Buffer) => (said = (said + chunk.toString('latin1')).slice(-20_000)));
    else socket.pause();
    socket.write(attack.text(random));
  });
}
