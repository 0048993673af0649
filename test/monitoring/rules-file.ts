/** An alerting rule as the file has it; what is not there is empty. */
export type Rule = {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly annotations: ReadonlyMap<string, string>;
};

const line = /^(?<indent> *)(?<item>- )?(?<key>\w+):(?: (?<value>.+))?$/;
const parents: ReadonlyMap<number, readonly string[]> = new Map([
  [0, ['groups']],
  [2, ['name']],
  [4, ['rules']],
  [6, ['alert']],
  [8, ['expr', 'for', 'labels', 'annotations']],
]);

/** Reads the little of YAML that the rules are written in. @throws at whatever else stands there */
export function readRules(text: string): readonly Rule[] {
  const rules: { readonly alert: string; readonly fields: Map<string, string> }[] = [];
  const lines = text.split('\n').filter((one) => !/^\s*(?:#.*)?$/.test(one));
  let section = '';
  for (let at = 0; at < lines.length; at += 1) {
    const found = line.exec(lines[at] ?? '')?.groups;
    if (found === undefined) throw new SyntaxError(`not understood: ${lines[at]}`);
    const { indent = '', key = '', value = '' } = found;
    const isKnown = parents.get(indent.length)?.includes(key) ?? (indent.length === 10 && section !== '');
    if (!isKnown) throw new SyntaxError(`in the wrong place: ${lines[at]}`);
    if (indent.length <= 8) section = value === '' && indent.length === 8 ? key : '';
    if (key === 'alert') rules.push({ alert: value, fields: new Map() });
    if (indent.length < 8) continue;
    const block: string[] = [];
    if (value === '|' || value === '>-') {
      while ((lines[at + 1] ?? '').startsWith(`${indent}  `)) block.push((lines[(at += 1)] ?? '').trim());
    }
    const name = indent.length === 10 ? `${section}.${key}` : key;
    const fields = rules.at(-1)?.fields;
    if (fields?.has(name)) throw new SyntaxError(`said twice: ${lines[at]}`);
    fields?.set(name, block.length > 0 ? block.join(' ') : plain(value));
  }
  return rules.map(({ alert, fields }) => ({
    alert,
    expr: fields.get('expr') ?? '',
    for: fields.get('for') ?? '',
    labels: under('labels', fields),
    annotations: under('annotations', fields),
  }));
}

function under(section: string, fields: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const own = [...fields].filter(([name]) => name.startsWith(`${section}.`));
  return new Map(own.map(([name, value]) => [name.slice(section.length + 1), value]));
}

/** A scalar in quotes, or one that needs none. */
function plain(value: string): string {
  const [, quoted] = /^'([^']*)'$/.exec(value) ?? [];
  if (quoted !== undefined) return quoted;
  if (/^["'{[|>&*!%@`]|: | #/.test(value)) throw new SyntaxError(`needs other quotes: ${value}`);
  return value;
}
