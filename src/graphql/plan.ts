import {
  execute,
  getOperationAST,
  GraphQLSchema,
  isObjectType,
  Kind,
  OperationTypeNode,
  visit,
  type DocumentNode,
  type FieldNode,
  type SelectionNode,
} from 'graphql';
import type { ProductAnswer } from '../catalog/answer.ts';
import { quickKeysOf, type QuickKeys } from './quick-keys.ts';
import { schema } from './schema.ts';

/** An operation that can be answered product by product. */
export type Plan = {
  readonly name: string | undefined;
  readonly fields: readonly PlannedField[];
  /** Absent where the arguments are not of the usual kind. */
  readonly quickKeys: QuickKeys | undefined;
};

/**
 * A root field of it. Its texts are bytes: UTF-8, of which every byte is one character. Such strings are joined and sent
 * together with the headers, without being encoded again. Measured: 4 to 10 % of what fifty products cost as buffers.
 */
export type PlannedField = {
  /** What stands before its value in the answer, e.g. `"product":`. */
  readonly key: string;
  readonly isList: boolean;
  /** One product as this field shows it, in JSON; `undefined` when it cannot be shown without errors. */
  readonly show: (answer: ProductAnswer) => string | undefined;
};

const rootFields: ReadonlySet<string> = new Set(['product', 'products']);

/**
 * The plan of an operation that asks nothing but `product` and `products`, and of them what depends on no variable; any
 * other has none.
 */
export function planOf(document: DocumentNode, operationName: string | undefined): Plan | undefined {
  const operation = getOperationAST(document, operationName);
  if (!operation || operation.operation !== OperationTypeNode.QUERY || (operation.directives?.length ?? 0) > 0)
    return undefined;
  const nodes = operation.selectionSet.selections.filter(isPlainField);
  const keys = new Set(nodes.map(keyOf));
  if (nodes.length < operation.selectionSet.selections.length || keys.size < nodes.length) return undefined;
  if (nodes.some((node) => dependsOnVariables(node, document))) return undefined;
  return {
    name: operation.name?.value,
    fields: nodes.map((node) => plannedField(node, document)),
    quickKeys: quickKeysOf(nodes, operation),
  };
}

function isPlainField(node: SelectionNode): node is FieldNode {
  return node.kind === Kind.FIELD && rootFields.has(node.name.value) && (node.directives?.length ?? 0) === 0;
}

function keyOf(node: FieldNode): string {
  return node.alias?.value ?? node.name.value;
}

/** Whether a variable stands anywhere but in the field's own arguments. */
function dependsOnVariables({ selectionSet }: FieldNode, { definitions }: DocumentNode): boolean {
  let found = false;
  const look = { Variable: () => void (found = true) };
  if (selectionSet !== undefined) visit(selectionSet, look);
  for (const one of definitions) if (one.kind === Kind.FRAGMENT_DEFINITION) visit(one, look);
  return found;
}

/** The schema as a product sees it: what is selected of a product is an operation of its own. */
const productSchema = schemaOfProduct();

function schemaOfProduct(): GraphQLSchema {
  const product = schema.getType('Product');
  if (!isObjectType(product)) throw new Error('There is no product in the schema.');
  return new GraphQLSchema({ ...schema.toConfig(), query: product });
}

type Shown = { readonly quality: string; readonly json: string };

/**
 * What a product looks like is kept with the answer for as long as that is given. Measured: fifty cached products take
 * less than half the time.
 */
function plannedField(node: FieldNode, document: DocumentNode): PlannedField {
  const selected = asOperation(node, document);
  const withQuality = asksForQuality(node, document);
  const kept = new WeakMap<ProductAnswer, Shown>();
  return {
    key: latin1(`${JSON.stringify(keyOf(node))}:`),
    isList: node.name.value === 'products',
    show(answer) {
      const known = kept.get(answer);
      // What a product is scored falls while it ages.
      const quality = withQuality ? scoreOf(answer) : '';
      if (quality === undefined) return undefined;
      if (known?.quality === quality) return known.json;
      const json = serialise(answer, selected);
      if (json !== undefined) kept.set(answer, { quality, json });
      return json;
    },
  };
}

/** The pipeline tells of what throws. */
function scoreOf(answer: ProductAnswer): string | undefined {
  try {
    return JSON.stringify(answer.quality());
  } catch {
    return undefined;
  }
}

function serialise(rootValue: ProductAnswer, document: DocumentNode): string | undefined {
  const result = execute({ schema: productSchema, document, rootValue });
  if ('then' in result || result.errors !== undefined) return undefined;
  return latin1(JSON.stringify(result.data));
}

/** The text's bytes in UTF-8, each as one character. */
function latin1(text: string): string {
  return Buffer.from(text).toString('latin1');
}

function asOperation({ selectionSet }: FieldNode, { definitions }: DocumentNode): DocumentNode {
  const fragments = definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  if (selectionSet === undefined) throw new Error('A product has been asked for without its fields.');
  const operation = { kind: Kind.OPERATION_DEFINITION, operation: OperationTypeNode.QUERY, selectionSet } as const;
  return { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] };
}

function asksForQuality({ selectionSet }: FieldNode, { definitions }: DocumentNode): boolean {
  let found = false;
  const look = { Field: ({ name }: FieldNode) => void (found ||= name.value === 'quality') };
  if (selectionSet !== undefined) visit(selectionSet, look);
  for (const one of definitions) if (one.kind === Kind.FRAGMENT_DEFINITION) visit(one, look);
  return found;
}
