import type { Examination } from '../gateway/examine.ts';

/** What `doctor` prints: the faults of a configuration with which no gateway can start, or an examination. */
export type DoctorReport =
  | { readonly ok: false; readonly faults: readonly string[] }
  | (Examination & { readonly warnings: readonly string[]; readonly question: string });

type Line = { readonly mark: string; readonly name: string; readonly finding: string; readonly remedy?: string };

const marks = { WORKS: 'works', SKIPPED: 'skipped', FAILS: 'fails' } as const;

/** The report for people. */
export function doctorText(report: DoctorReport): string {
  if ('faults' in report) {
    const lines = report.faults.map((fault) => `  ${fault}\n`).join('');
    return `The gateway cannot start with this configuration:\n\n${lines}\nSet each variable right and run this again.\n`;
  }
  const { cache, sources, warnings, question } = report;
  const lines: readonly Line[] = [
    { ...cache, mark: cache.ok ? 'works' : 'fails', name: 'Cache' },
    ...sources.map((one) => ({ ...one, mark: marks[one.state], name: nameOf(one) })),
  ];
  const width = Math.max(...lines.map(({ name }) => name.length));
  const body = lines.map((line) => textOf(line, width)).join('');
  const warned = warnings.map((warning) => `  warning  ${warning}\n`).join('');
  const wrong = lines.filter(({ mark }) => mark !== 'works').length;
  const end = wrong === 0 ? 'Everything works.' : `${wrong} of ${lines.length} do not work.`;
  return `Asked for ${question}:\n\n${body}${warned}\n${end}\n`;
}

function nameOf({ label, account, marketplace }: Examination['sources'][number]): string {
  return `${label} (${account === undefined ? '' : `${account}, `}${marketplace})`;
}

function textOf({ mark, name, finding, remedy }: Line, width: number): string {
  const first = `  ${mark.padEnd(7)}  ${name.padEnd(width)}  ${finding}\n`;
  return remedy === undefined ? first : `${first}${' '.repeat(width + 13)}→ ${remedy}\n`;
}
