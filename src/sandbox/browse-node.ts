/** An invented id, always the same for the same name. */
export function browseNodeId(name: string): string {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_000_007;
  return String(1_000_000_000 + sum);
}
