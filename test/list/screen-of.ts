const escape = '\u001B';
/** A command such as `ESC [ 2 K`, `ESC 7`, `ESC 8`, or a character. */
const tokens = new RegExp(`${escape}\\[\\??(\\d*)([A-Za-z])|${escape}[78]|[^${escape}]`, 'gu');

/** What a terminal of this width shows after a text: its lines, without blanks at their ends and empty lines at the end. */
export function screenOf(text: string, width: number): readonly string[] {
  const lines: (string[] | undefined)[] = [];
  let [row, column] = [0, 0];
  let saved = { row, column };
  const line = () => (lines[row] ??= []);
  const put = (character: string) => {
    if (column === width) [row, column] = [row + 1, 0];
    line()[column] = character;
    column += 1;
  };
  const controls: Readonly<Record<string, () => unknown>> = {
    '\r': () => (column = 0),
    '\n': () => ([row, column] = [row + 1, 0]),
    [`${escape}7`]: () => (saved = { row, column }),
    [`${escape}8`]: () => ({ row, column } = saved),
  };
  const commands: Readonly<Record<string, (count: number) => unknown>> = {
    A: (count) => (row = Math.max(0, row - count)),
    G: (count) => (column = count - 1),
    J: () => [line().splice(column), lines.splice(row + 1)],
    K: (part) => line().splice(part === 2 ? 0 : column),
  };
  for (const [token, count = '0', name] of text.matchAll(tokens)) {
    if (name !== undefined) commands[name]?.(Number(count));
    else if (controls[token] !== undefined) controls[token]();
    else put(token);
  }
  const texts = Array.from(lines, (cells = []) =>
    Array.from(cells, (cell) => cell ?? ' ')
      .join('')
      .trimEnd(),
  );
  return texts.join('\n').trimEnd().split('\n');
}
