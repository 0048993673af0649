import type { AssociatesAccount } from './account.ts';
import { InvalidField } from './invalid-field.ts';
import { type JsonRecord, textField, textListField } from '../json.ts';
import type { SandboxMarketplace } from '../sandbox-marketplace.ts';

/** Where the two APIs differ in reading a request. */
export type RequestRules = {
  readonly conditions: readonly string[];
  /** Accepted resource names, each with PA-API's name. */
  readonly resources: ReadonlyMap<string, string>;
  /** The resources of a request that names none; the title unless given. */
  readonly defaultResources?: readonly string[];
};

/** The fields that all operations share. */
export type CommonRequest = {
  readonly tag: string;
  readonly condition: string;
  /** Absent for the marketplace's own, as is the currency. */
  readonly language?: string | undefined;
  readonly currency?: string | undefined;
  /** The requested resources, in PA-API's spelling. */
  readonly resources: readonly string[];
};

/** Most ids in one GetItems call. */
const idsPerCall = 10;

/** Reads and checks the fields that every request has. Throws InvalidField for the first one that is wrong. */
export function readCommon(
  body: JsonRecord,
  marketplace: SandboxMarketplace,
  rules: RequestRules,
  account: AssociatesAccount,
): CommonRequest {
  const tag = textField(body, 'PartnerTag');
  if (tag === undefined) throw new InvalidField('PartnerTag', body['PartnerTag'] ?? undefined);
  const condition = optionalOneOf(body, 'Condition', rules.conditions) ?? 'Any';
  const language = readLanguage(body, marketplace);
  const currency = optionalText(body, 'CurrencyOfPreference');
  const currencies = [marketplace.currency, ...Object.keys(marketplace.otherCurrencies)];
  if (currency !== undefined && !currencies.includes(currency))
    throw new InvalidField('CurrencyOfPreference', currency);
  return { tag, condition, language, currency, resources: account.granted(readResources(body, rules)) };
}

/** Reads the requested ids, without duplicates. One malformed id refuses them all, as Amazon does. */
export function readItemIds(body: JsonRecord): readonly string[] {
  if (body['ItemIds'] === undefined) throw new InvalidField('ItemIds');
  const ids = textListField(body, 'ItemIds');
  if (ids === undefined || ids.length === 0 || ids.length > idsPerCall) {
    throw new InvalidField('ItemIds', body['ItemIds']);
  }
  const malformed = ids.filter((id) => !/^[A-Z0-9]{10}$/.test(id));
  if (malformed.length > 0) throw new InvalidField('ItemIds', malformed);
  const idType = optionalText(body, 'ItemIdType');
  if (idType !== undefined && idType !== 'ASIN') throw new InvalidField('ItemIdType', idType);
  return [...new Set(ids)];
}

/** A text field that may be absent; anything but a non-empty text is refused. */
export function optionalText(body: JsonRecord, name: string): string | undefined {
  const value = body[name] ?? undefined;
  if (value === undefined) return undefined;
  const text = textField(body, name);
  if (text === undefined) throw new InvalidField(name, value);
  return text;
}

/** A text field that may be absent but must be one of `choices`. */
export function optionalOneOf<T extends string>(body: JsonRecord, name: string, choices: readonly T[]): T | undefined {
  const text = optionalText(body, name);
  if (text === undefined) return undefined;
  const choice = choices.find((one) => one === text);
  if (choice === undefined) throw new InvalidField(name, text);
  return choice;
}

/** A whole number that may be absent but must lie in the range. */
export function optionalWhole(body: JsonRecord, name: string, low: number, high: number): number | undefined {
  const value = body[name] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < low || value > high) {
    throw new InvalidField(name, value);
  }
  return value;
}

function readLanguage(body: JsonRecord, marketplace: SandboxMarketplace): string | undefined {
  if ((body['LanguagesOfPreference'] ?? undefined) === undefined) return undefined;
  const languages = textListField(body, 'LanguagesOfPreference');
  if (
    languages === undefined ||
    languages.length > 1 ||
    languages.some((one) => !marketplace.languages.includes(one))
  ) {
    throw new InvalidField('LanguagesOfPreference', body['LanguagesOfPreference']);
  }
  return languages[0];
}

function readResources(body: JsonRecord, { resources: known, defaultResources }: RequestRules): readonly string[] {
  if ((body['Resources'] ?? undefined) === undefined) return defaultResources ?? ['ItemInfo.Title'];
  const names = textListField(body, 'Resources');
  if (names === undefined) throw new InvalidField('Resources', body['Resources']);
  return names.map((name) => {
    const resource = known.get(name);
    if (resource === undefined) throw new InvalidField('Resources', name);
    return resource;
  });
}
