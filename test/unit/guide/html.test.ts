import { expect, test } from 'vitest';
import { pageHtml } from '../../../src/guide/html.ts';
import { parsePage } from '../../../src/guide/page.ts';

const front = '---\ntitle: A <b>title</b>\nsummary: S\norder: 1\nrun-with: nothing\n---\n\n';

function html(body: string): string {
  return pageHtml(parsePage('page', front + body), (target) =>
    target.kind === 'outside' ? target.href : undefined,
  );
}

test('headings and cells have their anchors', () => {
  const text = html('## Look here\n\n```python name=cell\nprint("<&>")\n```\n');
  expect(text).toContain('<h2 id="look-here">Look here</h2>');
  expect(text).toContain(
    '<pre id="cell"><code class="language-python">print(&quot;&lt;&amp;&gt;&quot;)</code></pre>',
  );
});

test('links outside stay, others keep their words only', () => {
  const text = html('[out](https://pypi.org/) and [in](memory.md#x) and *[both](start.md)*\n');
  expect(text).toContain('<a href="https://pypi.org/">out</a> and in and <em>both</em>');
});

test.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '[x](javascript:alert(1))',
  '![x](data:text/html,<script>alert(1)</script>)',
])('%s is shown, not obeyed', (hostile) => {
  const text = html(`${hostile}\n\n- ${hostile}\n`);
  expect(text).toContain('A &lt;b&gt;title&lt;/b&gt;');
  expect(text).not.toMatch(/<script|<img|href="javascript/i);
});
