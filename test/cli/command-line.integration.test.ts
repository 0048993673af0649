import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { gatewayVersion } from '../../src/upstream/user-agent.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

function asinGateway(...args: readonly string[]) {
  return spawnSync(process.execPath, [`${root}bin/asin-gateway.cjs`, ...args], { encoding: 'utf8' });
}

describe('asin-gateway', () => {
  test('lists all commands in its help', () => {
    const { stdout, status } = asinGateway('--help');
    expect(status).toBe(0);
    for (const { name, summary } of commands) {
      expect(stdout).toContain(`  ${name} `);
      expect(stdout.replaceAll(/\s+/g, ' ')).toContain(summary);
    }
  });

  test.each([['--version'], ['-V'], ...commands.map(({ name }) => [name, '--version'])])(
    'says its version for %s %s',
    (...args) => {
      expect(asinGateway(...args)).toMatchObject({ stdout: `${gatewayVersion}\n`, stderr: '', status: 0 });
    },
  );

  test.each(commands.map(({ name }) => name))('explains %s with its options', (name) => {
    const { stdout, status } = asinGateway(name, '--help');
    expect(stdout).toMatch(new RegExp(`^Usage: asin-gateway ${name} `));
    expect(stdout).toContain('--help');
    expect(status).toBe(0);
    expect(asinGateway('help', name).stdout).toBe(stdout);
  });

  test.each([
    [['sevre'], "unknown command 'sevre'", '(Did you mean serve?)'],
    [['demo', '--trafic'], "unknown option '--trafic'", '(Did you mean --traffic?)'],
    [['--demno'], "unknown option '--demno'", '(Did you mean --demo?)'],
    [['demo', 'now'], "too many arguments for 'demo'", '--help'],
    [['--help-me'], "unknown option '--help-me'", '--help'],
  ])('refuses %j with a usage error and exit code 2', (args, error, hint) => {
    const { stdout, stderr, status } = asinGateway(...args);
    expect(stderr).toContain(`error: ${error}`);
    expect(stderr).toContain(hint);
    expect(stderr).not.toContain('    at ');
    expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
  });

  test('is what node src/main.ts runs', () => {
    const { stdout } = spawnSync(process.execPath, [`${root}src/main.ts`, '--help'], { encoding: 'utf8' });
    expect(stdout).toBe(asinGateway('--help').stdout);
  });
});

test('The Node version that the program requires is the one in package.json', () => {
  const engines = /"node": ">=(\d+)\.(\d+)"/
    .exec(readFileSync(`${root}package.json`, 'utf8'))
    ?.slice(1)
    .join(', ');
  expect(readFileSync(`${root}bin/require-node.cjs`, 'utf8')).toContain(`var needed = [${engines}];`);
});
