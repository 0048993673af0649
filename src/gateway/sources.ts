import { sourceFreshMs } from '../catalog/lifetimes.ts';
import type { SourceInfo } from '../analytics/collect/source-statistics.ts';
import type { Config } from '../config.ts';
import type { SourceConfig } from '../config/sources.ts';
import type { Report } from '../event.ts';
import type { AccountOptions } from '../source/batching/batcher.ts';
import type { SourceContext } from '../source/definition.ts';
import { withImagesFrom } from '../source/images-from.ts';
import { poolOf } from '../source/pool.ts';
import type { Source } from '../source/source.ts';
import type { Clock } from '../clock.ts';
import type { Allowance, PacedQuota, Permits } from '../rate-limit/permits.ts';
import { apiLimits, createUpstream, type Upstream, type UpstreamLimits } from '../upstream/upstream.ts';
import type { Namespaces } from './namespace.ts';
import type { Sharing } from './sharing.ts';

/** The configured sources in chain order, and which of them share an account. */
export type Sources = { readonly sources: readonly Source[]; readonly accounts: readonly AccountOptions[] };

/** Options of `createSources`. */
export type SourcesContext = {
  readonly clock: Clock;
  readonly report: Report;
  readonly stack: AsyncDisposableStack;
  readonly sharing: Sharing;
  readonly accountOf: Namespaces['accountOf'];
  /** Decorates every connection pool, for example with traces. */
  readonly wrap: (upstream: Upstream) => Upstream;
};

/** Creates every source that is configured. */
export function createSources({ sources, cache, imagesEndpoint }: Config, context: SourcesContext): Sources {
  const { clock, report, stack, sharing, accountOf, wrap } = context;
  const connect = (limits: UpstreamLimits) => wrap(stack.use(createUpstream(limits)));
  const upstream = connect(apiLimits);
  const permitsByName = new Map<string, Permits>();
  const permitsNamed = (name: string, allowance: Allowance) => {
    const permits = permitsByName.get(name) ?? sharing.permits(name, allowance);
    permitsByName.set(name, permits);
    return permits;
  };
  const tokens: SourceContext['tokens'] = (credential, options) => sharing.tokens(credential, options);
  const create = ({ definition, accounts }: SourceConfig) =>
    accounts.map((account) => {
      const freshMs = sourceFreshMs(cache.ttlMs, definition.ttlFactor);
      const owner = accountOf(definition, account.name);
      const permits: SourceContext['permits'] = (name, allowance) => permitsNamed(`${name}:${owner}`, allowance);
      const one = account.create({ clock, report, freshMs, upstream, connect, permits, tokens });
      if (one.source.id !== definition.id) throw new Error(`${definition.id} created a source named ${one.source.id}`);
      const source = imagesEndpoint === undefined ? one.source : withImagesFrom(imagesEndpoint, one.source);
      return { name: account.name, source, permits: one.permits };
    });
  const created = sources.map(create);
  const accounts = Map.groupBy(created.flat(), ({ permits }) => permits);
  return {
    sources: created.flatMap(([first, ...others]) => {
      return first === undefined ? [] : [poolOf(first.source, ...others.map(({ source }) => source))];
    }),
    accounts: [...accounts].map(([permits, members]) => {
      return { name: members[0]?.name ?? '', sources: members.map(({ source }) => source), permits };
    }),
  };
}

/** The quota of all accounts of a source together. */
export function quotaOf(accounts: readonly { readonly quota: PacedQuota }[]): PacedQuota | undefined {
  const [first, ...others] = accounts.map(({ quota }) => quota);
  return others.reduce((sum, quota) => sum && sumOf(sum, quota), first);
}

function sumOf(one: PacedQuota, other: PacedQuota): PacedQuota {
  const states = new Set([one.pacing, other.pacing]);
  const perDay = one.perDay !== undefined && other.perDay !== undefined && one.perDay + other.perDay;
  const projectedToday = (one.projectedToday ?? 0) + (other.projectedToday ?? 0);
  return {
    perSecond: one.perSecond + other.perSecond,
    ...(perDay !== false && { perDay, projectedToday }),
    usedToday: one.usedToday + other.usedToday,
    resetsAt: Math.min(one.resetsAt, other.resetsAt),
    pacing: (['ACTIVE', 'READY'] as const).find((state) => states.has(state)) ?? 'OFF',
  };
}

/** All sources in chain order, including those that are switched off. */
export function sourceInfoOf({ sources }: Config): readonly SourceInfo[] {
  return sources.map(({ definition, configured }) => {
    const { id, label, role, variablePrefix, retired } = definition;
    const enabled = configured !== undefined;
    return { id, label, role, enabled, settings: `${variablePrefix}…`, ...(retired !== undefined && { retired }) };
  });
}
