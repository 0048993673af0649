import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** The results of the requests of a load. */
export type Outcome = {
  answered: number;
  /** Errors of the requests that got no answer, and answers without a product. */
  readonly lost: string[];
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

type Client = { readonly url: string; readonly body: string; readonly agent: Agent };

/**
 * Starts clients that keep their connection, and clients that open one per request. A request is lost if it got no answer,
 * unless its connection was refused. A connection that the system resets because the process has not accepted it is lost.
 */
export function startLoad(
  url: string,
  query: string,
  { keeping, opening }: { keeping: number; opening: number },
): Load {
  const outcome: Outcome = { answered: 0, lost: [] };
  const body = JSON.stringify({ query });
  const run = async (keepAlive: boolean) => {
    const agent = new Agent({ keepAlive, maxSockets: 1 });
    while (await sendOne({ url, body, agent }, outcome));
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
async function sendOne({ url, body, agent }: Client, outcome: Outcome): Promise<boolean> {
  try {
    const answer = await post(url, body, agent);
    if (!answer.includes('"title"')) outcome.lost.push(answer);
    outcome.answered += 1;
    outcome.onAnswer?.();
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'ECONNREFUSED') return false;
    outcome.lost.push(code);
    return true;
  }
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
