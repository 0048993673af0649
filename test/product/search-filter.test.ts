import { expect, test } from 'vitest';
import { hasAllWords } from '../../src/product/search/search-filter.ts';

test.each([
  ['Bose QuietComfort Ultra', 'ultra BOSE'],
  ['Crème brûlée torch', 'CRÈME'],
  ['Anker ワイヤレスイヤホン Soundcore', 'イヤホン'],
  ['ソニー ワイヤレスノイズキャンセリングヘッドホンWH-1000XM5', 'ヘッドホン wh 1000xm5 ノイズ'],
  ['Ankerイヤホン', 'anker イヤホン'],
  ['村上春樹', '春樹'],
  ['ノルウェイの森 上 講談社文庫', 'ノルウェイ 森'],
  ['삼성전자 무선이어폰을 위한 케이스', '이어폰'],
  ['卫龙 魔芋爽 辣条', '魔芋'],
])('%s has all words of "%s"', (text, words) => {
  expect(hasAllWords(text, words)).toBe(true);
});

test.each([
  ['Boserup on growth', 'bose'],
  ['Kettle 1500 W', '15'],
  ['ワイヤレスマウス', 'イヤホン'],
  ['ソニーWH-1000XM5', 'WH-1000XM'],
  ['イヤホン', 'イヤホン ケース'],
])('%s has not all words of "%s"', (text, words) => {
  expect(hasAllWords(text, words)).toBe(false);
});
