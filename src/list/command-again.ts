/** Options that a run which goes on must not have: they would begin anew, or ask failed rows once more. */
const once = new Set(['--restart', '--retry-failed']);

/** The command that goes on with a list, for a shell. @param words the arguments after `lookup` @param program how the command was started */
export function commandAgain(words: readonly string[], program: string): string {
  const kept = words.filter((word) => !once.has(word));
  const shown = kept.map((word, index) => {
    if (kept[index - 1] === '--key') return 'KEY';
    return word.startsWith('--key=') ? '--key=KEY' : quoted(word);
  });
  return [program, ...shown].join(' ');
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
