import {
  getNamedType,
  isAbstractType,
  isObjectType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import type { Answer, ProductAnswer, ProductRequest } from '../../catalog/answer.ts';
import type { InputContext } from '../input/question-args.ts';

/** A root field whose value is one product, or a list of products, and depends on nothing else. */
export type ProductLookup = {
  /**
   * The products that the coerced arguments request, in the order of the field's value. Throws for arguments that the
   * field refuses, as a whole or in part.
   */
  keys(args: object, context: InputContext): readonly ProductRequest[];
  /** The field's value for an answer. Throws the resolver's errors. */
  value(answer: Answer): unknown;
};

type Field = GraphQLField<unknown, unknown>;
type Extensions = Readonly<Record<string, unknown>>;

class Lookup {
  readonly declared: ProductLookup;

  constructor(declared: ProductLookup) {
    this.declared = declared;
  }
}

/** Marks a field of `Product` whose value changes with time while its answer stays the same. */
export class TimeDependence {
  /** A text for the field's current value; equal texts stand for equal values. */
  readonly shows: (answer: ProductAnswer) => string;

  constructor(shows: (answer: ProductAnswer) => string) {
    this.shows = shows;
  }
}

/** Declares, as a root field's `extensions`, that its value consists of products alone. */
export function productLookup(declared: ProductLookup): Extensions {
  return { productLookup: new Lookup(declared) };
}

/** The declaration by {@link productLookup}, if there is one. */
export function productLookupOf({ extensions }: Field): ProductLookup | undefined {
  const { productLookup: declared } = extensions;
  return declared instanceof Lookup ? declared.declared : undefined;
}

/** Declares, as the `extensions` of a field of `Product`, that its value depends on the clock. */
export function dependsOnTime(shows: TimeDependence['shows']): Extensions {
  return { dependsOn: new TimeDependence(shows) };
}

/** Declares, as a field's `extensions`, that its value depends on the request: it is resolved for each request. */
export const dependsOnRequest: Extensions = { dependsOn: 'request' };

/** The declared dependence of the field's value on more than its parent; `undefined` when there is none. */
export function dependenceOf({ extensions: { dependsOn } }: Field): 'request' | TimeDependence | undefined {
  return dependsOn === 'request' || dependsOn instanceof TimeDependence ? dependsOn : undefined;
}

/** The declared dependences of all fields in the document. */
export function dependencesIn(schema: GraphQLSchema, document: DocumentNode) {
  const types = new TypeInfo(schema);
  const found = new Set<ReturnType<typeof dependenceOf>>();
  const look = () => {
    const field = types.getFieldDef();
    if (field) found.add(dependenceOf(field));
  };
  visit(document, visitWithTypeInfo(types, { Field: look }));
  return [...found];
}

/**
 * Checks every field that a product lookup can reach: its resolver depends on its parent alone, or the field declares its
 * dependence. The fast path stores the values of fields, and relies on that.
 *
 * @throws {Error} names each field that fails the check
 */
export function checkDependence(schema: GraphQLSchema): GraphQLSchema {
  const lookups = Object.values(schema.getQueryType()?.getFields() ?? {}).filter((field) => productLookupOf(field));
  const answers = new Set(lookups.flatMap((field) => objectTypesOf(schema, getNamedType(field.type))));
  const reached = new Set(answers);
  const faults: string[] = [];
  for (const type of reached) {
    for (const field of Object.values(type.getFields())) {
      const dependence = dependenceOf(field);
      if (dependence === 'request') continue;
      const fault = faultOf(field, dependence, answers.has(type));
      if (fault !== undefined) faults.push(`${type.name}.${field.name} ${fault}`);
      for (const next of objectTypesOf(schema, getNamedType(field.type))) reached.add(next);
    }
  }
  if (faults.length === 0) return schema;
  throw new Error(`The fast path must not store these fields, and they do not declare it: ${faults.join('; ')}.`);
}

function faultOf(field: Field, dependence: TimeDependence | undefined, ofAnswer: boolean): string | undefined {
  if (dependence !== undefined) return ofAnswer ? undefined : 'depends on the time without being a field of a product';
  const takesMore = field.args.length > 0 || (field.resolve?.length ?? 0) > 1;
  return takesMore ? 'takes more than its parent: declare `dependsOnTime` or `dependsOnRequest`' : undefined;
}

function objectTypesOf(schema: GraphQLSchema, type: GraphQLNamedType): readonly GraphQLObjectType[] {
  if (isAbstractType(type)) return schema.getPossibleTypes(type);
  return isObjectType(type) ? [type] : [];
}
