import {
  getNullableType,
  GraphQLNonNull,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputType,
} from 'graphql';
import type { Variables } from './fuzz-case.ts';
import type { Mood } from './mood.ts';
import type { Random } from './random.ts';
import { literal, randomValue } from './values.ts';

/** The values in an operation's text, and the variables that some of them are. */
export type RandomInputs = {
  /**
   * The text of a value of this type.
   *
   * @param name of the argument or input field
   * @param hasDefault whether a nullable variable may stand there even if the type is not nullable
   */
  readonly text: (type: GraphQLInputType, name: string, hasDefault: boolean) => string;
  /** Runs what writes a part of the operation; returns which variables it uses. */
  readonly usedBy: (write: () => void) => ReadonlySet<string>;
  /** Says that these variables are used, too. */
  readonly use: (names: Iterable<string>) => void;
  /** `$v0: Boolean = true`. */
  readonly declarationOf: (name: string) => string;
  /** Values for all variables, some left out; other ones each time. */
  readonly values: () => Variables;
};

type Variable = { readonly name: string; readonly type: string; readonly value: () => unknown };

/** Random inputs of one document, in which a variable is declared alike in every operation. */
export function createRandomInputs(random: Random, mood: Mood): RandomInputs {
  const variables: Variable[] = [];
  let used = new Set<string>();

  function text(type: GraphQLInputType, name: string, hasDefault: boolean): string {
    if (random.chance(mood.variableShare)) return `$${variable(type, name, hasDefault)}`;
    return literal(withVariables(randomValue(type, name, random, mood), type, name), type);
  }

  /** The value with a variable here and there inside of it. */
  function withVariables(value: unknown, type: GraphQLInputType, name: string): unknown {
    const inner = getNullableType(type);
    const within = (one: unknown, innerType: GraphQLInputType, innerName: string) =>
      random.chance(0.08)
        ? { variable: variable(innerType, innerName, false) }
        : withVariables(one, innerType, innerName);
    if (Array.isArray(value) && isListType(inner)) return value.map((one) => within(one, inner.ofType, name));
    if (!isInputObjectType(inner) || typeof value !== 'object' || value === null) return value;
    const fields = inner.getFields();
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => {
        const field = fields[key];
        return [key, field === undefined ? one : within(one, field.type, key)];
      }),
    );
  }

  /** A variable that may stand where this type is wanted: of the type itself, or nullable thanks to a default. */
  function variable(type: GraphQLInputType, name: string, hasDefault: boolean): string {
    const nullable = getNullableType(type);
    const strict = new GraphQLNonNull(nullable);
    const declared = random.chance(0.5) ? strict : nullable;
    const needsDefault = isNonNullType(type) && declared !== strict && !hasDefault;
    const initial = needsDefault || random.chance(0.3) ? randomValue(strict, name, random, mood) : undefined;
    const typeText = `${declared.toString()}${initial === undefined ? '' : ` = ${literal(initial, nullable)}`}`;
    const alike = variables.filter((one) => one.type === typeText);
    if (alike.length > 0 && random.chance(0.7)) return useOne(random.pick(alike).name);
    const omissible = declared !== strict || initial !== undefined;
    const value = () => (omissible && random.chance(0.4) ? undefined : randomValue(declared, name, random, mood));
    const fresh = { name: `v${variables.length}`, type: typeText, value };
    variables.push(fresh);
    return useOne(fresh.name);
  }

  function useOne(name: string): string {
    used.add(name);
    return name;
  }

  return {
    text,
    usedBy(write) {
      const outer = used;
      used = new Set();
      write();
      const inner = used;
      used = outer;
      return inner;
    },
    use(names) {
      for (const name of names) used.add(name);
    },
    declarationOf: (name) => `$${name}: ${variables.find((one) => one.name === name)?.type ?? ''}`,
    values() {
      const given = variables.map(({ name, value }) => [name, value()] as const);
      return Object.fromEntries(given.filter(([, value]) => value !== undefined));
    },
  };
}
