import { readdirSync, readFileSync } from 'node:fs';
import { Kind, parse } from 'graphql';

const operationsFolder = new URL('../../../schema/operations/', import.meta.url);

/** The names of the published example operations, from which many clients start. */
export function exampleOperationNames(): readonly string[] {
  const names = readdirSync(operationsFolder).filter((name) => name.endsWith('.graphql'));
  return names.flatMap((name) => operationNamesIn(readFileSync(new URL(name, operationsFolder), 'utf8')));
}

/** The names of the operations in a document; empty when the text is not a document. */
export function operationNamesIn(text: string): readonly string[] {
  try {
    const { definitions } = parse(text, { noLocation: true });
    return definitions.flatMap((one) => (one.kind === Kind.OPERATION_DEFINITION && one.name ? [one.name.value] : []));
  } catch {
    return [];
  }
}
