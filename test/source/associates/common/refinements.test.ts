import { describe, expect, test } from 'vitest';
import { readRefinements } from '../../../../src/source/associates/common/refinements.ts';

const bin = (id: string, displayName = id) => ({ id, displayName });
const result = (searchRefinements: object) => ({ searchRefinements });

describe('facets', () => {
  test('name the filter that applies each value, where there is one', () => {
    const searchRefinements = {
      searchIndex: { id: 'SearchIndex', displayName: 'Department', bins: [bin('Books', 'Livres'), bin('Moon')] },
      browseNode: { id: 'BrowseNodeId', displayName: 'Kind', bins: [bin('344520001', 'Women'), bin('x')] },
      otherRefinements: [
        { id: 'Brand', displayName: 'Marca', bins: [bin('Sony'), bin('Sony'), bin('JBL')] },
        { id: 'Author', displayName: 'Autor', bins: [bin('Ira Vellanti')] },
      ],
    };
    expect(readRefinements(result(searchRefinements), 'IN')).toEqual([
      {
        name: 'Department',
        bins: [
          { name: 'Livres', id: 'Books', category: 'Books' },
          { name: 'Moon', id: 'Moon' },
        ],
      },
      {
        name: 'Kind',
        bins: [
          { name: 'Women', id: '344520001', browseNodeId: '344520001' },
          { name: 'x', id: 'x' },
        ],
      },
      {
        name: 'Marca',
        bins: [
          { name: 'Sony', id: 'Sony', brand: 'Sony' },
          { name: 'JBL', id: 'JBL', brand: 'JBL' },
        ],
      },
      { name: 'Autor', bins: [{ name: 'Ira Vellanti', id: 'Ira Vellanti' }] },
    ]);
  });

  test('are read in PA-API’s spelling', () => {
    const body = { SearchRefinements: { SearchIndex: { DisplayName: 'Kategorie', Bins: [{ Id: 'Baby' }] } } };
    expect(readRefinements(body, 'DE')).toEqual([
      { name: 'Kategorie', bins: [{ name: 'Baby', id: 'Baby', category: 'Baby' }] },
    ]);
  });

  test.each([
    undefined,
    {},
    result({ searchIndex: null, browseNode: 7, otherRefinements: {} }),
    result({ searchIndex: { bins: [bin('Books')] } }),
    result({ browseNode: { id: 'BrowseNodeId', displayName: 'Kind' } }),
    result({ otherRefinements: [null, 'x', { id: 'Brand', bins: [{}, null, 7] }] }),
  ])('that are absent or malformed are left out (%#)', (body) => {
    expect(readRefinements(body, 'IN')).toEqual([]);
  });
});
