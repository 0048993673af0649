import { expect, test } from 'vitest';
import { html } from '../../src/start-page/html.ts';

test('a template escapes text, in elements and in attributes', () => {
  const hostile = `"><script>alert('x')</script>&`;
  const escaped = '&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;';
  expect(html`<p title="${hostile}">${hostile}</p>`.markup).toBe(`<p title="${escaped}">${escaped}</p>`);
});

test('a template takes other templates, lists of them and numbers as they are, and leaves undefined out', () => {
  const items = ['a', '<b>'].map((text) => html`<i>${text}</i>`);
  expect(html`${items}|${undefined}|${3}`.markup).toBe('<i>a</i><i>&lt;b&gt;</i>||3');
});
