import { createRequire } from 'node:module';
import { publicSdl, subgraphSdl } from './src/graphql/sdl.ts';
import { sourceDefinitions } from './src/source/definitions.ts';

// The generator and its plugins have an installation of their own, so that a newcomer's `npm ci` stays small.
const fromTools = createRequire(new URL('./tools/check/package.json', import.meta.url));

/** The subgraph as `/schema.graphql?federation` serves it: the generator's own printer would drop its directives. */
const subgraph = { plugin: () => subgraphSdl(sourceDefinitions) };

/** Writes both schemas and a typed client of the example operations; `npm run check` fails when one of them is stale. */
export default {
  // As text: the schema object would load a second graphql.
  schema: publicSdl(sourceDefinitions),
  documents: 'schema/operations/*.graphql',
  pluginLoader: (name: string): unknown => (name.endsWith('subgraph') ? subgraph : fromTools(name)),
  generates: {
    'schema/schema.graphql': { plugins: ['schema-ast'], config: { sort: true } },
    'schema/subgraph.graphql': { plugins: ['subgraph'] },
    'test/generated/': {
      preset: fromTools('@graphql-codegen/client-preset').preset,
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
