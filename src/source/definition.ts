import type { EnvironmentReader } from '../config/environment.ts';
import type { Report } from '../event.ts';
import type { MarketplaceCode } from '../product/marketplace.ts';
import type { Clock } from '../clock.ts';
import type { Allowance, Permits } from '../rate-limit/permits.ts';
import type { TokenOptions, TokenStore } from '../upstream/token.ts';
import type { Upstream, UpstreamLimits } from '../upstream/upstream.ts';
import type { SourceId } from '../vocabulary.ts';
import type { Source } from './source.ts';

/** What every room may know of a source, whether it is configured or not. */
export type SourceDeclaration = {
  readonly id: SourceId;
  /** The name for people, e.g. `Creators API`. */
  readonly label: string;
  /** `associates` sources share one account and its day; a `page` is read, not asked. */
  readonly role: 'associates' | 'seller' | 'page';
  /** What the names of its variables begin with, e.g. `AMAZON_SPAPI_`. */
  readonly variablePrefix: string;
  /** The variables that hold its secrets; each may be given as a file. */
  readonly secretVariables: readonly string[];
  /** What share of the configured lifetime its answers are fresh for, 0 to 1. */
  readonly ttlFactor: number;
  /** Since when Amazon no longer offers it, and what it offers instead. */
  readonly retired?: { readonly on: string; readonly successor: SourceId };
};

/** What a source is created with. */
export type SourceContext = {
  readonly clock: Clock;
  readonly report: Report;
  /** How long its answers are fresh. */
  readonly freshMs: number;
  /** The connections that all APIs share. */
  readonly upstream: Upstream;
  /** Connections with limits of their own. */
  readonly connect: (limits: UpstreamLimits) => Upstream;
  /** The permits of an account; sources that name the same account share them. */
  readonly permits: (account: string, allowance: Allowance) => Permits;
  /** The tokens of one credential. */
  readonly tokens: (credential: readonly string[], options: TokenOptions) => TokenStore;
};

/** A source, and the permits that its calls take. */
export type CreatedSource = { readonly source: Source; readonly permits: Permits };

/** A source that has everything it needs. */
export type ConfiguredSource = {
  readonly settings: unknown;
  /** Values that must appear in no log and no answer. */
  readonly secrets: readonly string[];
  /** What its calls are counted by: whose they are, and whom they ask. */
  readonly account: readonly (string | undefined)[];
  /** What its answers depend on besides, such as partner tags. */
  readonly answerParameters: readonly (string | undefined)[];
  create(context: SourceContext): CreatedSource;
};

/** Everything the gateway needs in order to offer a source: one for each folder of a source, in one list. */
export type SourceDefinition = SourceDeclaration & {
  /**
   * Reads the source's variables; `undefined` when it is not configured. A half-configured one is a fault of the reader
   * for each variable that is missing.
   *
   * @param home the marketplace of a query that names none
   */
  configure(reader: EnvironmentReader, home: MarketplaceCode): ConfiguredSource | undefined;
};

/** How a source's own file describes it, with settings of its own type. */
export type SourceBlueprint<S> = SourceDeclaration & {
  readonly configure: (reader: EnvironmentReader, home: MarketplaceCode) => S | undefined;
  readonly secretsOf?: (settings: S) => readonly string[];
  readonly accountOf: (settings: S) => readonly (string | undefined)[];
  readonly answerParametersOf?: (settings: S) => readonly (string | undefined)[];
  readonly create: (settings: S, context: SourceContext) => CreatedSource;
};

/** Makes a definition. Its settings keep their type between `configure` and `create`; nobody else needs to know it. */
export function defineSource<S>(blueprint: SourceBlueprint<S>): SourceDefinition {
  const { configure, secretsOf, accountOf, answerParametersOf, create, ...declaration } = blueprint;
  return {
    ...declaration,
    configure(reader, home) {
      const settings = configure(reader, home);
      if (settings === undefined) return undefined;
      return {
        settings,
        secrets: secretsOf?.(settings) ?? [],
        account: accountOf(settings),
        answerParameters: answerParametersOf?.(settings) ?? [],
        create: (context) => create(settings, context),
      };
    },
  };
}
