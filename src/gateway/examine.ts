import { withTimeout } from '../async.ts';
import { openStore, type StoreBacking } from '../cache/open-store.ts';
import type { Store } from '../cache/store.ts';
import { systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { secretsOf } from '../config/secrets.ts';
import { createRedactor } from '../log/redact.ts';
import { marketplaceCodes } from '../product/marketplace.ts';
import type { ProductQuestion } from '../product/question.ts';
import { accountLabel, membersOf } from '../source/pool.ts';
import type { Source } from '../source/source.ts';
import { openBacking, storeTrouble } from './backing.ts';
import { examineSource, type ExaminedSource, type Verdict } from './examine-source.ts';
import { namespacesOf } from './namespace.ts';
import { createSharing, type Sharing } from './sharing.ts';
import { createSources, sourceInfoOf } from './sources.ts';

/** What an examination shows about the store of the cache. */
export type CacheVerdict = { readonly ok: boolean; readonly finding: string; readonly remedy?: string };

/** The state of everything that the gateway depends on. */
export type Examination = {
  /** Whether everything works that is configured. */
  readonly ok: boolean;
  readonly cache: CacheVerdict;
  /** In chain order. */
  readonly sources: readonly Verdict[];
};

/** All of an examination ends within this time. */
const limitMs = 4_000;
const storeLimitMs = 2_000;

/**
 * Examines the store, and each configured source in each of its accounts with one token and at most one call, all at once. The calls take permits of
 * the accounts, which running gateways share as far as the store allows.
 */
export async function examine(config: Config, question: ProductQuestion): Promise<Examination> {
  const clock = systemClock;
  const signal = AbortSignal.timeout(limitMs);
  await using stack = new AsyncDisposableStack();
  const report = () => undefined;
  const redact = createRedactor(secretsOf(config));
  const backing = openBacking(config.cache.url, clock, stack);
  const { answers: namespace, accountOf } = namespacesOf(config);
  const { maxEntries, maxBytes } = config.cache;
  let store: Store;
  try {
    store = stack.use(openStore({ backing, maxEntries, maxBytes, namespace, clock, report }));
  } catch (error) {
    const finding = error instanceof Error ? error.message : String(error);
    return { ok: false, cache: { ok: false, finding: redact(finding), remedy: cacheRemedy }, sources: [] };
  }
  const sharing = createSharing(backing, { clock, report, stack, namespace });
  const { sources, accounts } = createSources(config, {
    clock,
    report,
    stack,
    sharing,
    accountOf,
    wrap: (upstream) => upstream,
  });
  const infos = new Map(sourceInfoOf(config).map((info) => [info.id, info]));
  const examined = sources.flatMap((one) => {
    const members = membersOf(one);
    return members.flatMap((source): readonly ExaminedSource[] => {
      const account = accounts.find(({ sources: called }) => called.includes(source));
      const info = infos.get(source.id);
      if (account === undefined || info === undefined) return [];
      const asked = members.length > 1 ? servedBy(source, question) : question;
      return [{ source, permits: account.permits, info, question: asked, ...accountLabel(account.name) }];
    });
  });
  const [cache, ...verdicts] = await Promise.all([
    examineStore(store, backing, sharing),
    ...examined.map((one) => examineSource(one, { clock, signal })),
  ]);
  const redacted = verdicts.map((verdict) => ({ ...verdict, finding: redact(verdict.finding) }));
  const ok = cache.ok && redacted.every(({ state }) => state === 'WORKS');
  return { ok, cache: { ...cache, finding: redact(cache.finding) }, sources: redacted };
}

/** The question in a marketplace that the account serves: accounts may share the marketplaces among themselves. */
function servedBy(source: Source, question: ProductQuestion): ProductQuestion {
  const served = [question.marketplace, ...marketplaceCodes].find((code) => {
    return source.unavailableReason(code) === undefined;
  });
  return served === undefined ? question : { ...question, marketplace: served };
}

const cacheRemedy = 'check CACHE_URL and the file or server behind it';

async function examineStore(store: Store, backing: StoreBacking, sharing: Sharing): Promise<CacheVerdict> {
  const read = store.getMany(['doctor']).then(
    () => undefined,
    () => undefined,
  );
  const late = await withTimeout(read, storeLimitMs, () => 'no answer in time');
  const troubles = [...sharing.degraded(), ...storeTrouble(store, backing), ...(late === undefined ? [] : [late])];
  if (troubles.length > 0) return { ok: false, finding: troubles.join('; '), remedy: cacheRemedy };
  const kinds = { memory: 'in the memory of the process', sqlite: 'a file', redis: 'Redis' } as const;
  return { ok: true, finding: kinds[backing.kind] };
}
