import {
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  Kind,
  typeFromAST,
  TypeInfo,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  type ValueNode,
} from 'graphql';
import { scalarSchema, type Bounds, type JsonSchema, type ObjectSchema } from './json-schema.ts';

/** What a tool says about its arguments beyond the schema of the API. */
export type ArgumentNotes = Readonly<Record<string, Bounds & { readonly description?: string }>>;

const longestDescription = 80;

/**
 * The arguments of a tool: the variables of its operation, with the descriptions of what they are used for. A field that is
 * added to an input type of the API is in the schema by itself.
 */
export function inputSchemaOf(schema: GraphQLSchema, document: DocumentNode, notes: ArgumentNotes = {}): ObjectSchema {
  const descriptions = descriptionsIn(schema, document);
  const properties: Record<string, JsonSchema> = {};
  const required: string[] = [];
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    for (const { variable, type, defaultValue } of definition.variableDefinitions ?? []) {
      const name = variable.name.value;
      const found = typeFromAST(schema, type);
      if (!isInputType(found)) throw new Error(`$${name} has no input type.`);
      properties[name] = {
        ...describedSchema(found, descriptions.get(name)),
        ...(defaultValue !== undefined && { default: valueFromASTUntyped(defaultValue) }),
        ...notes[name],
      };
      if (isNonNullType(found) && defaultValue === undefined) required.push(name);
    }
  }
  return { type: 'object', properties, ...(required.length > 0 && { required }) };
}

/** The descriptions of the arguments and input fields that variables are used for, by variable. */
function descriptionsIn(schema: GraphQLSchema, document: DocumentNode): ReadonlyMap<string, string> {
  const types = new TypeInfo(schema);
  const descriptions = new Map<string, string>();
  const add = (value: ValueNode, description: string | null | undefined) => {
    if (value.kind === Kind.VARIABLE && description) descriptions.set(value.name.value, description);
  };
  visit(
    document,
    visitWithTypeInfo(types, {
      Argument: ({ value }) => add(value, types.getArgument()?.description),
      ObjectField({ name, value }) {
        const parent = getNullableType(types.getParentInputType());
        if (isInputObjectType(parent)) add(value, parent.getFields()[name.value]?.description);
      },
    }),
  );
  return descriptions;
}

function describedSchema(type: GraphQLInputType, description: string | null | undefined): JsonSchema {
  return { ...schemaOf(type), ...(description && { description: shortened(description) }) };
}

function schemaOf(type: GraphQLInputType): JsonSchema {
  if (isNonNullType(type)) return schemaOf(type.ofType);
  if (isListType(type)) return { type: 'array', items: schemaOf(type.ofType) };
  if (isEnumType(type)) return enumSchema(type.getValues().map(({ name }) => name));
  if (!isInputObjectType(type)) return scalarSchema(type.name);
  const fields = Object.values(type.getFields());
  const required = fields.filter((field) => isNonNullType(field.type) && field.defaultValue === undefined);
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, describedSchema(field.type, field.description)])),
    ...(required.length > 0 && { required: required.map(({ name }) => name) }),
  };
}

/** A pattern takes half the tokens of a long list. */
function enumSchema(values: readonly string[]): JsonSchema {
  return values.length > 10 ? { type: 'string', pattern: `^(${values.join('|')})$` } : { type: 'string', enum: values };
}

/** The first sentence, or as many of its clauses as fit: every word costs tokens in each conversation. */
function shortened(description: string): string {
  const [sentence = ''] = /^.*?\.(?= [A-Z]|$)/s.exec(description) ?? [description];
  if (sentence.length <= longestDescription) return sentence;
  const [clauses] = new RegExp(`^.{1,${longestDescription}}(?=[,;:] )`, 's').exec(sentence) ?? [];
  return clauses ?? `${sentence.slice(0, sentence.lastIndexOf(' ', longestDescription))} …`;
}
