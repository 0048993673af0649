import { createRequire } from 'node:module';
import { publicSdl } from './src/graphql/sdl.ts';
import { sourceDefinitions } from './src/source/definitions.ts';

// The generator and its plugins are installed apart, so that a newcomer's `npm ci` stays small.
const judges = createRequire(new URL('./tools/check/package.json', import.meta.url));

/** Writes the contract and a typed client of the example operations; `npm run check` fails when either is stale. */
export default {
  // As text: the live schema would bring a second graphql along.
  schema: publicSdl(sourceDefinitions),
  documents: 'schema/operations/*.graphql',
  pluginLoader: (name: string): unknown => judges(name),
  generates: {
    'schema/schema.graphql': { plugins: ['schema-ast'], config: { sort: true } },
    'test/generated/': {
      preset: judges('@graphql-codegen/client-preset').preset,
      presetConfig: { fragmentMasking: false, skipIndexFile: true },
      config: {
        importExtension: '.ts',
        emitLegacyCommonJSImports: false,
        documentMode: 'string',
        useTypeImports: true,
        enumsAsTypes: true,
        scalars: { ASIN: 'string', Decimal: 'string', DateTime: 'string', URL: 'string' },
      },
    },
  },
};
