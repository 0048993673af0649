import { parseConfig } from '../../src/config.ts';
import type { Environment } from '../../src/config/environment.ts';

/** The names of all variables that `parseConfig` reads, in alphabetical order. */
export function variablesRead(): readonly string[] {
  const names = new Set<string>();
  const environment = new Proxy<Environment>(
    {},
    {
      get: (_, name) => {
        names.add(String(name));
        // Without an API, pages must be switched on.
        return name === 'SCRAPING_FALLBACK_ENABLED' ? 'true' : undefined;
      },
    },
  );
  parseConfig(environment);
  return [...names].sort();
}
