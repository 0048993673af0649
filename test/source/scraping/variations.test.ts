import { expect, test } from 'vitest';
import { variationsOf } from '../../support/ask-source.ts';
import { aPage, pageAsin } from './a-page.ts';
import { aCall, anAsin } from './fixture.ts';
import { aMarketplace } from './page-server.ts';

const picker =
  '<script>var dataToReturn = {"parentAsin" : "B0PARENT01", "dimensions" : ["size_name"], "dimensionValuesDisplayData" : {"B0TESTPAGE":["M"],"B0SISTER01":["S"]}, "variationDisplayLabels" : {"size_name":"Size"} };</script>';

const cutOff = (page: string) => page.slice(0, page.indexOf('<div id="rightCol">'));

async function variationsIn(body: string) {
  return await variationsOf(aMarketplace(() => ({ body })).source, anAsin(pageAsin), aCall('US'));
}

test('are those of the picker, and none on a whole page without one', async () => {
  const { hits } = await variationsIn(aPage({ center: picker }));
  expect(hits.map(({ asin }) => asin)).toEqual(['B0TESTPAGE', 'B0SISTER01']);
  expect(await variationsIn(aPage({}))).toEqual({ hits: [] });
});

test('are unknown where the page ends before its picker', async () => {
  await expect(variationsIn(cutOff(aPage({})))).rejects.toMatchObject({ code: 'MALFORMED', badRequest: false });
});

test('are known where the page ends after its picker', async () => {
  expect((await variationsIn(cutOff(aPage({ center: picker })))).hits).toHaveLength(2);
});

test('are none at the address of an album, which is no failure of the marketplace', async () => {
  const album =
    '<!doctype html><html lang="en-us"><title>Asha</title><music-link kind="album">Asha</music-link></html>';
  expect(await variationsIn(album)).toEqual({ hits: [] });
});
