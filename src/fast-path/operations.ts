import { Kind, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { DocumentNode, FragmentDefinitionNode, OperationDefinitionNode } from 'graphql';
import type { GraphQLParams } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import { readInput } from '../graphql/input/input-check.ts';
import { hashIn } from '../graphql/plugins/persisted.ts';
import type { InputContext } from '../graphql/input/question-args.ts';
import { fieldsIn } from '../graphql/input/root-fields.ts';
import { schema } from '../graphql/schema.ts';
import { createRootField, type RootField, type Variables } from './root-field.ts';

/** An operation that the server has answered without an error. */
export type Operation = {
  readonly name: string | undefined;
  readonly variables: NonNullable<OperationDefinitionNode['variableDefinitions']>;
  /** Its root fields with these variables, coerced and as sent; `undefined` when one of them is no product lookup. */
  fields(coerced: Variables, raw: Variables): readonly RootField[] | undefined;
};

type ByName = Map<string | undefined, Operation>;

const mostDocuments = 256;
/** A document takes up to a hundred times the memory of its text. */
const mostCharacters = 1_000_000;
/** How many combinations of the variables below the root fields are kept of one operation. */
const mostShapes = 16;
const ordinary: ReadonlySet<string> = new Set(['query', 'operationName', 'variables', 'extensions']);

/** Keeps operations under the very text or hash that the server accepted: a known hash does not admit its text. */
export function createOperations(inputs: InputContext) {
  const byText = new LRUCache<string, ByName>({ max: mostDocuments, maxSize: mostCharacters });
  const byHash = new LRUCache<string, ByName>({ max: mostDocuments, maxSize: mostCharacters });

  function placeOf(params: GraphQLParams) {
    for (const name in params) if (!ordinary.has(name)) return undefined;
    const { query, extensions, variables } = params;
    if ([extensions, variables].some((one) => Array.isArray(one) || typeof (one ?? {}) !== 'object')) return undefined;
    const persisted: unknown = extensions?.['persistedQuery'];
    if (query === undefined) return { operations: byHash, key: hashIn(persisted) ?? '' };
    return typeof query === 'string' && persisted === undefined ? { operations: byText, key: query } : undefined;
  }

  return {
    find(params: GraphQLParams): Operation | undefined {
      const place = placeOf(params);
      return place?.operations.get(place.key)?.get(params.operationName ?? undefined);
    },
    learn(params: GraphQLParams, document: DocumentNode, definition: OperationDefinitionNode): void {
      const place = placeOf(params);
      if (place === undefined) return;
      const byName: ByName = place.operations.get(place.key) ?? new Map();
      byName.set(params.operationName ?? undefined, createOperation(document, definition, inputs));
      place.operations.set(place.key, byName, { size: document.loc?.source.body.length ?? mostCharacters });
    },
  };
}

function createOperation(document: DocumentNode, definition: OperationDefinitionNode, inputs: InputContext): Operation {
  const shapes = new Map<string, readonly RootField[] | undefined>();
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
  for (const one of document.definitions) if (one.kind === Kind.FRAGMENT_DEFINITION) fragments[one.name.value] = one;
  let names: readonly string[] | undefined;
  return {
    name: definition.name?.value,
    variables: definition.variableDefinitions ?? [],
    fields(coerced, raw) {
      names ??= namesBelowArguments(document);
      const shape = names.length === 0 ? '' : JSON.stringify(pick(coerced, names));
      if (shapes.has(shape)) return shapes.get(shape);
      // The server refuses more than graphql-js: a null for `@skip` where nothing is executed, for one.
      const operationName = definition.name?.value;
      if (readInput({ schema, document, operationName, variableValues: raw }, inputs).faults.length > 0)
        return undefined;
      if (shapes.size >= mostShapes) shapes.clear();
      const used = definition.variableDefinitions?.filter(({ variable }) => names?.includes(variable.name.value)) ?? [];
      const where = { document, operation: { ...definition, variableDefinitions: used }, variables: pick(raw, names) };
      const nodes = fieldsIn([definition.selectionSet], fragments, coerced);
      const byKey = Map.groupBy(nodes, ({ alias, name }) => (alias ?? name).value);
      const fields = [...byKey].map(([key, own]) => createRootField(key, own, where));
      const all = fields.every((field) => field !== undefined) ? fields : undefined;
      shapes.set(shape, all);
      return all;
    },
  };
}

function pick(variables: Variables, names: readonly string[]): Variables {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => names.includes(name)));
}

/** The variables that stand anywhere but in arguments of root fields: they decide what the answer's shape is. */
function namesBelowArguments(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  const types = new TypeInfo(schema);
  const look = {
    VariableDefinition: () => false,
    Variable({ name }: { readonly name: { readonly value: string } }) {
      if (types.getParentType() !== schema.getQueryType() || types.getDirective()) names.add(name.value);
    },
  };
  visit(document, visitWithTypeInfo(types, look));
  return [...names];
}
