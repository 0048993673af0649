/** Options that a run which goes on must not have: they would begin anew, or ask rows once more that it has asked for. */
const once = /^--(restart|retry-failed|max-age=.*)$/s;
/** As {@link once}, with its value as the next word. */
const onceWithValue = '--max-age';

/** How the process was started. */
export type Start = {
  /** `process.argv`, from Node to the last word. */
  readonly words: readonly string[];
  /** `process.execArgv`. */
  readonly nodeOptions: readonly string[];
  /** `npm_lifecycle_event`: the script that npm runs, or `npx`. */
  readonly npmEvent: string | undefined;
};

/** The command that goes on with a list, for a shell. */
export function commandAgain(start: Start): string {
  const words = start.words.slice(start.words.indexOf('lookup') + 1);
  const kept = words.filter(
    (word, index) => !once.test(word) && word !== onceWithValue && words[index - 1] !== onceWithValue,
  );
  const shown = kept.map((word, index) => {
    if (kept[index - 1] === '--key') return 'KEY';
    return word.startsWith('--key=') ? '--key=KEY' : quoted(word);
  });
  return [programOf(start), ...shown].join(' ');
}

/** Only who came by npx is sent there: where the package is not installed, it would ask the registry for the name. */
function programOf({ words: [node = '', script = ''], nodeOptions, npmEvent }: Start): string {
  if (npmEvent === 'lookup') return 'npm run lookup --';
  if (npmEvent === 'npx') return 'npx asin-gateway lookup';
  return [node, ...nodeOptions, script, 'lookup'].map(quoted).join(' ');
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
