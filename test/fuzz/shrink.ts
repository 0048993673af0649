import {
  Kind,
  parse,
  print,
  visit,
  type ASTNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type InlineFragmentNode,
  type ListValueNode,
} from 'graphql';
import { operationNamesIn } from '../../src/graphql/plugins/operation-names.ts';
import type { FuzzCase } from './fuzz-case.ts';
import { isFit } from './random-case.ts';

/** Whether a case still shows the difference. */
export type StillFails = (fuzzCase: FuzzCase) => Promise<boolean>;

/** The parts of an operation that may be left out, when it is valid without them. */
const removable: ReadonlySet<ASTNode['kind']> = new Set<ASTNode['kind']>([
  Kind.OPERATION_DEFINITION,
  Kind.FIELD,
  Kind.INLINE_FRAGMENT,
  Kind.FRAGMENT_SPREAD,
  Kind.DIRECTIVE,
  Kind.ARGUMENT,
  Kind.OBJECT_FIELD,
]);

/** How many smaller cases are tried. Each opens a gateway. */
const mostTries = 300;

/** Makes a failing case smaller by leaving out one part after the other, for as long as it still fails. */
export async function shrink(fuzzCase: FuzzCase, schema: GraphQLSchema, stillFails: StillFails): Promise<FuzzCase> {
  let smallest = fuzzCase;
  let tries = 0;
  let sinceSmaller = 0;
  // A part that could not be left out is tried again only after all others.
  for (let next = 0; tries < mostTries; next += 1) {
    const candidates = [...smallerCases(smallest)];
    if (sinceSmaller > candidates.length) break;
    const candidate = candidates[next % candidates.length];
    sinceSmaller += 1;
    if (candidate === undefined || !namesOperations(candidate) || !isFit(schema, candidate.query)) continue;
    tries += 1;
    if (!(await stillFails(candidate))) continue;
    smallest = candidate;
    sinceSmaller = 0;
    next -= 1;
  }
  return smallest;
}

/**
 * Whether the text holds every operation that the case names. The gateway words its refusal of an unknown name differently
 * from graphql-js, and that difference is not the one that is looked for.
 */
function namesOperations({ query, requests }: FuzzCase): boolean {
  const names = operationNamesIn(query);
  return requests.every(({ operationName }) => operationName === null || names.includes(operationName));
}

/** Every case that is smaller by one step, the greatest steps first. */
function* smallerCases(fuzzCase: FuzzCase): Generator<FuzzCase> {
  const { query, requests } = fuzzCase;
  for (const index of requests.keys()) {
    if (requests.length > 1) yield { ...fuzzCase, requests: requests.toSpliced(index, 1) };
  }
  const document = parse(query);
  const { length } = print(document);
  for (const smaller of [...withoutOne(document), ...withoutFragments(document), ...withoutItems(document)]) {
    const tidied = print(tidy(smaller));
    if (tidied.length < length) yield { ...fuzzCase, query: tidied };
  }
  for (const [index, request] of requests.entries()) {
    const plain = { ...request, waitMs: 0, by: 'text' } as const;
    if (request.waitMs > 0 || request.by !== 'text') yield { ...fuzzCase, requests: requests.with(index, plain) };
    for (const name of Object.keys(request.variables)) {
      const { [name]: _, ...variables } = request.variables;
      yield { ...fuzzCase, requests: requests.with(index, { ...request, variables }) };
    }
  }
}

/** The document without one of its parts, for each part. */
function* withoutOne(document: DocumentNode): Generator<DocumentNode> {
  const nodes: ASTNode[] = [];
  visit(document, { enter: (node) => void (removable.has(node.kind) && nodes.push(node)) });
  for (const removed of nodes) yield visit(document, { enter: (node) => (node === removed ? null : undefined) });
}

/** The document with one of its inline fragments replaced by its selections, for each inline fragment. */
function* withoutFragments(document: DocumentNode): Generator<DocumentNode> {
  const nodes: InlineFragmentNode[] = [];
  visit(document, { InlineFragment: (node) => void nodes.push(node) });
  for (const dissolved of nodes) {
    yield visit(document, {
      SelectionSet(set) {
        const at = set.selections.indexOf(dissolved);
        if (at < 0) return undefined;
        return { ...set, selections: set.selections.toSpliced(at, 1, ...dissolved.selectionSet.selections) };
      },
    });
  }
}

/** The document with one of its lists shortened, by half and by each item, for each list. */
function* withoutItems(document: DocumentNode): Generator<DocumentNode> {
  const lists: ListValueNode[] = [];
  visit(document, { ListValue: (node) => void (node.values.length > 1 && lists.push(node)) });
  for (const list of lists) {
    const half = Math.ceil(list.values.length / 2);
    const each = list.values.map((_, index) => list.values.toSpliced(index, 1));
    for (const values of [list.values.slice(0, half), list.values.slice(half), ...each]) {
      yield visit(document, { ListValue: (node) => (node === list ? { ...node, values } : undefined) });
    }
  }
}

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/** Removes the fragments and variables that nothing uses any more. */
function tidy(document: DocumentNode): DocumentNode {
  const spread = new Set<string>();
  const variables = new Set<string>();
  visit(document, {
    FragmentSpread: ({ name }) => void spread.add(name.value),
    VariableDefinition: () => false,
    Variable: ({ name }) => void variables.add(name.value),
  });
  let removed = false;
  const tidied = visit(document, {
    SelectionSet: { leave: (set) => (set.selections.length === 0 ? { ...set, selections: [typename] } : undefined) },
    FragmentDefinition(node) {
      if (spread.has(node.name.value)) return undefined;
      removed = true;
      return null;
    },
    VariableDefinition: ({ variable }) => (variables.has(variable.name.value) ? undefined : null),
  });
  return removed ? tidy(tidied) : tidied;
}
