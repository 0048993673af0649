import {
  doTypesOverlap,
  getNamedType,
  GraphQLBoolean,
  GraphQLNonNull,
  isCompositeType,
  isNonNullType,
  isUnionType,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';
import type { Variables } from './fuzz-case.ts';
import type { Profile } from './profile.ts';
import { createRandomInputs } from './random-inputs.ts';
import type { Random } from './random.ts';

/** A random document, which need not be valid. */
export type RandomOperation = {
  readonly query: string;
  /** The names of its operations; null when it holds a single one. */
  readonly names: readonly (string | null)[];
  /** New values for its variables. */
  readonly variables: () => Variables;
};

type Fragment = { readonly on: GraphQLCompositeType; readonly text: string; readonly variables: ReadonlySet<string> };
type AnyField = GraphQLField<unknown, unknown>;
/** A field of a selection set. When it is selected twice, graphql-js merges both. */
type Entry = { readonly head: string; readonly field: AnyField };

const deepest = 7;
const mostSelections = 40;
/** Fields whose long answers test little. */
const rarely: ReadonlySet<string> = new Set(['timeline', '_service']);

/** Creates one operation over the whole schema, or two operations in one document. */
export function randomOperation(schema: GraphQLSchema, random: Random, profile: Profile): RandomOperation {
  const inputs = createRandomInputs(random, profile);
  const fragments = new Map<string, Fragment>();
  const composites = Object.values(schema.getTypeMap()).filter(isCompositeType);
  let aliases = 0;
  let left = 0;

  function selections(type: GraphQLCompositeType, depth: number): string {
    const entries: Entry[] = [];
    const count = 1 + random.below(depth < 3 ? 5 : 3);
    const texts = Array.from({ length: count }, () => selection(type, depth, entries));
    return texts.filter((text) => text !== '').join(' ') || '__typename';
  }

  function selection(type: GraphQLCompositeType, depth: number, entries: Entry[]): string {
    left -= 1;
    if (left < 0) return '';
    const kind = random.below(100);
    if (kind < 5) return `__typename${directives()}`;
    if (kind < 15 && entries.length > 0) return fieldText(random.pick(entries), depth);
    if (kind < 27 && depth < deepest) return spread(type, depth);
    if (depth < deepest && (kind < 37 || isUnionType(type))) return inline(type, depth);
    if (isUnionType(type)) return '__typename';
    return newField(type, depth, entries);
  }

  function newField(type: GraphQLCompositeType, depth: number, entries: Entry[]): string {
    const fields = fieldsOf(type).filter((one) => depth < deepest || !isCompositeType(getNamedType(one.type)));
    if (fields.length === 0) return '__typename';
    const field = random.pick(fields);
    if (rarely.has(field.name) && random.chance(0.9)) return '';
    const head = `${alias(type, field)}${field.name}${argumentsOf(field.args)}`;
    entries.push({ head, field });
    return fieldText({ head, field }, depth);
  }

  function fieldText({ head, field }: Entry, depth: number): string {
    const inner = getNamedType(field.type);
    const below = isCompositeType(inner) ? ` { ${selections(inner, depth + 1)} }` : '';
    return `${head}${directives()}${below}`;
  }

  /** Most fields with arguments need an alias, because they conflict otherwise. Some take the name of another field. */
  function alias(type: GraphQLCompositeType, { name, args }: AnyField): string {
    if (random.chance(0.03)) return `${random.pick(fieldsOf(type)).name}: `;
    if (random.chance(args.length > 0 ? 0.7 : 0.1)) return `a${(aliases += 1)}: `;
    return random.chance(0.03) ? `${name}: ` : '';
  }

  function fieldsOf(type: GraphQLCompositeType): readonly AnyField[] {
    if (isUnionType(type)) return [];
    const own = Object.values(type.getFields()).flatMap((field) =>
      Array.from({ length: profile.weights[field.name] ?? 1 }, () => field),
    );
    const isMetaAsked = profile.isWild && type === schema.getQueryType() && random.chance(0.02);
    return isMetaAsked ? [...own, TypeMetaFieldDef, SchemaMetaFieldDef] : own;
  }

  function inline(type: GraphQLCompositeType, depth: number): string {
    const on = overlapping(type);
    const condition = on === type && random.chance(0.4) && !isUnionType(type) ? '' : ` on ${on.name}`;
    return `...${condition}${directives()} { ${selections(on, depth + 1)} }`;
  }

  function spread(type: GraphQLCompositeType, depth: number): string {
    const fitting = [...fragments].filter(([, { on }]) => doTypesOverlap(schema, on, type));
    const name = fitting.length > 0 && random.chance(0.6) ? random.pick(fitting)[0] : newFragment(type, depth);
    inputs.use(fragments.get(name)?.variables ?? []);
    return `...${name}${directives()}`;
  }

  /** A fragment can be spread only after it is finished, so that no fragment spreads itself. */
  function newFragment(type: GraphQLCompositeType, depth: number): string {
    const on = overlapping(type);
    let body = '';
    const variables = inputs.usedBy(() => {
      body = selections(on, depth + 1);
    });
    const name = `F${fragments.size}`;
    fragments.set(name, { on, text: `fragment ${name} on ${on.name} { ${body} }`, variables });
    return name;
  }

  function overlapping(type: GraphQLCompositeType): GraphQLCompositeType {
    if (!isUnionType(type) && random.chance(0.7)) return type;
    return random.pick(composites.filter((one) => doTypesOverlap(schema, one, type)));
  }

  function directives(): string {
    if (!random.chance(profile.directiveShare)) return '';
    const names = random.pick([['skip'], ['include'], ['include'], ['skip', 'include'], ['include', 'skip']]);
    const condition = () => inputs.text(new GraphQLNonNull(GraphQLBoolean), 'if', false);
    return names.map((name) => ` @${name}(if: ${condition()})`).join('');
  }

  function argumentsOf(args: readonly GraphQLArgument[]): string {
    const given = args.filter(
      (one) => (isNonNullType(one.type) && !hasDefault(one)) || random.chance(profile.isWild ? 0.25 : 0.1),
    );
    const texts = given.map((one) => `${one.name}: ${inputs.text(one.type, one.name, hasDefault(one))}`);
    return texts.length === 0 ? '' : `(${texts.join(', ')})`;
  }

  function operation(name: string): string {
    left = 3 + random.below(mostSelections);
    const query = schema.getQueryType();
    let body = '__typename';
    const variables = inputs.usedBy(() => {
      if (query != null) body = selections(query, 0);
    });
    const declarations = [...variables].map(inputs.declarationOf);
    return `query ${name}${declarations.length === 0 ? '' : `(${declarations.join(', ')})`} { ${body} }`;
  }

  const two = random.chance(0.25);
  const operations = two ? [operation('A'), operation('B')] : [operation(random.pick(['A', '']))];
  const texts = [...operations, ...[...fragments.values()].map(({ text }) => text)];
  return {
    query: (random.chance(0.5) ? texts : texts.toReversed()).join('\n'),
    names: two ? ['A', 'B'] : [null],
    variables: inputs.values,
  };
}

function hasDefault({ defaultValue }: GraphQLArgument): boolean {
  return defaultValue !== undefined;
}
