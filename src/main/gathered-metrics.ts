const sample = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (.+)$/;
const about = /^# (?:HELP|TYPE) (\S+) /;

/**
 * The metrics of several processes as one text: every sample with the label `worker`, each metric's help and type once,
 * as the format asks. Nothing is added up: what reads it can, and knows what of it may be.
 *
 * @param texts by worker
 */
export function gatheredMetrics(texts: ReadonlyMap<string, string>): string {
  const blocks = new Map<string, { readonly head: Set<string>; readonly samples: string[] }>();
  for (const [worker, text] of texts) {
    let block: { readonly head: Set<string>; readonly samples: string[] } | undefined;
    for (const line of text.split('\n')) {
      const [, name] = about.exec(line) ?? [];
      if (name !== undefined) {
        block = blocks.get(name) ?? { head: new Set(), samples: [] };
        blocks.set(name, block);
        block.head.add(line);
      } else if (line !== '') block?.samples.push(labelled(line, worker));
    }
  }
  return `${[...blocks.values()].map(({ head, samples }) => [...head, ...samples].join('\n')).join('\n\n')}\n`;
}

function labelled(line: string, worker: string): string {
  const [, name, labels, value] = sample.exec(line) ?? [];
  return `${name}{worker="${worker}"${labels === undefined ? '' : `,${labels}`}} ${value}`;
}
