import { z } from 'zod';
import type { EnvironmentReader } from '../../../config/environment.ts';
import { rates } from '../../../config/rates.ts';
import { isMarketplaceCode } from '../../../product/marketplace.ts';
import { defaultAccount } from '../../definition.ts';
import type { Allowance } from '../../../rate-limit/permits.ts';
import { tagSyntax, type PartnerTags } from './partner-tags.ts';

/** One of several associates accounts. It has the credentials of one API or of both. */
export type AssociatesAccount = {
  readonly name: string;
  readonly creators?: { readonly credentialId: string; readonly credentialSecret: string; readonly version: string };
  readonly paapi?: { readonly accessKey: string; readonly secretKey: string };
  readonly tags: PartnerTags;
  readonly allowance: Allowance;
  /** Its place in the JSON, for faults. */
  readonly path: string;
};

/** The variable with the accounts. */
export const accountsVariable = 'AMAZON_ACCOUNTS';

const token = z.string().regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without blanks');
const accountShape = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9][\w-]{0,39}$/, 'must be a name of letters, digits, - and _, at most 40 characters')
    .refine(
      (name) => name !== defaultAccount,
      `must not be ${defaultAccount}: that is the account of the other variables`,
    ),
  creators: z.strictObject({ credentialId: token, credentialSecret: token, version: token }).optional(),
  paapi: z.strictObject({ accessKey: token, secretKey: token }).optional(),
  tags: z
    .record(
      z.string().refine(isMarketplaceCode, 'is no marketplace we know'),
      z.string().regex(tagSyntax, 'must be an associate tag such as mytag-21'),
    )
    .refine((tags) => Object.keys(tags).length > 0, 'must have a tag for at least one marketplace'),
  requestsPerSecond: z
    .number()
    .min(rates.from, `must be a number from ${rates.from} to ${rates.to}`)
    .max(rates.to, `must be a number from ${rates.from} to ${rates.to}`)
    .default(1),
  requestsPerDay: z
    .int()
    .min(1, 'must be a whole number from 1 to 1000000000')
    .max(1_000_000_000, 'must be a whole number from 1 to 1000000000')
    .default(8640),
});
/** What tells accounts apart, read from an account that may be faulty in other ways. */
const identityShape = z.object({
  name: z.string().optional().catch(undefined),
  creators: z.object({ credentialId: z.string() }).optional().catch(undefined),
  paapi: z.object({ accessKey: z.string() }).optional().catch(undefined),
});

/** Reads `AMAZON_ACCOUNTS`; none if it is unset or faulty. Each fault has the path in the JSON, and no value. */
export function readAccounts(reader: EnvironmentReader): readonly AssociatesAccount[] {
  const text = reader.text(accountsVariable);
  if (text === undefined) return [];
  const fault = (message: string) => reader.fault(accountsVariable, message);
  const { data: entries } = z.array(z.unknown()).min(1).safeParse(parseJson(text));
  if (entries === undefined) {
    fault('must be a JSON array of accounts, or the path of a file with one');
    return [];
  }
  for (const message of repetitionsIn(entries)) fault(message);
  return entries.flatMap((entry, index) => {
    const path = `[${index}]`;
    const { data, error } = accountShape.safeParse(entry);
    for (const issue of error?.issues ?? []) fault(faultOf(issue, path));
    const isObject = typeof entry === 'object' && entry !== null;
    if (isObject && !('creators' in entry) && !('paapi' in entry)) {
      fault(`${path} needs credentials: creators, paapi or both`);
    }
    if (data === undefined) return [];
    const { name, creators, paapi, tags, requestsPerSecond, requestsPerDay } = data;
    const allowance = { perSecond: requestsPerSecond, burst: 1, perDay: requestsPerDay };
    return [{ name, ...(creators && { creators }), ...(paapi && { paapi }), tags, allowance, path }];
  });
}

/** An account that stands twice would be called at twice its rate. */
function repetitionsIn(entries: readonly unknown[]): readonly string[] {
  const first = new Map<string, number>();
  return entries.flatMap((entry, index) => {
    const { data } = identityShape.safeParse(entry);
    const unique = {
      name: data?.name,
      'creators.credentialId': data?.creators?.credentialId,
      'paapi.accessKey': data?.paapi?.accessKey,
    };
    return Object.entries(unique).flatMap(([at, value]) => {
      if (value === undefined) return [];
      const before = first.get(`${at} ${value}`);
      if (before !== undefined) return [`[${index}].${at} is the same as that of [${before}]`];
      first.set(`${at} ${value}`, index);
      return [];
    });
  });
}

function faultOf(issue: z.core.$ZodIssue, account: string): string {
  const path = issue.path.map((part) => `.${String(part)}`).join('');
  const at = `${account}${path}`;
  if (issue.code === 'unrecognized_keys') return `${at} has unknown keys: ${issue.keys.join(', ')}`;
  if (issue.code === 'invalid_key') return `${at} ${issue.issues[0]?.message ?? 'is unknown'}`;
  if (issue.code !== 'invalid_type') return `${at} ${issue.message}`;
  if (issue.expected === 'int') return `${at} must be a whole number`;
  return issue.message.endsWith('undefined') ? `${at} is missing` : `${at} must be of type ${issue.expected}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
