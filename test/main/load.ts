import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** What became of the requests of a load. */
export type Outcome = { answered: number; readonly lost: string[]; onAnswer?: () => void };

/** Clients that ask without a pause until they find nobody who listens. */
export type Load = {
  readonly outcome: Outcome;
  /** Resolves when so many more requests have been answered. */
  answers(count: number): Promise<void>;
  /** Resolves when every client has been refused a connection. */
  readonly ended: Promise<void>;
};

type Client = { readonly url: string; readonly body: string; readonly agent: Agent };

/**
 * Starts clients that keep their connection as long as they may, and clients that open one for every request. A
 * request is lost when it was sent and not answered, or when its connection was made and then broken.
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
    while (await ask({ url, body, agent }, outcome));
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

/** Returns whether somebody listens. */
async function ask({ url, body, agent }: Client, outcome: Outcome): Promise<boolean> {
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
