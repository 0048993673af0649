import { Kind, parse, specifiedRules, validate, ValuesOfCorrectTypeRule, type DocumentNode } from 'graphql';
import type { FragmentDefinitionNode, GraphQLSchema, SelectionSetNode } from 'graphql';
import type { FuzzRequest, FuzzCase } from './fuzz-case.ts';
import { randomProfile } from './profile.ts';
import { randomOperation } from './random-operation.ts';
import type { Random } from './random.ts';

/** The rule on values is left out: the gateway reports bad values itself. Other invalid operations are never executed. */
const rules = specifiedRules.filter((rule) => rule !== ValuesOfCorrectTypeRule);

/** How the five requests send the operation. The fast path can answer from the second one on. */
const ways: readonly (readonly FuzzRequest['by'][])[] = [
  ['text', 'text', 'text', 'text', 'text'],
  ['text', 'text', 'text', 'hash', 'hash'],
  ['hash', 'hash', 'hash', 'hash', 'text'],
];

/** A valid operation within the gateway's limits, requested five times. */
export function randomCase(schema: GraphQLSchema, random: Random): FuzzCase {
  for (;;) {
    const profile = randomProfile(random);
    const { query, names, variables } = randomOperation(schema, random, profile);
    if (!isFit(schema, query)) continue;
    const [usual, other] = [variables(), variables()];
    const requests: readonly FuzzRequest[] = random.pick(ways).map((by) => ({
      by,
      operationName: random.chance(0.7) ? (names[0] ?? null) : (names.at(-1) ?? null),
      waitMs: random.pick(profile.waits),
      variables: random.chance(0.3) ? other : usual,
    }));
    return { query, requests };
  }
}

/** Whether the document is valid apart from its values, and far below every limit. */
export function isFit(schema: GraphQLSchema, query: string): boolean {
  const document = tryParse(query);
  if (document === undefined) return false;
  const { fields, introspections, aliases, directives, depth } = sizeOf(document);
  const isSmall = fields <= 150 && introspections <= 1 && aliases <= 25 && directives <= 25 && depth <= 9;
  return isSmall && validate(schema, document, rules, { maxErrors: 1 }).length === 0;
}

type Size = {
  readonly fields: number;
  readonly introspections: number;
  readonly aliases: number;
  readonly directives: number;
  readonly depth: number;
};

/** The size with every fragment counted where it is spread; infinite for a fragment that spreads itself. */
function sizeOf(document: DocumentNode): Size {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const one of document.definitions) if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one);
  const nothing: Size = { fields: 0, introspections: 0, aliases: 0, directives: 0, depth: 0 };

  function ofSet(set: SelectionSetNode | undefined, within: readonly string[]): Size {
    return (set?.selections ?? []).reduce<Size>((sum, node) => {
      const own = node.directives?.length ?? 0;
      const below = ofSelection(node, within);
      return {
        fields: sum.fields + below.fields,
        introspections: sum.introspections + below.introspections,
        aliases: sum.aliases + below.aliases,
        directives: sum.directives + own + below.directives,
        depth: Math.max(sum.depth, below.depth),
      };
    }, nothing);
  }

  function ofSelection(node: SelectionSetNode['selections'][number], within: readonly string[]): Size {
    if (node.kind === Kind.INLINE_FRAGMENT) return ofSet(node.selectionSet, within);
    if (node.kind === Kind.FRAGMENT_SPREAD) {
      const name = node.name.value;
      if (within.includes(name)) return { ...nothing, depth: Infinity };
      return ofSet(fragments.get(name)?.selectionSet, [...within, name]);
    }
    const below = ofSet(node.selectionSet, within);
    const alias = node.alias === undefined ? 0 : 1;
    return {
      ...below,
      fields: below.fields + 1,
      introspections: below.introspections + (/^__(schema|type)$/.test(node.name.value) ? 1 : 0),
      aliases: below.aliases + alias,
      depth: below.depth + 1,
    };
  }

  return document.definitions
    .flatMap((one) => (one.kind === Kind.OPERATION_DEFINITION ? [ofSet(one.selectionSet, [])] : []))
    .reduce((a, b) => (a.fields > b.fields ? a : b), nothing);
}

function tryParse(query: string): DocumentNode | undefined {
  try {
    return parse(query);
  } catch {
    return undefined;
  }
}
