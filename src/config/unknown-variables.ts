import { closestMatch } from 'leven';
import type { Environment } from './environment.ts';

/** Variables that the gateway does not read, although they look like its own. */
export type UnknownVariables = {
  /** Probably misspelt: each with the variable that is probably meant. */
  readonly misspelt: readonly { readonly name: string; readonly meant: string }[];
  /** Other names that begin with `AMAZON_`. */
  readonly others: readonly string[];
};

/** A name with at most this many wrong letters is misspelt. */
const mostWrongLetters = 2;
/** Short names belong to many programs: `HOME` is two letters from `HOST`. */
const shortName = 8;

/** Finds variables that are set and not `known`. */
export function findUnknown(environment: Environment, known: ReadonlySet<string>): UnknownVariables {
  const names = [...known];
  const unknown = Object.keys(environment).filter((name) => !known.has(name) && isSet(environment[name]));
  const checked = unknown.map((name) => ({ name, meant: meantBy(name, names) }));
  return {
    misspelt: checked.flatMap(({ name, meant }) => (meant === undefined ? [] : [{ name, meant }])),
    others: checked.flatMap(({ name, meant }) => (meant === undefined && /^AMAZON_/i.test(name) ? [name] : [])),
  };
}

/** The known name that an unknown one probably means. */
function meantBy(name: string, known: readonly string[]): string | undefined {
  if (name.length < shortName) return closestMatch(name, known, { maxDistance: 1 });
  const long = known.filter((one) => one.length >= shortName);
  return closestMatch(name.toUpperCase(), long, { maxDistance: mostWrongLetters });
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value.trim() !== '';
}
