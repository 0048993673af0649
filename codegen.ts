import { createRequire } from 'node:module';
import { publicSdl } from './src/graphql/sdl.ts';
import { sourceDefinitions } from './src/source/definitions.ts';

// The generator and its plugins are installed apart, so that a newcomer's `npm ci` stays small.
const judges = createRequire(new URL('./tools/check/package.json', import.meta.url));

const scalars = { ASIN: 'string', Decimal: 'string', DateTime: 'string', URL: 'string' };

/**
 * Writes the contract, a typed client of the example operations, and the types of the dashboard's operation;
 * `npm run check` fails when one of them is stale.
 */
export default {
  // As text: the live schema would bring a second graphql along.
  schema: publicSdl(sourceDefinitions),
  pluginLoader: (name: string): unknown => judges(name),
  generates: {
    'schema/schema.graphql': { plugins: ['schema-ast'], config: { sort: true } },
    'test/generated/': {
      documents: 'schema/operations/*.graphql',
      preset: judges('@graphql-codegen/client-preset').preset,
      presetConfig: { fragmentMasking: false, skipIndexFile: true },
      config: {
        importExtension: '.ts',
        emitLegacyCommonJSImports: false,
        documentMode: 'string',
        useTypeImports: true,
        enumsAsTypes: true,
        scalars,
      },
    },
    'src/dashboard/operation-types.ts': {
      documents: 'src/dashboard/assets/query.js',
      plugins: ['typescript-operations'],
      config: { importExtension: '.ts', useTypeImports: true, enumsAsTypes: true, scalars },
    },
  },
};
