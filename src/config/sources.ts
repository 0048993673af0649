import { defaultAccount, type ConfiguredSource, type SourceDefinition } from '../source/definition.ts';
import type { EnvironmentReader } from './environment.ts';

/** A source with its configuration. */
export type SourceConfig = {
  readonly definition: SourceDefinition;
  /** Its first account; `undefined` when the source is switched off. */
  readonly configured: ConfiguredSource | undefined;
  /** All of its accounts. */
  readonly accounts: readonly ConfiguredSource[];
};

const pagesVariable = 'SCRAPING_FALLBACK_ENABLED';
const tagsVariable = 'AMAZON_PARTNER_TAGS';
const accountsVariable = 'AMAZON_ACCOUNTS';

/** All sources, APIs first unless `API_FIRST_MODE=false`. */
export function inChainOrder(sources: readonly SourceConfig[], apiFirst: boolean): readonly SourceConfig[] {
  const [pages, apis] = [sources.filter(isPage), sources.filter((source) => !isPage(source))];
  return apiFirst ? [...apis, ...pages] : [...pages, ...apis];
}

/**
 * Reports a fault if no source is left, if pages are the only source without having been chosen, and if partner tags are
 * for marketplaces where no API can use them.
 *
 * @param earlierFaults faults of secret files
 */
export function requireSources(
  reader: EnvironmentReader,
  { sources, defaultMarketplace }: { readonly sources: readonly SourceConfig[]; readonly defaultMarketplace: string },
  earlierFaults: readonly string[],
): void {
  const apis = sources.filter((source) => !isPage(source));
  const prefixes = apis.map(({ definition }) => definition.variablePrefix);
  const isOfApi = (fault: string) => [...prefixes, accountsVariable].some((prefix) => fault.startsWith(prefix));
  const isStandIn = ({ definition }: SourceConfig) => reader.text(`${definition.variablePrefix}ENDPOINT`) !== undefined;
  // A stand-in has tags for all of its marketplaces, whichever credential it is used with.
  if (!apis.some(isStandIn)) requireUsefulTags(reader, accountsOf(apis), defaultMarketplace);
  // The faults of an API explain why it is missing.
  if ([...earlierFaults, ...reader.faults].some(isOfApi)) return;
  requireChosenPages(reader, sources, prefixes);
}

/** Reports the tags of each account for marketplaces that none of its credentials serves. */
function requireUsefulTags(reader: EnvironmentReader, accounts: readonly ConfiguredSource[], home: string): void {
  for (const [name, users] of Map.groupBy(accounts, (account) => account.name)) {
    const isDefault = name === defaultAccount;
    // For the default marketplace, the fault of the credential's region is reported.
    const idle = idleTags(users).filter((marketplace) => !isDefault || marketplace !== home);
    if (idle.length === 0) continue;
    const where = `has a tag for ${idle.join(', ')}, where no configured API can use it`;
    const remedy = 'set a credential of that region, or remove the tag';
    if (isDefault) reader.fault(tagsVariable, `${where}: ${remedy}`);
    else reader.fault(accountsVariable, `account ${name} ${where}: ${remedy}`);
  }
}

/** The marketplaces that have a tag and no API for it. */
function idleTags(configured: readonly ConfiguredSource[]): readonly string[] {
  const users = configured.filter(({ tagged }) => tagged !== undefined);
  const served = new Set(users.flatMap(({ serves }) => serves));
  const tagged = new Set(users.flatMap((user) => user.tagged ?? []));
  return [...tagged].filter((marketplace) => !served.has(marketplace));
}

/** A warning if there are partner tags, and no API that uses them. */
export function warningOfTags(reader: EnvironmentReader, sources: readonly SourceConfig[]): readonly string[] {
  const isUsed = accountsOf(sources).some(({ tagged }) => tagged !== undefined);
  if (isUsed || reader.text(tagsVariable) === undefined) return [];
  return [`${tagsVariable} is set, but no API that uses partner tags has credentials`];
}

function accountsOf(sources: readonly SourceConfig[]): readonly ConfiguredSource[] {
  return sources.flatMap(({ accounts }) => accounts);
}

/** Pages are a fallback: without an API, they must have been switched on in so many words. */
function requireChosenPages(
  reader: EnvironmentReader,
  sources: readonly SourceConfig[],
  prefixes: readonly string[],
): void {
  const used = sources.filter(({ configured }) => configured !== undefined);
  const pages = reader.text(pagesVariable);
  if (used.some((source) => !isPage(source) || pages !== undefined)) return;
  const variables = new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(prefixes.map((one) => `${one}…`));
  const state = pages === undefined ? 'is not set' : 'is false';
  reader.fault(
    pagesVariable,
    `${state} and no API has credentials: set those of one (${variables}), AMAZON_SANDBOX=true for a stand-in Amazon, or ${pagesVariable}=true to read public product pages only`,
  );
}

function isPage({ definition }: SourceConfig): boolean {
  return definition.role === 'page';
}
