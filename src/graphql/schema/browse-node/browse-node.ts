import type { BrowseNodeAnswer, ProductAnswer } from '../../../catalog/answer.ts';
import { nodeGroupIn, type BrowseNode, type NamedNode } from '../../../product/browse-node.ts';
import { longestNodeId, mostNodes, readBrowseNode, readBrowseNodes } from '../../input/browse-node-input.ts';
import { fullCall } from '../../input/full-call.ts';
import { assumedChildren } from '../../input/operation-cost.ts';
import { nodeArgs } from '../../input/question-args.ts';
import { browseNodeLoader } from './browse-node-loader.ts';
import { builder } from '../builder.ts';
import { loadBrowseNode } from '../entities.ts';
import { dependsOnRequest } from '../field-traits.ts';
import { MarketplaceEnum } from '../marketplace.ts';
import { ProvenanceType } from '../provenance.ts';
import { nodeOrNull } from '../unavailable-error.ts';

export const BrowseNodeType = builder.objectRef<BrowseNodeAnswer>('BrowseNode');

BrowseNodeType.implement({
  description:
    'A category in the tree of one Amazon marketplace ("browse node"). A category that was looked up is at most one day old; one that came with a product is as old as the product.',
  isTypeOf: (value) => isNodeAnswer(value),
  fields: (t) => ({
    id: t.id({
      description: 'The id, a number. It is unique within one marketplace only.',
      resolve: ({ node }) => node.id,
    }),
    marketplace: t.field({
      type: MarketplaceEnum,
      description: 'The marketplace of the category.',
      resolve: ({ group }) => group.marketplace,
    }),
    name: t.string({
      description:
        'The name in the language of the answer, in the form that is clear without the names of its ancestors, if the source has one.',
      resolve: ({ node }) => node.name,
    }),
    isRoot: t.boolean({
      nullable: true,
      description: 'Whether the category is the top of its tree. Null when not provided.',
      resolve: ({ node }) => node.isRoot,
    }),
    ancestors: t.field({
      type: [BrowseNodeType],
      description:
        'The categories above this one, from its parent to the root. Empty for a root, and when not provided.',
      resolve: ancestorsOf,
    }),
    children: t.field({
      type: [BrowseNodeType],
      nullable: true,
      directives: { cost: { weight: 1 }, listSize: { assumedSize: assumedChildren } },
      description:
        'The categories directly below this one; empty when it has none. They come with a category that was requested by its id. For any other, they are looked up, together with those of all other categories of the operation, ten in one call. Null when the marketplace no longer has this category; null with an error when no source could be asked.',
      extensions: dependsOnRequest,
      async resolve(answer, _, context) {
        const { node, group, children } = answer;
        if (children !== undefined) return children.map((child) => below(answer, child));
        const found = nodeOrNull(await browseNodeLoader(context).load({ ...group, id: node.id }));
        return found?.children?.map((child) => below(found, child));
      },
    }),
    provenance: t.field({
      type: ProvenanceType,
      description:
        'The source of this category, and its age. For an ancestor or a child, those of the answer that contained it.',
      resolve: (answer) => answer,
    }),
  }),
});

builder.asEntity(BrowseNodeType, {
  key: builder.selection<{ id: string; marketplace: string }>('id marketplace'),
  resolveReference: loadBrowseNode,
});

builder.queryFields((t) => ({
  browseNode: t.field({
    type: BrowseNodeType,
    nullable: true,
    directives: { cost: { weight: 1 } },
    description:
      'One category with its ancestors and children. Null without an error means that the marketplace has no such category: the id is unknown, or belongs to another marketplace. Null with an error means that no source could be asked.',
    args: {
      id: t.arg.id({
        required: true,
        description: `A number of at most 19 digits, in at most ${longestNodeId} characters with whitespace. Anything else is BAD_USER_INPUT.`,
      }),
      ...nodeArgs,
    },
    resolve: async (_, args, context) =>
      nodeOrNull(await browseNodeLoader(context).load(readBrowseNode(args, context))),
  }),
  browseNodes: t.field({
    type: [BrowseNodeType],
    nullable: { list: false, items: true },
    directives: { cost: { weight: mostNodes / fullCall }, listSize: { assumedSize: mostNodes } },
    description:
      'Up to 50 categories of one marketplace: one for each id, in the order of the ids, duplicates included. Each is null as in `browseNode`, and does not affect the others.',
    args: {
      ids: t.arg.idList({
        required: true,
        description: `The ids of the categories, 1 to 50 of them: numbers as in \`browseNode\`, in at most ${longestNodeId} characters each.`,
      }),
      ...nodeArgs,
    },
    resolve: (_, args, context) =>
      readBrowseNodes(args, context).map(async (question) =>
        nodeOrNull(await browseNodeLoader(context).load(question)),
      ),
  }),
}));

/** A category that came with a product. */
export function nodeOfProduct(answer: ProductAnswer, node: BrowseNode): BrowseNodeAnswer {
  return { ...provenanceOf(answer), kind: 'browse-node', node, group: nodeGroupIn(answer.product) };
}

function ancestorsOf(answer: BrowseNodeAnswer): readonly BrowseNodeAnswer[] {
  const { ancestors = [] } = answer.node;
  return ancestors.map((named, index) => beside(answer, { ...named, ancestors: ancestors.slice(index + 1) }));
}

function below(answer: BrowseNodeAnswer, child: NamedNode): BrowseNodeAnswer {
  const { id, name, ancestors } = answer.node;
  return beside(answer, {
    ...child,
    isRoot: false,
    ...(ancestors !== undefined && { ancestors: [{ id, name }, ...ancestors] }),
  });
}

/** Another category of the same answer, whose children it does not tell. */
function beside(answer: BrowseNodeAnswer, node: BrowseNode): BrowseNodeAnswer {
  return { ...provenanceOf(answer), kind: 'browse-node', node, group: answer.group };
}

function provenanceOf({ source, cacheStatus, fetchedAt, expiresAt, attempts }: BrowseNodeAnswer | ProductAnswer) {
  return { source, cacheStatus, fetchedAt, expiresAt, attempts };
}

function isNodeAnswer(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'browse-node';
}
