import {
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** The size of an operation with every fragment counted where it is spread. */
export type Shape = {
  /** Nesting levels of fields. */
  readonly depth: number;
  /** Nesting levels of fields within `__schema` and `__type`, including these. */
  readonly introspectionDepth: number;
  readonly aliases: number;
  readonly directives: number;
  readonly fields: number;
  /** The number of `__schema` fields. */
  readonly schemas: number;
  /** The number of `__type` fields. */
  readonly types: number;
  /** The number of values that introspection returns, estimated for a schema of this size. */
  readonly introspectedValues: number;
};

type Measured = Shape & {
  /** The contribution to `introspectedValues` within `__schema` or `__type`. */
  readonly values: number;
};

const nothing: Measured = {
  depth: 0,
  introspectionDepth: 0,
  aliases: 0,
  directives: 0,
  fields: 0,
  schemas: 0,
  types: 0,
  introspectedValues: 0,
  values: 0,
};

/** The approximate number of values of an introspection field, averaged over all types; a test compares it with a real answer. */
const introspectedSizes: ReadonlyMap<string, number> = new Map([
  ['types', 100],
  ['fields', 5],
  ['args', 1],
  ['enumValues', 3],
  ['directives', 20],
  ['locations', 4],
  ['ofType', 0.5],
]);

/**
 * The shape of each operation of a document, which need not be valid. Each fragment is measured once, so that nested spreads
 * cannot multiply the work. A fragment that spreads itself counts as empty there; validation then refuses it.
 */
export function shapesOf(document: DocumentNode): readonly Shape[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const measured = new Map<string, Measured>();

  function ofFragment(name: string): Measured {
    const known = measured.get(name);
    if (known !== undefined) return known;
    measured.set(name, nothing);
    const fragment = fragments.get(name);
    const shape = fragment === undefined ? nothing : withDirectives(ofSet(fragment.selectionSet), fragment.directives);
    measured.set(name, shape);
    return shape;
  }

  function ofSet(set: SelectionSetNode | undefined): Measured {
    return (set?.selections ?? []).map(ofSelection).reduce(together, nothing);
  }

  function ofSelection(node: SelectionNode): Measured {
    if (node.kind === Kind.FRAGMENT_SPREAD) return withDirectives(ofFragment(node.name.value), node.directives);
    if (node.kind === Kind.INLINE_FRAGMENT) return withDirectives(ofSet(node.selectionSet), node.directives);
    const below = withDirectives(ofSet(node.selectionSet), node.directives);
    const name = node.name.value;
    const field: Measured = {
      ...below,
      aliases: below.aliases + (node.alias === undefined ? 0 : 1),
      fields: below.fields + 1,
      values: (introspectedSizes.get(name) ?? 1) * (1 + below.values),
    };
    if (name !== '__schema' && name !== '__type') return { ...field, depth: below.depth + 1 };
    return {
      ...field,
      depth: 0,
      introspectionDepth: below.depth + 1,
      schemas: below.schemas + (name === '__schema' ? 1 : 0),
      types: below.types + (name === '__type' ? 1 : 0),
      introspectedValues: below.introspectedValues + Math.ceil(1 + below.values),
    };
  }

  return document.definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return [];
    const own = definition.variableDefinitions?.flatMap(({ directives = [] }) => directives) ?? [];
    return [withDirectives(ofSet(definition.selectionSet), [...(definition.directives ?? []), ...own])];
  });
}

function withDirectives(shape: Measured, directives: readonly unknown[] | undefined): Measured {
  return { ...shape, directives: shape.directives + (directives?.length ?? 0) };
}

function together(a: Measured, b: Measured): Measured {
  return {
    depth: Math.max(a.depth, b.depth),
    introspectionDepth: Math.max(a.introspectionDepth, b.introspectionDepth),
    aliases: a.aliases + b.aliases,
    directives: a.directives + b.directives,
    fields: a.fields + b.fields,
    schemas: a.schemas + b.schemas,
    types: a.types + b.types,
    introspectedValues: a.introspectedValues + b.introspectedValues,
    values: a.values + b.values,
  };
}
