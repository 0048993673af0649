import { sourceFreshMs } from '../catalog/lifetimes.ts';
import type { SourceInfo } from '../analytics/collect/source-statistics.ts';
import type { Config } from '../config.ts';
import type { Report } from '../event.ts';
import type { AccountOptions } from '../source/batching/batcher.ts';
import type { SourceContext } from '../source/definition.ts';
import type { Source } from '../source/source.ts';
import type { Clock } from '../clock.ts';
import type { Allowance, Permits } from '../rate-limit/permits.ts';
import { apiLimits, createUpstream, type Upstream, type UpstreamLimits } from '../upstream/upstream.ts';
import type { Namespaces } from './namespace.ts';
import type { Sharing } from './sharing.ts';

/** The configured sources in chain order, and which of them share an account. */
export type Sources = { readonly sources: readonly Source[]; readonly accounts: readonly AccountOptions[] };

/** What sources are created with. */
export type SourcesContext = {
  readonly clock: Clock;
  readonly report: Report;
  readonly stack: AsyncDisposableStack;
  readonly sharing: Sharing;
  readonly accountOf: Namespaces['accountOf'];
  /** Puts something around every pool of connections. */
  readonly wrap: (upstream: Upstream) => Upstream;
};

/** Creates every source that is configured. */
export function createSources({ sources, cache }: Config, context: SourcesContext): Sources {
  const { clock, report, stack, sharing, accountOf, wrap } = context;
  const connect = (limits: UpstreamLimits) => wrap(stack.use(createUpstream(limits)));
  const upstream = connect(apiLimits);
  const permitsOf = new Map<string, Permits>();
  const permitsNamed = (name: string, allowance: Allowance) => {
    const shared = permitsOf.get(name) ?? sharing.permits(name, allowance);
    permitsOf.set(name, shared);
    return shared;
  };
  const tokens: SourceContext['tokens'] = (credential, options) => sharing.tokens(credential, options);
  const created = sources.flatMap(({ definition, configured }) => {
    if (configured === undefined) return [];
    const freshMs = sourceFreshMs(cache.ttlMs, definition.ttlFactor);
    const owner = accountOf(definition);
    const permits: SourceContext['permits'] = (account, allowance) => permitsNamed(`${account}:${owner}`, allowance);
    const one = configured.create({ clock, report, freshMs, upstream, connect, permits, tokens });
    if (one.source.id !== definition.id) throw new Error(`${definition.id} created a source named ${one.source.id}`);
    return [one];
  });
  const accounts = Map.groupBy(created, (one) => one.permits);
  return {
    sources: created.map(({ source }) => source),
    accounts: [...accounts].map(([shared, members]) => ({
      sources: members.map(({ source }) => source),
      permits: shared,
    })),
  };
}

/** What analytics is told of every source there is, those that are switched off included, in chain order. */
export function sourceTraits({ sources }: Config): readonly SourceInfo[] {
  return sources.map(({ definition, configured }) => {
    const { id, label, role, variablePrefix, retired } = definition;
    const enabled = configured !== undefined;
    return { id, label, role, enabled, settings: `${variablePrefix}…`, ...(retired !== undefined && { retired }) };
  });
}
