/** The variables of a process; an empty one counts as unset. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The allowed numbers of a variable: `from` or more, or more than `above`; at most `to`. */
export type NumberRange = { readonly to: number } & ({ readonly from: number } | { readonly above: number });

/**
 * Reads variables and collects their faults, so that all are reported at once. A faulty variable reads as its fallback.
 * No fault contains a value, because a secret may have been pasted into the wrong variable.
 */
export interface EnvironmentReader {
  /** The names of all variables that were read. */
  readonly names: ReadonlySet<string>;
  readonly faults: readonly string[];
  fault(name: string, message: string): void;
  /** The trimmed value; `undefined` when unset or empty. */
  text(name: string): string | undefined;
  /** A value for a header or a URL: printable ASCII, no blanks. */
  token(name: string): string | undefined;
  flag(name: string, fallback: boolean): boolean;
  /** A whole number. */
  integer<F extends number | undefined>(name: string, range: NumberRange, fallback: F): number | F;
  /** A number written with or without a fraction. */
  decimal<F extends number | undefined>(name: string, range: NumberRange, fallback: F): number | F;
  /** An http(s) origin, without path. */
  origin(name: string): string | undefined;
  /** An http(s) URL. */
  url(name: string): string | undefined;
}

/** A reader over these variables. */
export function createEnvironmentReader(environment: Environment): EnvironmentReader {
  const faults: string[] = [];
  // Several sources may read the same variable; its fault is reported once.
  const fault = (name: string, message: string) => {
    if (!faults.includes(`${name} ${message}`)) faults.push(`${name} ${message}`);
  };

  const names = new Set<string>();

  const text = (name: string) => {
    names.add(name);
    const value = environment[name]?.trim();
    return value === '' ? undefined : value;
  };

  const read = <T>(name: string, parse: (text: string) => T | undefined, expected: string): T | undefined => {
    const value = text(name);
    if (value === undefined) return undefined;
    const parsed = parse(value);
    if (parsed === undefined) fault(name, `must be ${expected}`);
    return parsed;
  };

  return {
    names,
    faults,
    fault,
    text,
    token: (name) => read(name, printable, 'printable ASCII without blanks'),
    flag: (name, fallback) => read(name, parseFlag, 'true or false') ?? fallback,
    integer: (name, range, fallback) =>
      read(name, (value) => numberIn(range, /^\d+$/, value), `a whole number ${inWords(range)}`) ?? fallback,
    decimal: (name, range, fallback) =>
      read(name, (value) => numberIn(range, /^\d*\.?\d+$/, value), `a number ${inWords(range)}`) ?? fallback,
    origin: (name) => read(name, parseOrigin, 'an http(s) origin such as http://127.0.0.1:9000, without a path'),
    url: (name) => read(name, (value) => parseHttpUrl(value)?.href, 'an http(s) URL'),
  };
}

/**
 * Reports a fault for every missing variable of a group, if one variable of the group is set.
 *
 * @param companionSet whether another variable is set that needs the group
 * @returns whether the group is configured
 */
export function allOrNone(reader: EnvironmentReader, names: readonly string[], companionSet = false): boolean {
  const isSet = (name: string) => reader.text(name) !== undefined;
  if (!companionSet && !names.some(isSet)) return false;
  for (const name of names) {
    if (!isSet(name)) reader.fault(name, 'is missing while its companions are set: set all of them or none');
  }
  return true;
}

/** An http(s) URL without user and password; `undefined` for anything else. */
export function parseHttpUrl(text: string): URL | undefined {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return undefined;
  return url;
}

function parseOrigin(text: string): string | undefined {
  const url = parseHttpUrl(text);
  return url !== undefined && url.href === `${url.origin}/` ? url.origin : undefined;
}

function printable(text: string): string | undefined {
  return /^[\x21-\x7e]+$/.test(text) ? text : undefined;
}

function parseFlag(text: string): boolean | undefined {
  if (text === 'true') return true;
  return text === 'false' ? false : undefined;
}

function numberIn(range: NumberRange, syntax: RegExp, text: string): number | undefined {
  const value = syntax.test(text) ? Number(text) : Number.NaN;
  const lowEnough = value <= range.to;
  const highEnough = 'from' in range ? value >= range.from : value > range.above;
  return lowEnough && highEnough ? value : undefined;
}

function inWords(range: NumberRange): string {
  return 'from' in range ? `from ${range.from} to ${range.to}` : `above ${range.above} and at most ${range.to}`;
}
