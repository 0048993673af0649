import { sourceFreshMs } from '../catalog/lifetimes.ts';
import type { SourceInfo } from '../analytics/collect/source-statistics.ts';
import type { Config } from '../config.ts';
import type { Report } from '../event.ts';
import type { AccountOptions } from '../source/batching/batcher.ts';
import type { SourceContext } from '../source/definition.ts';
import { withImagesFrom } from '../source/images-from.ts';
import type { Source } from '../source/source.ts';
import type { Clock } from '../clock.ts';
import type { Allowance, Permits } from '../rate-limit/permits.ts';
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
  const created = sources.flatMap(({ definition, configured }) => {
    if (configured === undefined) return [];
    const freshMs = sourceFreshMs(cache.ttlMs, definition.ttlFactor);
    const owner = accountOf(definition);
    const permits: SourceContext['permits'] = (account, allowance) => permitsNamed(`${account}:${owner}`, allowance);
    const one = configured.create({ clock, report, freshMs, upstream, connect, permits, tokens });
    if (one.source.id !== definition.id) throw new Error(`${definition.id} created a source named ${one.source.id}`);
    return [imagesEndpoint === undefined ? one : { ...one, source: withImagesFrom(imagesEndpoint, one.source) }];
  });
  const accounts = Map.groupBy(created, ({ permits }) => permits);
  return {
    sources: created.map(({ source }) => source),
    accounts: [...accounts].map(([permits, members]) => ({ sources: members.map(({ source }) => source), permits })),
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
