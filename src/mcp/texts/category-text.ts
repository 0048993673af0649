import { z } from 'zod';
import { quoted } from '../quoted.ts';
import type { TextOf } from '../tool-definition.ts';
import { provenanceShape, provenanceText } from './provenance-text.ts';

const nodeShape = z.object({ id: z.string(), name: z.string() });

const shape = z.object({
  browseNode: nodeShape
    .extend({
      marketplace: z.string(),
      ancestors: z.array(nodeShape),
      children: z.array(nodeShape).nullish(),
      provenance: provenanceShape,
    })
    .nullable(),
});

/** A category in one line, then what is above it and what is below. */
export const categoryText: TextOf = (data, now) => {
  const { browseNode: node } = shape.parse(data);
  if (node === null) return 'There is no category with this id in this marketplace.';
  const above = node.ancestors.toReversed().map(nodeText);
  return [
    `${nodeText(node)} in ${node.marketplace}; ${provenanceText(node.provenance, now)}`,
    `Above: ${above.join(' > ') || 'none'}`,
    ...(node.children ? [`Below: ${node.children.map(nodeText).join(', ') || 'none'}`] : ['Below: not known']),
  ].join('\n');
};

function nodeText({ id, name }: z.infer<typeof nodeShape>): string {
  return `${id} ${quoted(name)}`;
}
