import { TypeInfo, visit, visitWithTypeInfo, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import type { GraphQLParams } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import { readInput } from '../graphql/input/input-check.ts';
import { weightOf } from '../graphql/plugins/document-cache.ts';
import { hashIn } from '../graphql/plugins/persisted.ts';
import type { InputContext } from '../graphql/input/question-args.ts';
import { fieldsIn, fragmentsIn } from '../graphql/input/root-fields.ts';
import { schema } from '../graphql/schema.ts';
import { createRootField, type RootField, type Variables } from './root-field.ts';

/** An operation that the server has answered without an error. */
export type Operation = {
  readonly name: string | undefined;
  readonly variables: NonNullable<OperationDefinitionNode['variableDefinitions']>;
  /** Its root fields with these variables, coerced and as sent; `undefined` when a root field is not a product lookup. */
  fields(coerced: Variables, raw: Variables): readonly RootField[] | undefined;
};

type ByName = Map<string | undefined, Operation>;

const mostDocuments = 256;
/** How many combinations of the variables below root fields are stored per operation. */
const mostShapes = 16;
const ordinary: ReadonlySet<string> = new Set(['query', 'operationName', 'variables', 'extensions']);

/** Stores operations by the text or the hash that the server has accepted: a known hash does not admit its text. */
export function createOperations(inputs: InputContext, maxBytes: number) {
  const operations = new LRUCache<string, ByName>({ max: mostDocuments, maxSize: Math.ceil(maxBytes) });

  function keyOf(params: GraphQLParams): string | undefined {
    for (const name in params) if (!ordinary.has(name)) return undefined;
    const { query, extensions, variables } = params;
    if ([extensions, variables].some((one) => Array.isArray(one) || typeof (one ?? {}) !== 'object')) return undefined;
    const persisted: unknown = extensions?.['persistedQuery'];
    if (query === undefined) return `hash ${hashIn(persisted)}`;
    return typeof query === 'string' && persisted === undefined ? `text ${query}` : undefined;
  }

  return {
    find(params: GraphQLParams): Operation | undefined {
      const key = keyOf(params);
      return key === undefined ? undefined : operations.get(key)?.get(params.operationName ?? undefined);
    },
    add(params: GraphQLParams, document: DocumentNode, definition: OperationDefinitionNode): void {
      const key = keyOf(params);
      if (key === undefined) return;
      const byName: ByName = operations.get(key) ?? new Map();
      byName.set(params.operationName ?? undefined, createOperation(document, definition, inputs));
      // The document, and as much again for what is made of it.
      operations.set(key, byName, { size: 2 * weightOf(document.loc?.source.body ?? '') });
    },
  };
}

function createOperation(document: DocumentNode, definition: OperationDefinitionNode, inputs: InputContext): Operation {
  const shapes = new Map<string, readonly RootField[] | undefined>();
  const fragments = fragmentsIn(document);
  let names: readonly string[] | undefined;
  return {
    name: definition.name?.value,
    variables: definition.variableDefinitions ?? [],
    fields(coerced, raw) {
      names ??= namesBelowArguments(document);
      const shape = names.length === 0 ? '' : JSON.stringify(pick(coerced, names));
      if (shapes.has(shape)) return shapes.get(shape);
      // The server refuses more than graphql-js does, e.g. a null for `@skip` on a fragment that is not executed.
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

/** The variables that are used outside arguments of root fields: they determine the shape of the answer. */
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
