import { readdirSync, readFileSync } from 'node:fs';
import { Kind, parse } from 'graphql';

const operationsFolder = new URL('../../../schema/operations/', import.meta.url);

/** The names of the published operations: examples, from which many clients start, and those of tools for agents. */
export function publishedOperationNames(): readonly string[] {
  const files = readdirSync(operationsFolder, { recursive: true, encoding: 'utf8' });
  const texts = files.filter((file) => file.endsWith('.graphql')).map((file) => new URL(file, operationsFolder));
  return texts.flatMap((text) => operationNamesIn(readFileSync(text, 'utf8')));
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
