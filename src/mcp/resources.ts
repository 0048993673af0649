import { ErrorCode, McpError, type Resource, type TextResourceContents } from '@modelcontextprotocol/sdk/types.js';
import { failureOf, failureText } from './failure.ts';
import { readOperation } from './operations.ts';
import { failureMeta, type RunOperation } from './toolbox.ts';

const schemaUri = 'asin-gateway://schema.graphql';
const marketplacesUri = 'asin-gateway://marketplaces';

/** All resources. */
export const resources: readonly Resource[] = [
  {
    uri: schemaUri,
    name: 'schema.graphql',
    description: 'The GraphQL schema of this gateway, with a description of every field.',
    mimeType: 'text/plain',
  },
  {
    uri: marketplacesUri,
    name: 'marketplaces',
    description: readOperation('marketplaces').description,
    mimeType: 'application/json',
  },
];

/** What reading a resource needs. */
export type ResourceAccess = {
  readonly sdl: () => string;
  readonly run: RunOperation;
  readonly signal: AbortSignal;
};

/**
 * Reads a resource; `undefined` when there is none at this address.
 *
 * @throws {McpError} with the failure, as a tool says it, if the gateway does not answer
 */
export async function readResource(uri: string, access: ResourceAccess): Promise<TextResourceContents | undefined> {
  if (uri === schemaUri) return { uri, mimeType: 'text/plain', text: access.sdl() };
  if (uri !== marketplacesUri) return undefined;
  const { data, errors: [error] = [] } = await access.run(readOperation('marketplaces'), {}, access.signal);
  if (error !== undefined) {
    const failure = failureOf(error);
    throw new McpError(ErrorCode.InternalError, failureText(failure), failureMeta(failure));
  }
  return { uri, mimeType: 'application/json', text: JSON.stringify(data) };
}
