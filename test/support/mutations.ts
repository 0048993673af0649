import fc from 'fast-check';

type Path = readonly (string | number)[];

/** Values that have broken parsers before, and any JSON. */
const strange = fc.oneof(
  fc.constantFrom<unknown>(null, '', 0, -1, 1e300, -1e300, 2 ** 31, 0.5, true, [], {}, [null], 'US', 'B000000009'),
  fc.jsonValue(),
);

/** JSON texts made from `text` by up to three changes at random places: a value is replaced, removed or added; or the text is truncated. */
export function mutationsOf(text: string): fc.Arbitrary<string> {
  const change = fc.record({ at: fc.nat(), how: fc.constantFrom('replace', 'remove', 'add'), value: strange });
  const changed = fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) => {
    let json: unknown = JSON.parse(text);
    for (const { at, how, value } of changes) {
      const paths = pathsOf(json);
      json = changedAt(json, paths[at % paths.length] ?? [], how, value);
    }
    return JSON.stringify(json) ?? '';
  });
  const cutOff = fc.nat({ max: text.length - 1 }).map((length) => text.slice(0, length));
  return fc.oneof({ weight: 20, arbitrary: changed }, { weight: 1, arbitrary: cutOff });
}

/** The path of every value in the tree, starting with the root. */
function pathsOf(json: unknown, path: Path = []): readonly Path[] {
  if (typeof json !== 'object' || json === null) return [path];
  return [path, ...Object.entries(json).flatMap(([name, value]) => pathsOf(value, [...path, name]))];
}

function changedAt(json: unknown, path: Path, how: string, value: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return how === 'add' && isContainer(json) ? withValue(json, 'added', value) : value;
  if (!isContainer(json)) return json;
  if (rest.length === 0 && how === 'remove') return without(json, name);
  return withValue(json, name, changedAt(Reflect.get(json, name), rest, how, value));
}

function withValue(json: object, name: string | number, value: unknown): unknown {
  if (!Array.isArray(json)) return { ...json, [name]: value };
  return name === 'added'
    ? [...json, value]
    : json.map((item: unknown, index) => (index === Number(name) ? value : item));
}

function without(json: object, name: string | number): unknown {
  if (Array.isArray(json)) return json.filter((_, index) => index !== Number(name));
  return Object.fromEntries(Object.entries(json).filter(([key]) => key !== String(name)));
}

function isContainer(json: unknown): json is object {
  return typeof json === 'object' && json !== null;
}
