import { createRequire } from 'node:module';
import { publicSdl, subgraphSdl } from './src/graphql/sdl.ts';
import { sourceDefinitions } from './src/source/definitions.ts';
import { withFieldTable } from './tools/field-table.ts';

// The generator and its plugins have an installation of their own, so that a newcomer's `npm ci` stays small.
const fromTools = createRequire(new URL('./tools/check/package.json', import.meta.url));

/** The subgraph as `/schema.graphql?federation` serves it: the generator's own printer would drop its directives. */
const subgraph = { plugin: () => subgraphSdl(sourceDefinitions) };

/** The documentation of the schema, with the table of what each source declares to provide. */
const documentation = {
  plugin: () => withFieldTable(new URL('./docs/schema.md', import.meta.url), sourceDefinitions),
};

const scalars = { ASIN: 'string', Decimal: 'string', DateTime: 'string', URL: 'string' };

/**
 * Writes both schemas, the table of fields in the documentation, a typed client of the example operations, and the types of the dashboard's operation;
 * `npm run check` fails when one of them is stale.
 */
export default {
  // As text: the schema object would load a second graphql.
  schema: publicSdl(sourceDefinitions),
  pluginLoader(name: string): unknown {
    if (name.endsWith('documentation')) return documentation;
    return name.endsWith('subgraph') ? subgraph : fromTools(name);
  },
  generates: {
    'schema/schema.graphql': { plugins: ['schema-ast'], config: { sort: true } },
    'schema/subgraph.graphql': { plugins: ['subgraph'] },
    'docs/schema.md': { plugins: ['documentation'] },
    'test/generated/': {
      documents: 'schema/operations/*.graphql',
      preset: fromTools('@graphql-codegen/client-preset').preset,
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
