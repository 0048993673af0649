import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import { scalarSchema, type JsonSchema, type ObjectSchema } from './json-schema.ts';
import { hoisted } from './structured-answer.ts';

type Properties = Record<string, JsonSchema>;

/**
 * The structured answer of a tool: the selection of its operation. Nothing is required, because values that are null are
 * left out. The members of a union are one object with the fields of all of them.
 */
export function outputSchemaOf(schema: GraphQLSchema, document: DocumentNode): ObjectSchema {
  const types = new TypeInfo(schema);
  const root: Properties = {};
  const open = [root];
  visit(
    document,
    visitWithTypeInfo(types, {
      Field: {
        enter({ name, alias }) {
          const type = types.getType();
          if (!type) throw new Error(`The field ${name.value} is not in the schema.`);
          const key = alias?.value ?? name.value;
          const properties = open.at(-1) ?? root;
          if (key === hoisted) root[hoisted] = { type: 'string' };
          else properties[key] ??= schemaOf(type, {});
          open.push(innermost(properties[key]));
        },
        leave: () => void open.pop(),
      },
    }),
  );
  return { type: 'object', properties: mapValues(root, abridged) };
}

/**
 * Objects of scalars, such as prices, stand without their fields: they would take a third of the tokens of all tools.
 * `schema.graphql` is a resource that has them.
 */
function abridged(schema: JsonSchema): JsonSchema {
  const { items, properties } = schema;
  if (items !== undefined) return { ...schema, items: abridgedFields(items) };
  if (properties === undefined) return schema;
  const isFlat = Object.values(properties).every((field) => !('items' in field) && !('properties' in field));
  return isFlat ? { type: 'object' } : abridgedFields(schema);
}

function abridgedFields(schema: JsonSchema): JsonSchema {
  return schema.properties === undefined ? schema : { ...schema, properties: mapValues(schema.properties, abridged) };
}

function mapValues(properties: Readonly<Properties>, change: (field: JsonSchema) => JsonSchema): Properties {
  return Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, change(field)]));
}

function schemaOf(type: GraphQLOutputType, properties: Properties): JsonSchema {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return { type: 'array', items: schemaOf(nullable.ofType, properties) };
  return isCompositeType(nullable) ? { type: 'object', properties } : scalarSchema(getNamedType(nullable).name);
}

/** The properties of an object, or of the objects of a list. */
function innermost(schema: JsonSchema | undefined): Properties {
  if (schema?.items !== undefined) return innermost(schema.items);
  return schema?.properties ?? {};
}
