import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Chart, card } from '../../cards/card.ts';
import { svg } from '../../cards/render/svg.ts';
import { chartText, renderText } from '../../cards/render/text.ts';
import { vchart } from '../../cards/render/vchart.ts';

const DONE: Chart = {
  kind: 'stack',
  title: '各项完成情况',
  labels: ['主题党日', '党课', '党小组会'],
  series: [
    { name: '已完成', tone: 'success', values: [40, 1, 0] },
    { name: '逾期', tone: 'danger', values: [2, 0, 0] },
  ],
  unit: '项',
};

const CAME: Chart = {
  kind: 'line',
  title: '逐月出勤率',
  labels: ['9月', '10月', '11月'],
  series: [{ name: '出勤率', tone: 'info', values: [90, null, 0] }],
  unit: '%',
};

test('in words it says every number that there is', () => {
  expect(renderText(card('汇总', [{ type: 'chart', chart: DONE }]))).toBe(
    '汇总\n各项完成情况\n主题党日：已完成 40，逾期 2\n党课：已完成 1\n党小组会：—',
  );
  expect(chartText(CAME)).toBe('逐月出勤率\n9月：出勤率 90%\n10月：出勤率 —\n11月：出勤率 0%');
});

test('a stack is as many bars as there are numbers, the longest as long as there is room', () => {
  const drawn = svg(DONE, chartText(DONE));
  const bars = [...drawn.matchAll(/<rect x="([\d.]+)" y="(\d+)" width="([\d.]+)" height="18"/g)].map(
    ([, x, y, width]) => ({ x: Number(x), y: Number(y), width: Number(width) }),
  );
  expect(bars).toHaveLength(3);
  const [done, overdue, one] = bars;
  expect(overdue?.y).toBe(done?.y);
  expect((done?.width ?? 0) / (overdue?.width ?? 1)).toBeCloseTo(20, -1);
  expect(one?.y).toBeGreaterThan(done?.y ?? 0);
  expect(Math.max(...bars.map(({ x, width }) => x + width))).toBeLessThanOrEqual(480);
  expect(drawn).toContain('aria-label="各项完成情况\n主题党日：已完成 40，逾期 2');
});

test.each([
  'stack',
  'bars',
  'line',
] as const)('of a large organisation no number of %s is cut off', (kind) => {
  const numbers = { name: '实到', tone: 'success' as const, values: [954_240, 7] };
  const drawn = svg({ ...DONE, kind, labels: ['12月', '1月'], series: [numbers, numbers], unit: '人次' }, '');
  const ends = [...drawn.matchAll(/<text x="([\d.]+)" ([^>]*)>(\d+)</g)].flatMap(
    ([, x, how = '', number = '']) => {
      const wide = number.length * 14 * 0.58;
      if (how.includes('middle')) return [];
      return Number(x) + (how.includes('end') ? -wide : wide);
    },
  );
  expect(ends.length).toBeGreaterThanOrEqual(2);
  expect(Math.min(...ends)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...ends)).toBeLessThanOrEqual(480);
});

test('a line is broken where there is no value', () => {
  const [way] = /<path d="M[\d.]+ [\d.]+M[\d.]+ [\d.]+"/.exec(svg(CAME, '')) ?? [];
  expect(way).toBeDefined();
});

const BASICS: Chart = {
  kind: 'radar',
  title: '五基本',
  labels: ['基本组织', '基本队伍', '基本制度', '基本活动', '基本保障'],
  series: [
    { name: '2026年', tone: 'success', values: [100, 80, 60, 40, 0] },
    { name: '2025年', tone: 'info', values: [50, 50, null, 50, 50] },
  ],
  unit: '%',
};

test('a ring of labels is a table in words', () => {
  expect(chartText(BASICS)).toBe(
    '五基本\n项目 | 2026年 | 2025年\n基本组织 | 100% | 50%\n基本队伍 | 80% | 50%\n基本制度 | 60% | —\n基本活动 | 40% | 50%\n基本保障 | 0% | 50%',
  );
});

test('a ring has a corner for each number, as far from the middle as it is large', () => {
  const drawn = svg(BASICS, chartText(BASICS));
  const shapes = [
    ...drawn.matchAll(/<path d="M([^"]*)Z" fill="none" stroke="var[^>]*stroke-width="2.5"[^>]*>/g),
  ];
  const corners = shapes.map(([, way]) => (way ?? '').split('L').map((one) => one.split(' ').map(Number)));
  const far = (of: number[][] | undefined) =>
    (of ?? []).map(([x = 0, y = 0]) => Math.round((Math.hypot(x - 240, y - 186) / 112) * 100));
  expect(corners.map(far)).toEqual([
    [50, 50, 50, 50],
    [100, 80, 60, 40, 0],
  ]);
  expect(drawn.match(/<circle/g)).toHaveLength(6);
  expect(drawn.match(/stroke-dasharray="6 4"/g)).toHaveLength(2);
  expect(drawn).toContain('>100% / 50%</text>');
});

test('two labels make no ring: they are bars, on a page as in a chat', () => {
  const two = { ...BASICS, labels: BASICS.labels.slice(0, 2) };
  expect(svg(two, '').match(/<rect/g)).toHaveLength(6);
  expect(vchart(two)).toMatchObject({ type: 'bar', yField: ['label', 'series'] });
  expect(vchart(BASICS)).toMatchObject({
    type: 'radar',
    categoryField: 'label',
    valueField: 'value',
    seriesField: 'series',
    axes: [{ orient: 'radius', min: 0, max: 100 }, { orient: 'angle' }],
  });
});

test('whatever it is called, it is one element of known parts, without a script or an address', () => {
  const word = fc.oneof(
    fc.constantFrom(
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      "' onload='x",
      '&amp;',
      '\u0000]]>',
    ),
    fc.string({ unit: 'binary', maxLength: 30 }),
  );
  const chart: fc.Arbitrary<Chart> = fc.record({
    kind: fc.constantFrom('stack' as const, 'bars' as const, 'line' as const, 'radar' as const),
    title: word,
    labels: fc.array(word, { maxLength: 12 }),
    series: fc.array(
      fc.record({
        name: word,
        tone: fc.constantFrom('plain' as const, 'danger' as const),
        values: fc.array(fc.option(fc.nat(100_000)), { maxLength: 12 }),
      }),
      { maxLength: 6 },
    ),
    unit: fc.constantFrom('项', '%'),
  });
  fc.assert(
    fc.property(chart, (drawn) => {
      const text = svg(drawn, chartText(drawn));
      const tags = text.match(/<[^<>]*>/g) ?? [];
      const attributes = tags.flatMap((tag) =>
        [...tag.matchAll(/([\w-]+)="[^"<>]*"/g)].map(([, name]) => name),
      );
      expect(
        tags.every((tag) => /^<\/?(?:svg|rect|text|path|circle)(?: [\w-]+="[^"<>]*")*\/?>$/.test(tag)),
      ).toBe(true);
      expect(attributes.filter((name) => !KNOWN.has(name ?? ''))).toEqual([]);
      expect(text.replace(/<[^<>]*>/g, '')).not.toMatch(/[<>"']/);
      expect(tags.join('')).not.toMatch(/NaN|Infinity/);
      expect(text.isWellFormed()).toBe(true);
    }),
    { numRuns: 300 },
  );
});

const KNOWN = new Set(
  'class xmlns viewBox role aria-label font-size font-weight fill x y cx cy r d rx width height text-anchor opacity stroke stroke-opacity stroke-width stroke-linejoin stroke-dasharray fill-opacity'.split(
    ' ',
  ),
);
