import { describe, expect, test } from 'vitest';
import { readVariations } from '../../../src/source/scraping/fields/variation-rules.ts';
import { parseDocument } from '../../../src/source/scraping/page/document.ts';
import { asinOfIsbn, readGtin } from '../../../src/product/gtin.ts';
import { readPage } from './a-page.ts';
import { hasPages, readSaved, savedPages } from './accuracy.ts';

const bullet = (label: string, value: string) =>
  `<li><span class="a-list-item"><span class="a-text-bold">${label} \u200F : \u200E </span><span>${value}</span></span></li>`;
const details = (...items: readonly string[]) => `<div id="detailBullets_feature_div"><ul>${items.join('')}</ul></div>`;

describe('identifiers', () => {
  test('are those that the page names and whose check digit is right', async () => {
    const center = details(
      bullet('ISBN-10', '0306406152'),
      bullet('ISBN-13', '978-0306406157'),
      bullet('UPC', '036000291452 036000291453'),
      bullet('EAN', '4006381333931, 73513537'),
    );
    expect((await readPage({ center })).identifiers).toEqual({
      isbns: ['0306406152', '9780306406157'],
      eans: ['4006381333931', '73513537'],
      upcs: ['036000291452'],
    });
  });

  test('are read from a table, each once, and fourteen digits with leading zeros are a shorter number', async () => {
    const row = (label: string, value: string) => `<tr><th>${label}</th><td>${value}</td></tr>`;
    const center = `<div id="prodDetails"><table class="prodDetTable">${row('UPC', '036000291452')}${row('GTIN', '00036000291452')}${row('Global Trade Identification Number', '04006381333931')}${row('GTIN', '10614141000415')}</table></div>`;
    expect((await readPage({ center })).identifiers).toEqual({ eans: ['4006381333931'], upcs: ['036000291452'] });
  });

  test.each([
    ['a wrong check digit', 'ISBN-13', '978-0306406158'],
    ['an article number in the place of a book’s', 'ISBN-10', '4006381333931'],
    ['a number that is named otherwise', 'Item model number', '4006381333931'],
    ['a label that merely contains the letters', 'Ocean', '4006381333931'],
  ])('are not read from %s', async (_, label, value) => {
    expect((await readPage({ center: details(bullet(label, value)) })).identifiers).toBeUndefined();
  });
});

describe('categories', () => {
  const crumb = (id: string, name: string) =>
    `<li><a href="/x/b/ref=dp_bc_1?ie=UTF8&amp;node=${id}"> ${name} </a></li>`;
  const crumbs = (...steps: readonly string[]) =>
    `<div id="wayfinding-breadcrumbs_feature_div"><ul>${steps.join('<li>›</li>')}</ul></div>`;
  const ranks = details(
    '<li><span><span class="a-text-bold"> Best Sellers Rank: </span> #1,631 in Kitchen (<a href="/gp/bestsellers/kitchen/ref=pd_zg_ts_kitchen">See Top 100 in Kitchen</a>) <ul><li><span> #85 in <a href="/gp/bestsellers/kitchen/303/ref=pd_zg_hrsr_kitchen">Kettles</a></span></li><li><span>#7 in <a href="/gp/bestsellers/kitchen/404/ref=pd_zg_hrsr_kitchen">Copper</a></span></li></ul></span></li>',
  );

  test('are the breadcrumb’s with its ancestors, then the ranked ones; the sales rank is that of the breadcrumb’s last', async () => {
    const center = crumbs(crumb('101', 'Home'), crumb('202', 'Kitchen'), crumb('303', 'Kettles')) + ranks;
    const product = await readPage({ center });
    expect(product).toMatchObject({ category: 'Kettles', salesRank: 85 });
    expect(product.browseNodes).toEqual([
      {
        id: '303',
        name: 'Kettles',
        salesRank: 85,
        ancestors: [
          { id: '202', name: 'Kitchen' },
          { id: '101', name: 'Home' },
        ],
      },
      { id: '404', name: 'Copper', salesRank: 7 },
    ]);
  });

  test('have no sales rank where only others and the whole department are ranked', async () => {
    const center = crumbs(crumb('101', 'Home'), crumb('505', 'Teapots')) + ranks;
    const product = await readPage({ center });
    expect(product).toMatchObject({ category: 'Teapots', browseNodes: [{ id: '505' }, { id: '303' }, { id: '404' }] });
    expect(product).not.toHaveProperty('salesRank');
  });

  test('have no ancestors where a step of the breadcrumb names no category', async () => {
    const center = crumbs('<li><a href="/s?k=kettle">Home</a></li>', crumb('303', 'Kettles')) + ranks;
    expect((await readPage({ center })).browseNodes?.[0]).toEqual({ id: '303', name: 'Kettles', salesRank: 85 });
  });

  test('of an old page are the last steps of its ladders', async () => {
    const center =
      '<table id="detail-bullets"><tr id="SalesRank"><td class="label">Best Sellers Rank</td><td class="value"> Nr. 12 in Sport (<a href="/gp/bestsellers/sports">Top 100</a>) <ul class="zg_hrsr"><li class="zg_hrsr_item"><span class="zg_hrsr_rank">Nr. 5.516</span> <span class="zg_hrsr_ladder">in <a href="/gp/bestsellers/sports">Sport</a> &gt; <a href="/gp/bestsellers/sports/11/ref=x">3D-Yoga</a> &gt; <b><a href="/gp/bestsellers/sports/22/ref=x">Rollen</a></b></span></li></ul></td></tr></table>';
    const product = await readPage({ center }, 'DE');
    expect(product).not.toHaveProperty('salesRank');
    expect(product.browseNodes).toEqual([{ id: '22', name: 'Rollen', salesRank: 5516 }]);
  });

  test('of other products are not this one’s', async () => {
    const center =
      '<div id="carousel"><span>#1 in <a href="/gp/bestsellers/kitchen/303/ref=zg_b_bs_303_1">Kettles</a></span></div>';
    expect((await readPage({ center })).browseNodes).toBeUndefined();
  });
});

describe('contributors', () => {
  test('are the byline’s, with their roles, without the box that opens over a name', async () => {
    const center =
      '<div id="bylineInfo"><span class="author"><div class="a-popover-preload"><a href="/e/1">Visit Amazon’s Asha Rao Page</a></div><a href="/Asha-Rao/e/1">Asha Rao</a> <span class="contribution"><span>(Author), </span></span></span><span class="author"><a href="/s?field-author=Ben">Ben Roy</a></span></div>';
    expect((await readPage({ center })).contributors).toEqual([
      { name: 'Asha Rao', role: 'Author' },
      { name: 'Ben Roy' },
    ]);
  });

  test('are none on the page of a brand', async () => {
    expect(
      (await readPage({ center: '<a id="bylineInfo" href="/stores/x">Brand: Asha</a>' })).contributors,
    ).toBeUndefined();
  });
});

describe('variations', () => {
  const twister = (dimensions: string, values: string) =>
    `<script>var dataToReturn = {"parentAsin" : "B0PARENT01", "variationValues" : {"size_name":["S","M"],"color_name":["Red"]}, "dimensions" : ${dimensions}, "dimensionValuesDisplayData" : ${values}, "variationDisplayLabels" : {"size_name":"Size","color_name":"Colour"} };</script>`;

  test('have their values in the order of the dimensions, which is not that of the labels', async () => {
    const center = twister('["color_name","size_name"]', '{"B0TESTPAGE":["Red","M"],"B0SISTER01":["Red","S"]}');
    expect((await readPage({ center })).variationAttributes).toEqual([
      { name: 'Colour', value: 'Red' },
      { name: 'Size', value: 'M' },
    ]);
    expect(readVariations(await documentOf(center))).toEqual({
      parentAsin: 'B0PARENT01',
      dimensions: [
        { name: 'Colour', values: ['Red'] },
        { name: 'Size', values: ['S', 'M'] },
      ],
      children: [
        {
          asin: 'B0TESTPAGE',
          attributes: [
            { name: 'Colour', value: 'Red' },
            { name: 'Size', value: 'M' },
          ],
        },
        {
          asin: 'B0SISTER01',
          attributes: [
            { name: 'Colour', value: 'Red' },
            { name: 'Size', value: 'S' },
          ],
        },
      ],
    });
  });

  test.each([
    ['values in another order', twister('["size_name","color_name"]', '{"B0TESTPAGE":["Red","M"]}')],
    ['too few values', twister('["color_name","size_name"]', '{"B0TESTPAGE":["Red"]}')],
    ['a dimension without a label', twister('["color_name","style_name"]', '{"B0TESTPAGE":["Red","M"]}')],
    ['broken data', twister('["color_name","size_name"]', '{"B0TESTPAGE":')],
    ['no data', ''],
  ])('are none with %s', async (_, center) => {
    expect(readVariations(await documentOf(center))).toBeUndefined();
  });
});

test.each([
  ['en-in', 'en_IN'],
  ['pt-PT', 'pt_PT'],
  ['en', undefined],
  ['', undefined],
])('the language of a page in "%s" is %s', async (lang, language) => {
  expect((await readPage({ lang })).textLanguage).toBe(language);
});

describe.runIf(hasPages)('on saved pages', () => {
  const pages = hasPages ? savedPages().map((page) => [page.name, page] as const) : [];
  const counts = { isbns: 0, articles: 0, ranked: 0, families: 0, contributors: 0 };

  test.each(pages)(
    '%s: a book has its own ISBN, a category is in a link, a variant has all values',
    async (_, page) => {
      const body = page.body();
      const product = await readSaved(page, body);
      const { isbns = [], eans = [], upcs = [] } = product.identifiers ?? {};
      for (const digits of [...isbns, ...eans, ...upcs])
        expect(readGtin(digits)?.kind).toBeOneOf(['EAN', 'UPC', 'ISBN']);
      for (const isbn of isbns) expect(asinOfIsbn(isbn)).toBe(product.asin);
      const html = body.toString();
      for (const { id, ancestors = [] } of product.browseNodes ?? [])
        for (const node of [id, ...ancestors.map((ancestor) => ancestor.id)])
          expect(html.includes(`node=${node}`) || html.includes(`/${node}`)).toBe(true);
      const variations = readVariations(await documentOf(html));
      const values = variations?.children.flatMap(({ attributes }) => attributes.map(({ value }) => value)) ?? [];
      expect(values.length).toBe((variations?.children.length ?? 0) * (variations?.dimensions.length ?? 0));
      expect(variations?.parentAsin).toBe(variations === undefined ? undefined : product.parentAsin);
      counts.isbns += isbns.length;
      counts.articles += eans.length + upcs.length;
      counts.ranked += product.browseNodes?.filter(({ salesRank }) => salesRank !== undefined).length ?? 0;
      counts.families += variations === undefined ? 0 : 1;
      counts.contributors += product.contributors?.length ?? 0;
    },
  );

  test('there are some of each', () => {
    for (const [name, count] of Object.entries(counts)) expect(count, name).toBeGreaterThan(0);
  });
});

async function documentOf(html: string) {
  return await parseDocument(Buffer.from(html), 'text/html; charset=utf-8', () => Promise.resolve());
}
