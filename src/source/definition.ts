import type { EnvironmentReader } from '../config/environment.ts';
import type { Report } from '../event.ts';
import { marketplaceCodes, type MarketplaceCode } from '../product/marketplace.ts';
import type { Clock } from '../clock.ts';
import type { Allowance, Permits } from '../rate-limit/permits.ts';
import type { TokenOptions, TokenStore } from '../upstream/token.ts';
import type { Upstream, UpstreamLimits } from '../upstream/upstream.ts';
import type { SourceId } from '../vocabulary.ts';
import type { ProvidedField } from './provided-field.ts';
import type { Source } from './source.ts';

/** The declaration of a source, which holds whether it is configured or not. */
export type SourceDeclaration = {
  readonly id: SourceId;
  /** The name for people, e.g. `Creators API`. */
  readonly label: string;
  /** `associates` sources share one account and its daily quota; `page` means that public pages are read. */
  readonly role: 'associates' | 'seller' | 'page';
  /** The prefix of its environment variables, e.g. `AMAZON_SPAPI_`. */
  readonly variablePrefix: string;
  /** The variables that hold its secrets; each may be given as a file. */
  readonly secretVariables: readonly string[];
  /** The fields of a product that some of its answers have; it never provides the others. */
  readonly provides: readonly ProvidedField[];
  /** The share of `CACHE_TTL_HOURS` for which its answers are fresh, 0 to 1. */
  readonly ttlFactor: number;
  /** The date on which Amazon retired it, and its successor. */
  readonly retired?: { readonly on: string; readonly successor: SourceId };
};

/** The dependencies of a source. */
export type SourceContext = {
  readonly clock: Clock;
  readonly report: Report;
  /** How long its answers are fresh, in milliseconds. */
  readonly freshMs: number;
  /** The connections that all APIs share. */
  readonly upstream: Upstream;
  /** Opens connections with other limits. */
  readonly connect: (limits: UpstreamLimits) => Upstream;
  /** The permits of an account. Sources with the same account share them. */
  readonly permits: (account: string, allowance: Allowance) => Permits;
  /** The tokens of one credential. */
  readonly tokens: (credential: readonly string[], options: TokenOptions) => TokenStore;
};

/** A source, and the permits that its calls take. */
export type CreatedSource = { readonly source: Source; readonly permits: Permits };

/** The name of the account whose settings are variables of their own. */
export const defaultAccount = 'default';

/** One account of a source, configured completely. */
export type ConfiguredSource = {
  /** The name of the account, for operators. */
  readonly name: string;
  readonly settings: unknown;
  /** Values that must never appear in a log or an answer. */
  readonly secrets: readonly string[];
  /** The identity of the account that its calls are counted for, including the endpoint. */
  readonly account: readonly (string | undefined)[];
  /** Other settings that its answers depend on, such as partner tags. */
  readonly answerParameters: readonly (string | undefined)[];
  /** The marketplaces that it serves with this configuration. */
  readonly serves: readonly MarketplaceCode[];
  /** The marketplaces for which it has a partner tag; `undefined` if it uses none. */
  readonly tagged: readonly MarketplaceCode[] | undefined;
  create(context: SourceContext): CreatedSource;
};

/** Everything that the gateway needs to know about a source. Each folder of a source has one. */
export type SourceDefinition = SourceDeclaration & {
  /**
   * Reads the source's variables; `undefined` if it is not configured. If it is configured partly, each missing
   * variable is a fault of the reader.
   *
   * @param home the default marketplace
   */
  configure(reader: EnvironmentReader, home: MarketplaceCode): ConfiguredSource | undefined;
  /** Further accounts, which are called by the same source. */
  configureMore(reader: EnvironmentReader): readonly ConfiguredSource[];
};

/** The argument of {@link defineSource}, with settings of the source's own type. */
export type SourceBlueprint<S> = SourceDeclaration & {
  readonly configure: (reader: EnvironmentReader, home: MarketplaceCode) => S | undefined;
  readonly configureMore?: (reader: EnvironmentReader) => readonly { readonly name: string; readonly settings: S }[];
  readonly secretsOf?: (settings: S) => readonly string[];
  readonly accountOf: (settings: S) => readonly (string | undefined)[];
  readonly answerParametersOf?: (settings: S) => readonly (string | undefined)[];
  /** Default: all marketplaces. */
  readonly servesWith?: (settings: S) => readonly MarketplaceCode[];
  readonly taggedWith?: (settings: S) => readonly MarketplaceCode[];
  readonly create: (settings: S, context: SourceContext) => CreatedSource;
};

/** Creates a definition. The type of the settings is known only to `configure` and `create`. */
export function defineSource<S>(blueprint: SourceBlueprint<S>): SourceDefinition {
  const {
    configure,
    configureMore,
    secretsOf,
    accountOf,
    answerParametersOf,
    servesWith,
    taggedWith,
    create,
    ...rest
  } = blueprint;
  const configured = (name: string, settings: S): ConfiguredSource => ({
    name,
    settings,
    secrets: secretsOf?.(settings) ?? [],
    account: accountOf(settings),
    answerParameters: answerParametersOf?.(settings) ?? [],
    serves: servesWith?.(settings) ?? marketplaceCodes,
    tagged: taggedWith?.(settings),
    create: (context) => create(settings, context),
  });
  return {
    ...rest,
    configure(reader, home) {
      const settings = configure(reader, home);
      return settings && configured(defaultAccount, settings);
    },
    configureMore: (reader) => (configureMore?.(reader) ?? []).map(({ name, settings }) => configured(name, settings)),
  };
}
