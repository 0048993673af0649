import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

/** The results of the requests of a load. */
export type Outcome = {
  answered: number;
  readonly lost: string[];
  /** New connections that were reset while the port closed. */
  resetAtClose: number;
  onAnswer?: () => void;
};

/** Clients that send requests without a pause until their connections are refused. */
export type Load = {
  readonly outcome: Outcome;
  /** Resolves when `count` more requests have been answered. */
  answers(count: number): Promise<void>;
  /** Resolves when the connections of all clients are refused. */
  readonly ended: Promise<void>;
};

type Client = { readonly url: string; readonly body: string; readonly agent: Agent; readonly keepAlive: boolean };

/**
 * Starts clients that keep their connection, and clients that open one per request. A request is lost if its connection
 * was accepted and it got no answer. The system completes connections before the process accepts them, and resets those
 * that it has not accepted when it stops listening. Such a connection is new, and the port refuses the next one.
 */
export function startLoad(
  url: string,
  query: string,
  { keeping, opening }: { keeping: number; opening: number },
): Load {
  const outcome: Outcome = { answered: 0, lost: [], resetAtClose: 0 };
  const body = JSON.stringify({ query });
  const run = async (keepAlive: boolean) => {
    const agent = new Agent({ keepAlive, maxSockets: 1 });
    while (await sendOne({ url, body, agent, keepAlive }, outcome));
    agent.destroy();
  };
  const clients = [...Array(keeping + opening).keys()].map((index) => run(index < keeping));
  const answers = (count: number) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const until = outcome.answered + count;
    outcome.onAnswer = () => {
      if (outcome.answered >= until) resolve();
    };
    return promise;
  };
  return { outcome, answers, ended: Promise.all(clients).then(() => undefined) };
}

/** Returns whether the port is still open. */
async function sendOne({ url, body, agent, keepAlive }: Client, outcome: Outcome): Promise<boolean> {
  try {
    const answer = await post(url, body, agent);
    if (!answer.includes('"title"')) outcome.lost.push(answer);
    outcome.answered += 1;
    outcome.onAnswer?.();
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'ECONNREFUSED') return false;
    if (code === 'ECONNRESET' && !keepAlive && (await isRefused(url))) {
      outcome.resetAtClose += 1;
      return false;
    }
    outcome.lost.push(code);
    return true;
  }
}

function isRefused(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.on('error', () => resolve(true));
    socket.on('connect', () => {
      socket.destroy();
      resolve(false);
    });
  });
}

function post(url: string, body: string, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const sent = request(`${url}/graphql`, { method: 'POST', agent, headers }, (response) => {
      text(response).then(resolve, reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
