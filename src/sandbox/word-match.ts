/**
 * Whether a search finds every word of `query` in `texts`: by the beginning of a word, in singular and
 * plural, written apart or together, and with one wrong letter in words of five letters or more.
 */
export function findsAllWords(query: string, texts: readonly string[]): boolean {
  const found = wordsOf(texts.join(' '));
  const pairs = found.slice(1).map((word, at) => `${found[at]}${word}`);
  return wordsOf(query).every((word) => isFound(word, found, pairs));
}

function wordsOf(text: string): readonly string[] {
  // People leave out a hyphen or an apostrophe inside a word: t-shirt, tshirt.
  const plain = text.toLowerCase().replace(/(?<=[a-z])[-'’](?=[a-z])/g, '');
  return plain.split(/[^\p{L}\p{N}.]+/u).filter(Boolean);
}

function isFound(word: string, found: readonly string[], pairs: readonly string[]): boolean {
  if (found.some((one) => one.startsWith(word) || singular(one) === singular(word))) return true;
  if (word.length < 5) return false;
  return pairs.some((pair) => pair.startsWith(word)) || found.some((one) => differsByOneLetter(one, word));
}

function singular(word: string): string {
  return word.length > 3 ? word.replace(/(?<=s|x|ch|sh)es$|(?<!s)s$/, '') : word;
}

/** Whether the words differ by one letter: replaced, removed or inserted. */
function differsByOneLetter(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const [rest, otherRest] = [one.slice(at), other.slice(at)];
  return rest.slice(1) === otherRest.slice(1) || rest.slice(1) === otherRest || rest === otherRest.slice(1);
}
