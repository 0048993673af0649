import { BadInput, type BadUserInput } from '../graphql/input/bad-user-input.ts';
import type { JsonSchema, ObjectSchema } from './json-schema.ts';

/** The arguments of a tool, as a client sends them. */
export type ToolArguments = Readonly<Record<string, unknown>>;

/**
 * Checks what the GraphQL server cannot know: names of arguments, which it would ignore, and the limits of the tool. It
 * checks everything else itself. Null is the same as absent, because many clients send every argument.
 *
 * @throws {BadInput} which names every faulty argument
 */
export function checkArguments({ properties }: ObjectSchema, given: ToolArguments): ToolArguments {
  const entries = Object.entries(given).filter(([, value]) => value !== null);
  const known = new Map(Object.entries(properties));
  const faults = entries.flatMap(([name, value]): readonly BadUserInput[] => {
    const schema = known.get(name);
    const message = schema === undefined ? unknownMessage(known) : boundsFault(schema, value);
    return message === undefined ? [] : [{ path: [name], value, message }];
  });
  if (faults.length > 0) throw new BadInput(faults);
  return Object.fromEntries(entries);
}

function unknownMessage(known: ReadonlyMap<string, JsonSchema>): string {
  return `is no argument of this tool; it has ${[...known.keys()].join(', ')}`;
}

function boundsFault(schema: JsonSchema, value: unknown): string | undefined {
  const { minItems = 0, maxItems = Infinity, minimum = -Infinity, maximum = Infinity } = schema;
  if (Array.isArray(value) && (value.length < minItems || value.length > maxItems)) {
    return `must have ${minItems} to ${maxItems} items`;
  }
  if (typeof value === 'number' && (value < minimum || value > maximum)) return `must be ${minimum} to ${maximum}`;
  return undefined;
}
