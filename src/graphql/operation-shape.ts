import {
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** How large an operation is when every fragment stands where it is spread. */
export type Shape = {
  /** Levels of fields. */
  readonly depth: number;
  /** Levels of fields within `__schema` and `__type`, those included. */
  readonly introspectionDepth: number;
  readonly aliases: number;
  readonly directives: number;
};

const nothing: Shape = { depth: 0, introspectionDepth: 0, aliases: 0, directives: 0 };

/**
 * The shape of each operation of a document that need not be valid. A fragment is measured once, however often it is
 * spread: fragments that double with every level cost their text only. One that spreads itself counts as nothing
 * there; validation refuses it by name.
 */
export function shapesOf(document: DocumentNode): readonly Shape[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const measured = new Map<string, Shape>();

  function ofFragment(name: string): Shape {
    const known = measured.get(name);
    if (known !== undefined) return known;
    measured.set(name, nothing);
    const fragment = fragments.get(name);
    const shape = fragment === undefined ? nothing : withDirectives(ofSet(fragment.selectionSet), fragment.directives);
    measured.set(name, shape);
    return shape;
  }

  function ofSet(set: SelectionSetNode | undefined): Shape {
    return (set?.selections ?? []).map(ofSelection).reduce(together, nothing);
  }

  function ofSelection(node: SelectionNode): Shape {
    if (node.kind === Kind.FRAGMENT_SPREAD) return withDirectives(ofFragment(node.name.value), node.directives);
    if (node.kind === Kind.INLINE_FRAGMENT) return withDirectives(ofSet(node.selectionSet), node.directives);
    const below = withDirectives(ofSet(node.selectionSet), node.directives);
    const aliases = below.aliases + (node.alias === undefined ? 0 : 1);
    const name = node.name.value;
    if (name === '__schema' || name === '__type')
      return { ...below, depth: 0, introspectionDepth: below.depth + 1, aliases };
    return { ...below, depth: below.depth + 1, aliases };
  }

  return document.definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return [];
    const own = definition.variableDefinitions?.flatMap(({ directives = [] }) => directives) ?? [];
    return [withDirectives(ofSet(definition.selectionSet), [...(definition.directives ?? []), ...own])];
  });
}

function withDirectives(shape: Shape, directives: readonly unknown[] | undefined): Shape {
  return { ...shape, directives: shape.directives + (directives?.length ?? 0) };
}

function together(a: Shape, b: Shape): Shape {
  return {
    depth: Math.max(a.depth, b.depth),
    introspectionDepth: Math.max(a.introspectionDepth, b.introspectionDepth),
    aliases: a.aliases + b.aliases,
    directives: a.directives + b.directives,
  };
}
