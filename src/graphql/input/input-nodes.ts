import { Kind, visit, type DocumentNode, type ObjectFieldNode, type ValueNode } from 'graphql';
import type { BadUserInput } from './bad-user-input.ts';

/** A place of input in a document, and its path, e.g. `asins[2]`. */
export type InputNode = { readonly node: ValueNode | ObjectFieldNode; readonly path: BadUserInput['path'] };

/** All values in arguments and in defaults of variables, the outermost first. */
export function inputNodes(document: DocumentNode): readonly InputNode[] {
  const found: InputNode[] = [];
  visit(document, {
    Argument: ({ name, value }) => void found.push(...within(value, [name.value])),
    VariableDefinition: ({ variable, defaultValue }) => {
      if (defaultValue !== undefined) found.push(...within(defaultValue, [variable.name.value]));
    },
  });
  return found;
}

function* within(node: ValueNode, path: BadUserInput['path']): Generator<InputNode> {
  yield { node, path };
  if (node.kind === Kind.LIST) {
    for (const [index, value] of node.values.entries()) yield* within(value, [...path, index]);
  }
  if (node.kind === Kind.OBJECT) {
    for (const field of node.fields) {
      const fieldPath = [...path, field.name.value];
      yield { node: field, path: fieldPath };
      yield* within(field.value, fieldPath);
    }
  }
}
