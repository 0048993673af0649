import { expect, test } from 'vitest';
import { readPage } from './a-page.ts';

const details = (label: string, value: string) =>
  `<div id="detailBullets_feature_div"><ul><li><span class="a-list-item"><span class="a-text-bold">${label} \u200F : \u200E </span><span>${value}</span></span></li></ul></div>`;

test.each([
  ['Publisher', 'Cambridge University Press; 1st edition (September 12, 2016)', 'Cambridge University Press'],
  ['Publisher', 'Gollancz (30 Jan. 2020)', 'Gollancz'],
  ['Publisher', 'BBC Books', 'BBC Books'],
  ['Publisher', 'Wiley (India)', 'Wiley (India)'],
  ['Editora', 'Principis; Texto integral edição (29 março 2021)', 'Principis'],
  ['Éditeur', 'DARGAUD; Nouvelle édition (21 janvier 2005)', 'DARGAUD'],
  ['出版社', '講談社 (2020/1/1)', '講談社'],
  ['Editors', 'Asha Rao', undefined],
  ['Publisher', '(2020)', undefined],
])('the publisher of a page that says "%s: %s" is %s', async (label, value, publisher) => {
  expect((await readPage({ center: details(label, value) })).details?.publisher).toBe(publisher);
});

test('the publisher of a page without such a line is unknown', async () => {
  expect((await readPage({ center: details('Language', 'English') })).details).toEqual({
    specifications: [{ name: 'Language', value: 'English' }],
  });
});
