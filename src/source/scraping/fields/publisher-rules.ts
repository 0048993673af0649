import type { Fact } from './fact-rows.ts';

/** The publisher that the page's details name, without edition and date. */
export function readPublisher(facts: readonly Fact[]): string | undefined {
  const value = facts.find(({ label }) => publisherLabel.test(label))?.value;
  const name = value?.replace(/\s*[;；].*$/u, '').replace(/\s*[(（][^()（）]*\d[^()（）]*[)）]$/u, '');
  return name === undefined || name === '' ? undefined : name;
}

/** `Éditeur` and `Editor` are French and Spanish; English pages name no editor in the details. */
const publisherLabel =
  /^(?:publisher|verlag|herausgeber|éditeur|editor|editorial|editora|editore|uitgever|utgivare|förlag|wydawca|yayıncı|出版社|出版商|출판사|الناشر|प्रकाशक)$/iu;
