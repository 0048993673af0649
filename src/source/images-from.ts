import { amazonPictureUrl } from '../product/amazon-url.ts';
import type { Product } from '../product/product.ts';
import type { QuestionGroup } from '../product/question.ts';
import type { Finding, SearchPage, Source, SourceOperation } from './source.ts';

/**
 * A source whose products have their pictures on `origin` instead of Amazon's hosts; the path stays Amazon's. Which
 * addresses count as pictures is not changed: the source itself still accepts none but Amazon's.
 */
export function withImagesFrom(origin: string, source: Source): Source {
  const { lookup, search, variations } = source.operations;
  const moved = (product: Product) => moveImages(origin, product);
  return {
    ...source,
    operations: {
      ...source.operations,
      lookup: {
        ...lookup,
        async perform(questions, context) {
          const findings = await lookup.perform(questions, context);
          return new Map([...findings].map(([key, finding]) => [key, mapProduct(finding, moved)]));
        },
      },
      search: mapHits(search, moved),
      ...(variations !== undefined && { variations: mapHits(variations, moved) }),
    },
  };
}

function mapHits<Q extends QuestionGroup>(
  operation: SourceOperation<Q, SearchPage>,
  change: (product: Product) => Product,
): SourceOperation<Q, SearchPage> {
  return {
    ...operation,
    async perform(questions, context) {
      const pages = await operation.perform(questions, context);
      return new Map([...pages].map(([key, page]) => [key, { ...page, hits: page.hits.map(change) }]));
    },
  };
}

function mapProduct(finding: Finding, change: (product: Product) => Product): Finding {
  if (finding.kind === 'found') return { ...finding, product: change(finding.product) };
  if (finding.kind === 'missing' || finding.candidate === undefined) return finding;
  return { ...finding, candidate: change(finding.candidate) };
}

function moveImages(origin: string, product: Product): Product {
  const { imageUrl, images } = product;
  return {
    ...product,
    images: images.map((image) => ({ ...image, url: moveUrl(origin, image.url) })),
    ...(imageUrl !== undefined && { imageUrl: moveUrl(origin, imageUrl) }),
  };
}

function moveUrl(origin: string, url: string): string {
  const ofAmazon = amazonPictureUrl(url);
  if (ofAmazon === undefined) return url;
  const { pathname, search } = new URL(ofAmazon);
  return `${origin}${pathname}${search}`;
}
