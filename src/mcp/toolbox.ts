import type { CallToolResult, Tool } from '@modelcontextprotocol/sdk/types.js';
import { parse, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { BadInput } from '../graphql/input/bad-user-input.ts';
import { checkArguments, type ToolArguments } from './check-arguments.ts';
import { failureOf, failureText, type Failure } from './failure.ts';
import { inputSchemaOf } from './input-schema.ts';
import { readOperation, type OwnOperation } from './operations.ts';
import { outputSchemaOf } from './output-schema.ts';
import { structuredAnswer } from './structured-answer.ts';
import type { ToolDefinition } from './tool-definition.ts';
import { toolDefinitions } from './tools.ts';

/** Runs an operation for one client. Never rejects because of the operation. */
export type RunOperation = (
  operation: OwnOperation,
  variables: ToolArguments,
  signal: AbortSignal,
) => Promise<ExecutionResult>;

/** A call of a tool. */
export type ToolCall = {
  readonly args: ToolArguments;
  readonly run: RunOperation;
  readonly signal: AbortSignal;
  /** Wall-clock milliseconds. */
  readonly now: () => number;
};

/** The tools of a schema. */
export type Toolbox = {
  readonly list: readonly Tool[];
  /** Calls a tool; `undefined` when there is none of this name. */
  call(name: string, call: ToolCall): Promise<CallToolResult> | undefined;
};

/** Where a failure stands for programs, as the text has it for readers. */
export const failureKey = 'asin-gateway/failure';

/** Reads the operations and derives the tools from them. */
export function createToolbox(schema: GraphQLSchema): Toolbox {
  const tools = toolDefinitions.map((definition) => createTool(schema, definition));
  const byName = new Map(tools.map((tool) => [tool.listed.name, tool]));
  return {
    list: tools.map(({ listed }) => listed),
    call: (name, call) => byName.get(name)?.call(call),
  };
}

function createTool(schema: GraphQLSchema, { name, notes, textOf, openWorld, ...definition }: ToolDefinition) {
  const operation = readOperation(name);
  const document = parse(operation.text);
  const inputSchema = inputSchemaOf(schema, document, notes);
  const listed: Tool = {
    name,
    description: operation.description,
    inputSchema: { ...inputSchema },
    outputSchema: { ...outputSchemaOf(schema, document) },
    annotations: { readOnlyHint: true, idempotentHint: true, openWorldHint: openWorld },
  };

  async function call({ args, run, signal, now }: ToolCall): Promise<CallToolResult> {
    const variables = checked(() => checkArguments(inputSchema, args));
    if (variables instanceof BadInput) return failed(failureOf(variables));
    const { data, errors = [] } = await run(operation, variables, signal);
    const [error] = errors;
    const failure = isEmpty(data) ? error && failureOf(error) : definition.failureOf?.(data);
    if (failure) return failed(failure);
    const structuredContent = structuredAnswer(data ?? {});
    const text = [textOf(data, now()), ...errors.map((one) => failureText(failureOf(one)))].join('\n');
    return { content: [{ type: 'text', text }], structuredContent };
  }
  return { listed, call };
}

/** Whether data has no answer: nothing but null in it, at any depth. */
function isEmpty(data: unknown): boolean {
  if (typeof data !== 'object' || data === null) return data === null || data === undefined;
  return !Array.isArray(data) && Object.values(data).every(isEmpty);
}

function checked(check: () => ToolArguments): ToolArguments | BadInput {
  try {
    return check();
  } catch (error) {
    if (error instanceof BadInput) return error;
    throw error;
  }
}

/** The text and the metadata say the same. There is no structured content, which clients would compare with the schema. */
function failed(failure: Failure): CallToolResult {
  return {
    isError: true,
    content: [{ type: 'text', text: failureText(failure) }],
    _meta: failureMeta(failure),
  };
}

/** A failure for programs. */
export function failureMeta({ code, retryAfterMs }: Failure): Record<string, unknown> {
  return { [failureKey]: { code, ...(retryAfterMs !== undefined && { retryAfterMs }) } };
}
