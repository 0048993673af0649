import type { Attribute } from '../../../product/details.ts';
import type { Fact } from './fact-rows.ts';
import { isIdentifierLabel } from './identifier-rules.ts';

const mostSpecifications = 100;

/** The lines of the tables that describe the product, in the page's words, each label once; without its identifiers. */
export function readSpecifications(facts: readonly Fact[]): readonly Attribute[] {
  const byLabel = new Map<string, Attribute>();
  for (const { label, value } of facts) {
    if (!isIdentifierLabel(label) && !byLabel.has(label)) byLabel.set(label, { name: label, value });
  }
  return [...byLabel.values()].slice(0, mostSpecifications);
}
