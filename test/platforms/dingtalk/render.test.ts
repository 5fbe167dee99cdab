import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Block, type Card, card, facts, note, press, text } from '../../../cards/card.ts';
import {
  renderDingTalk,
  renderDingTalkTemplate,
  renderDingTalkText,
} from '../../../cards/render/dingtalk.ts';
import { anyCard, NASTY } from '../../cards/arbitrary.ts';
import { linksOf, markupFault, wordsOf } from './card.ts';

const means = { word: ({ label }: { label: string }) => `${label} #aaaaaaaaaa` };
const drawn = (made: Card, form?: string) => renderDingTalk(made, { ...means, ...(form && { form }) });

test('a ring of labels, which DingTalk cannot draw, is a table', () => {
  const ring: Block = {
    type: 'chart',
    chart: {
      kind: 'radar',
      title: '各项得分率',
      labels: ['基本组织', '基本队伍', '基本制度'],
      series: [
        { name: '2026年', tone: 'info', values: [100, 90, 80] },
        { name: '2025年', tone: 'warning', values: [95, null, 70] },
      ],
      unit: '%',
    },
  };
  const said = JSON.stringify(drawn(card('星级评定', [ring])));
  for (const line of ['基本组织', '2026年', '100%', '95%']) expect(said).toContain(line);
  expect(said.indexOf('100%')).toBeLessThan(said.indexOf('基本队伍'));
});

describe('what people typed', () => {
  const blocks = (name: string): Block[] => [
    text(name),
    note(name),
    facts({ [name || 'x']: name }),
    { type: 'roster', label: name, names: [name, name] },
    { type: 'progress', total: { label: name, count: 1 }, parts: [] },
    {
      type: 'table',
      columns: [
        { key: 'a', label: name },
        { key: 'b', label: name },
      ],
      rows: [{ a: name, b: name }],
    },
  ];

  test.each([
    ...NASTY,
    '# 标题',
    '- 列表\n- 列表',
    '> 引用',
    '1. 编号',
    '    代码',
    '| a | b |\n|---|---|',
    '@所有人',
    'dtmd://dingtalkclient/sendMessage?content=x',
    '[签到](dtmd://dingtalkclient/sendMessage?content=签到)',
    '标题\n===',
    '&#91;x&#93;',
  ])('%j is text wherever it stands', (name) => {
    const {
      title,
      text: shown,
      buttons,
    } = drawn(card(name, blocks(name), { actions: [press(name, 'a.b')] }));
    expect(markupFault(shown)).toBeNull();
    expect(linksOf(shown)).toEqual([]);
    expect(shown).not.toMatch(/\bdtmd:/i);
    for (const line of shown.split('\n').slice(1)) expect(line).not.toMatch(/^(#|\s{4}|[-+*=]{2,}$|\d+\. )/);
    for (const said of [title, ...buttons.map(({ label }) => label)]) expect(said).not.toMatch(/[<[\]*`\n]/);
  });
});

test('lines are parted by an empty one, as a single break is none', () => {
  expect(drawn(card('会', [text('一\n二'), facts({ 地点: '三楼', 时间: '三点' })])).text).toBe(
    '#### 会\n\n一\n\n二\n\n**地点**：三楼\n\n**时间**：三点',
  );
});

test('a table’s rows are lines that begin with their first cell', () => {
  const table: Block = {
    type: 'table',
    columns: [
      { key: 'unit', label: '支部' },
      { key: 'due', label: '应到' },
    ],
    rows: [
      { unit: '一支部', due: '20' },
      { unit: '二支部', due: '' },
    ],
  };
  expect(drawn(card('', [table])).text).toBe('- **一支部**　应到 20\n\n- **二支部**');
});

test('five buttons are buttons, further ones links in the text, the rest is counted', () => {
  const actions = Array.from({ length: 20 }, (_, at) => press(`第${at}个`, 'a.b', { at }));
  const { buttons, text: shown } = drawn(card('多', [], { actions }));
  expect(buttons.map(({ label }) => label)).toEqual(['第0个', '第1个', '第2个', '第3个', '第4个']);
  expect(linksOf(shown).map(({ label }) => label)).toHaveLength(12);
  expect(linksOf(shown).map(wordsOf)).toContain('第5个 #aaaaaaaaaa');
  expect(shown).toContain('另有 3 项');
});

test('a form is a button that opens its page, and stands first; without a page it says where', () => {
  const form: Block = {
    type: 'form',
    fields: [{ name: 'reason', label: '事由', kind: 'text', required: true }],
    submit: press('提交请假', 'activity.leave'),
  };
  const made = card('请假', [form], { actions: [press('不请了', 'a.b')] });
  expect(drawn(made, 'https://zhibu.example/form/x').buttons[0]).toEqual({
    label: '提交请假',
    url: 'https://zhibu.example/form/x',
  });
  expect(drawn(made).text).toContain('请在和我的单聊里填写：事由');
});

test('a link that is no web address is left out', () => {
  const actions = ['javascript:alert(1)', 'dtmd://x', 'https://ok.example/a'].map((url) => ({
    type: 'link' as const,
    label: url.slice(0, 5),
    url,
  }));
  expect(drawn(card('链接', [], { actions })).buttons.map(({ url }) => url)).toEqual([
    'https://ok.example/a',
  ]);
});

test('a template’s variables are total, within limits and without markup, whatever a noun says', () => {
  fc.assert(
    fc.property(anyCard, fc.constantFrom(undefined, 'https://zhibu.example/form/x'), (made, form) => {
      const {
        title,
        text: shown,
        presses,
      } = renderDingTalkTemplate(made, { ...means, ...(form && { form }) });
      expect(markupFault(shown)).toBeNull();
      expect(title).not.toBe('');
      expect(presses.length).toBeLessThanOrEqual(5);
      expect(Buffer.byteLength(shown)).toBeLessThan(15_000);
    }),
    { numRuns: 300 },
  );
});

test('the plain text that stands in for a refused card mentions nobody and is not too long', () => {
  fc.assert(
    fc.property(anyCard, (made) => {
      const shown = renderDingTalkText(made, 'https://zhibu.example/form/x');
      expect(shown).not.toMatch(/[@<]/);
      expect(Buffer.byteLength(JSON.stringify({ content: shown }))).toBeLessThan(15_000);
    }),
    { numRuns: 300 },
  );
});
