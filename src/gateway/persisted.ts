import { dashboardOperation } from '../analytics/collect/operation-statistics.ts';
import type { Config } from '../config.ts';
import { readPersistedOperations } from '../config/persisted-operations.ts';
import { readText } from '../config/read-text.ts';
import { exampleOperationNames, operationNamesIn } from '../graphql/plugins/operation-names.ts';
import { ownOperationNames } from '../mcp/operations.ts';
import type { PersistedOperations } from '../graphql/plugins/persisted.ts';
import { startPageOperation } from '../start-page/search.ts';

/** The operations of `PERSISTED_OPERATIONS`; `undefined` if it is not set. @throws {ConfigurationError} */
export function readPersisted(config: Config): PersistedOperations | undefined {
  const { persistedOperations: path, persistedOperationsOnly: only } = config;
  return path === undefined ? undefined : { byHash: readPersistedOperations(path, readText), only };
}

/** Names of operations that metrics and traces may show; clients cannot add others. */
export function countedOperationNames(persisted: PersistedOperations | undefined): ReadonlySet<string> {
  const persistedNames = [...(persisted?.byHash.values() ?? [])].flatMap(operationNamesIn);
  const ownNames = [dashboardOperation, startPageOperation, ...ownOperationNames()];
  return new Set([...ownNames, ...exampleOperationNames(), ...persistedNames]);
}
