/** The part of JSON Schema that tools use. */
export type JsonSchema = {
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object';
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly default?: unknown;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: string[];
} & Bounds;

/** Limits of an argument that the schema of the API does not have. */
export type Bounds = {
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
};

/** A JSON Schema of an object, as MCP wants it for the arguments and the answer of a tool. */
export type ObjectSchema = JsonSchema & { readonly type: 'object'; readonly properties: Record<string, JsonSchema> };

/** The JSON type of a scalar; scalars of the API's own, such as `ASIN`, are strings. */
export function scalarSchema(name: string): JsonSchema {
  if (name === 'Int') return { type: 'integer' };
  if (name === 'Float') return { type: 'number' };
  return { type: name === 'Boolean' ? 'boolean' : 'string' };
}
