import {
  getNullableType,
  GraphQLNonNull,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputType,
} from 'graphql';
import type { Variables } from './fuzz-case.ts';
import type { Profile } from './profile.ts';
import type { Random } from './random.ts';
import { literal, randomValue } from './values.ts';

/** Random input values of a document: literals in its text, or variables. */
export type RandomInputs = {
  /**
   * The text of a value of this type: a literal or a variable.
   *
   * @param name the name of the argument or input field
   * @param hasDefault whether the place has a default, so that it takes a nullable variable even if its type is not nullable
   */
  readonly text: (type: GraphQLInputType, name: string, hasDefault: boolean) => string;
  /** Runs `write`, which writes a part of the operation, and returns the variables that the part uses. */
  readonly usedBy: (write: () => void) => ReadonlySet<string>;
  /** Marks these variables as used. */
  readonly use: (names: Iterable<string>) => void;
  /** The variable's definition, e.g. `$v0: Boolean = true`. */
  readonly declarationOf: (name: string) => string;
  /** New values for all variables. Some variables are left out. */
  readonly values: () => Variables;
};

type Variable = { readonly name: string; readonly type: string; readonly value: () => unknown };

/** Creates the inputs of one document. Its operations declare a variable in the same way. */
export function createRandomInputs(random: Random, profile: Profile): RandomInputs {
  const variables: Variable[] = [];
  let used = new Set<string>();

  function text(type: GraphQLInputType, name: string, hasDefault: boolean): string {
    if (random.chance(profile.variableShare)) return `$${variable(type, name, hasDefault)}`;
    return literal(withVariables(randomValue(type, name, random, profile), type, name), type);
  }

  /** The value with some of its inner values replaced by variables. */
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

  /** A variable that is allowed where this type is expected: of the type itself, or nullable with a default. */
  function variable(type: GraphQLInputType, name: string, hasDefault: boolean): string {
    const nullable = getNullableType(type);
    const strict = new GraphQLNonNull(nullable);
    const declared = random.chance(0.5) ? strict : nullable;
    const needsDefault = isNonNullType(type) && declared !== strict && !hasDefault;
    const initial = needsDefault || random.chance(0.3) ? randomValue(strict, name, random, profile) : undefined;
    const typeText = `${declared.toString()}${initial === undefined ? '' : ` = ${literal(initial, nullable)}`}`;
    const alike = variables.filter((one) => one.type === typeText);
    if (alike.length > 0 && random.chance(0.7)) return useOne(random.pick(alike).name);
    const omissible = declared !== strict || initial !== undefined;
    const value = () => (omissible && random.chance(0.4) ? undefined : randomValue(declared, name, random, profile));
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
