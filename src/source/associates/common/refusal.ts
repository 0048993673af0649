import { parseRetryAfter } from '../../../upstream/retry-after.ts';
import { quoted } from '../../foreign-text.ts';
import { number } from '../../json.ts';
import type { FailureCode } from '../../../vocabulary.ts';
import { field } from './field.ts';
import type { Reply } from './exchange.ts';

/** How an associates API's error is classed, and what an operator should know of it. */
export type Verdict = { readonly code: FailureCode; readonly hint?: string };

/** The first verdict that a table has for an error's code or, failing that, its type. */
export function findVerdict(
  table: Readonly<Record<string, Verdict>>,
  reply: Pick<Reply, 'faults'>,
): Verdict | undefined {
  for (const { code, type } of reply.faults) {
    for (const name of [code, type]) if (Object.hasOwn(table, name)) return table[name];
  }
  return undefined;
}

/**
 * What a status says when the body says nothing that is known. A redirect is not followed, because a signed call or a
 * token must not go to another host: it is an answer of the wrong shape.
 */
export function verdictOfStatus(status: number): Verdict {
  if (status === 429) return { code: 'THROTTLED' };
  if (status >= 500) return { code: 'SERVER' };
  if (status === 401 || status === 403 || status === 404 || status === 410) return { code: 'CREDENTIALS' };
  if (status >= 300 && status < 400) return { code: 'MALFORMED', hint: 'a redirect, which is not followed' };
  return { code: 'MALFORMED' };
}

/** How long an answer asks to wait: its `Retry-After` header, else the Creators API's `retryAfterSeconds`. */
export function retryAfterOf(reply: Pick<Reply, 'headers' | 'json'>, wallMs: number): number | undefined {
  const seconds = number(field(reply.json, 'retryAfterSeconds'));
  return parseRetryAfter(reply.headers['retry-after'] ?? seconds?.toString(), wallMs);
}

/** One line for operators: what was asked, what came back, and the hint. The API's words are cut and cleared of secrets. */
export function refusalMessage(
  where: string,
  reply: Pick<Reply, 'status' | 'faults'>,
  verdict: Verdict,
  secrets: readonly string[],
): string {
  const said = reply.faults
    .map(({ code, message }) => [code, message].filter((part) => part !== '').join(': '))
    .join('; ');
  const parts = [`${where}: HTTP ${reply.status}`, quoted(said, secrets), verdict.hint ?? ''];
  return parts.filter((part) => part !== '').join(' · ');
}
