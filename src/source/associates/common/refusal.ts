import { parseRetryAfter } from '../../../upstream/retry-after.ts';
import { quoted } from '../../foreign-text.ts';
import { number } from '../../json.ts';
import type { FailureCode } from '../../../vocabulary.ts';
import { field } from './field.ts';
import type { Reply } from './exchange.ts';

/** The failure class of an associates API's error, and a hint for operators. */
export type RefusalClass = { readonly code: FailureCode; readonly hint?: string };

/** The first entry of a table for an error's code, else for its type. */
export function findRefusalClass(
  table: Readonly<Record<string, RefusalClass>>,
  reply: Pick<Reply, 'faults'>,
): RefusalClass | undefined {
  for (const { code, type } of reply.faults) {
    for (const name of [code, type]) if (Object.hasOwn(table, name)) return table[name];
  }
  return undefined;
}

/**
 * The class of an HTTP status, for a body without a known error. Redirects are not followed, because a signed request
 * or a token must not be sent to another host, so a redirect is malformed.
 */
export function refusalClassOfStatus(status: number): RefusalClass {
  if (status === 429) return { code: 'THROTTLED' };
  if (status >= 500) return { code: 'SERVER' };
  if (status === 401 || status === 403 || status === 404 || status === 410) return { code: 'CREDENTIALS' };
  if (status >= 300 && status < 400) return { code: 'MALFORMED', hint: 'a redirect, which is not followed' };
  return { code: 'MALFORMED' };
}

/** The wait that an answer requests: its `Retry-After` header, else the Creators API's `retryAfterSeconds`. */
export function retryAfterOf(reply: Pick<Reply, 'headers' | 'json'>, wallMs: number): number | undefined {
  const seconds = number(field(reply.json, 'retryAfterSeconds'));
  return parseRetryAfter(reply.headers['retry-after'] ?? seconds?.toString(), wallMs);
}

/** One line for operators: the call, the response, and the hint. The API's text is truncated and cleared of secrets. */
export function refusalMessage(
  where: string,
  reply: Pick<Reply, 'status' | 'faults'>,
  refusal: RefusalClass,
  secrets: readonly string[],
): string {
  const said = reply.faults
    .map(({ code, message }) => [code, message].filter((part) => part !== '').join(': '))
    .join('; ');
  const parts = [`${where}: HTTP ${reply.status}`, quoted(said, secrets), refusal.hint ?? ''];
  return parts.filter((part) => part !== '').join(' · ');
}
