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
   * The products that the coerced arguments ask for, in the order in which the field's value holds them. Throws for
   * arguments that the field refuses, as a whole or in part.
   */
  keys(args: object, context: InputContext): readonly ProductRequest[];
  /** What the field resolves each answer to. Throws what the resolver throws. */
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

/** The value of a field of `Product` that changes while its answer stays the same. */
export class TimeDependence {
  /** What the field shows at the moment: equal texts stand for equal values. */
  readonly shows: (answer: ProductAnswer) => string;

  constructor(shows: (answer: ProductAnswer) => string) {
    this.shows = shows;
  }
}

/** Declares, as a root field's `extensions`, that its value consists of products alone. */
export function productLookup(declared: ProductLookup): Extensions {
  return { productLookup: new Lookup(declared) };
}

/** What {@link productLookup} declared of the field. */
export function productLookupOf({ extensions }: Field): ProductLookup | undefined {
  const { productLookup: declared } = extensions;
  return declared instanceof Lookup ? declared.declared : undefined;
}

/** Declares, as the `extensions` of a field of `Product`, that its value depends on the clock. */
export function dependsOnTime(shows: TimeDependence['shows']): Extensions {
  return { dependsOn: new TimeDependence(shows) };
}

/** Declares, as a field's `extensions`, that its value depends on the request: it is resolved anew each time. */
export const dependsOnRequest: Extensions = { dependsOn: 'request' };

/** What the field's value depends on besides its parent: nothing unless it has been declared. */
export function dependenceOf({ extensions: { dependsOn } }: Field): 'request' | TimeDependence | undefined {
  return dependsOn === 'request' || dependsOn instanceof TimeDependence ? dependsOn : undefined;
}

/** What the document's fields depend on besides their parents. */
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
 * Checks every field that a product lookup can reach: its resolver takes its parent and nothing else, or the field
 * declares what it depends on. Answers are kept on the strength of that.
 *
 * @throws {Error} naming each field that does neither
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
  throw new Error(`Answers with these fields must not be kept, and the fields do not say so: ${faults.join('; ')}.`);
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
