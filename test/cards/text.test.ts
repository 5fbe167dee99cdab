import { expect, test } from 'vitest';
import { card, facts, note, press, text } from '../../cards/card.ts';
import { renderText } from '../../cards/render/text.ts';

test('a card reads from its title to its links', () => {
  const meeting = card(
    '支部党员大会',
    [
      text('请按时参加。'),
      facts({ 时间: '12月4日 15:00', 地点: '三楼会议室', 主持: null }),
      { type: 'progress', total: { label: '应到', count: 20 }, parts: [{ label: '已签到', count: 12 }] },
      { type: 'roster', label: '请假', names: ['张伟', '李娜'] },
      { type: 'roster', label: '缺席', names: [] },
      { type: 'divider' },
      {
        type: 'table',
        columns: [
          { key: 'unit', label: '支部' },
          { key: 'rate', label: '到会率', align: 'right' },
        ],
        rows: [{ unit: '第一支部', rate: '95%' }, { unit: '第二支部' }],
      },
      note('依据：《支部工作条例》'),
    ],
    { actions: [press('签到', '签到'), { type: 'link', label: '看板', url: 'https://zhibu.example/board' }] },
  );
  expect(renderText(meeting)).toBe(
    [
      '支部党员大会',
      '请按时参加。',
      '时间：12月4日 15:00',
      '地点：三楼会议室',
      '应到 20，已签到 12',
      '请假：张伟、李娜',
      '————',
      '支部 | 到会率',
      '第一支部 | 95%',
      '第二支部 | ',
      '依据：《支部工作条例》',
      '看板：https://zhibu.example/board',
    ].join('\n'),
  );
});

test('a form shows every field with what it holds, as a person reads it', () => {
  const form = card('新建活动', [
    {
      type: 'form',
      fields: [
        { name: 'topic', label: '主题', kind: 'text', required: true },
        { name: 'note', label: '备注', kind: 'longtext', required: false, value: '' },
        { name: 'at', label: '时间', kind: 'datetime', required: true, value: '2026-12-04T15:00' },
        { name: 'day', label: '日期', kind: 'date', required: true, value: '2026-12-04' },
        { name: 'bad', label: '日子', kind: 'date', required: true, value: '2026-02-30' },
        {
          name: 'kind',
          label: '类型',
          kind: 'select',
          required: true,
          value: 'b',
          options: [{ value: 'b', label: '党课' }],
        },
        {
          name: 'who',
          label: '列席',
          kind: 'persons',
          required: false,
          value: ['p1', '王芳'],
          options: [{ value: 'p1', label: '张伟（一组）' }],
        },
        { name: 'count', label: '人数', kind: 'number', required: false, value: 3 },
        { name: 'open', label: '公开', kind: 'checkbox', required: false, value: true },
        { name: 'shut', label: '闭门', kind: 'checkbox', required: false },
      ],
      submit: press('保存', '新建活动'),
    },
  ]);
  expect(renderText(form)).toBe(
    [
      '新建活动',
      '主题：（待填）',
      '备注：（选填）',
      '时间：2026年12月4日（星期五）15:00',
      '日期：2026年12月4日（星期五）',
      '日子：2026-02-30',
      '类型：党课',
      '列席：张伟（一组）、王芳',
      '人数：3',
      '公开：是',
      '闭门：否',
    ].join('\n'),
  );
});
