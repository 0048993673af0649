import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js';

/** The answer of a tool. */
export type ToolAnswer = { readonly isError: boolean; readonly text: string; readonly structured: unknown };

/** An agent with the SDK's own client, which compares structured answers with the output schemas of the tools. */
export type Agent = AsyncDisposable & {
  readonly client: Client;
  readonly call: (name: string, args?: Record<string, unknown>, signal?: AbortSignal) => Promise<ToolAnswer>;
};

/** Connects to a gateway over HTTP. @param url that of the gateway */
export async function anAgent(url: string, headers: Record<string, string> = {}): Promise<Agent> {
  return await anAgentOver(new StreamableHTTPClientTransport(new URL('/mcp', url), { requestInit: { headers } }));
}

/** Connects over a transport, and lists the tools, as every client does. */
export async function anAgentOver(transport: Transport): Promise<Agent> {
  const client = new Client({ name: 'a-test', version: '1.0.0' });
  await client.connect(transport);
  await client.listTools();
  return {
    client,
    async call(name, args = {}, signal) {
      const result = await client.callTool({ name, arguments: args }, CallToolResultSchema, signal ? { signal } : {});
      const { content, isError, structuredContent } = CallToolResultSchema.parse(result);
      const [first] = content;
      return {
        isError: isError === true,
        text: first?.type === 'text' ? first.text : '',
        structured: structuredContent,
      };
    },
    [Symbol.asyncDispose]: async () => await client.close(),
  };
}
