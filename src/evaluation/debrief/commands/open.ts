import { z } from 'zod';
import { press } from '../../../../cards/card.ts';
import { formCard } from '../../../../cards/form.ts';
import { privately } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { dayInput, IdInput } from '../../../chat/inputs.ts';
import { Refusal } from '../../../errors.ts';
import { isBranch } from '../../../people/permit.ts';
import { findUnit, holdersOf, subtree } from '../../../people/store.ts';
import { addDays, dayOf } from '../../../time.ts';
import { namesIn, OfRound, overRound, ratedYear, Year } from '../../inputs.ts';
import { loadRound, openRound, roundsOf } from '../../round.ts';
import { declare } from '../../subject.ts';
import { leftBefore, speakersOf } from '../read.ts';
import { deskCard } from '../show.ts';
import { DEBRIEF_TEMPLATE } from '../template.ts';

const WHOM = [
  { value: 'direct', label: '直属党组织的书记' },
  { value: 'branches', label: '所有党支部的书记' },
];

export const debriefOpenCommands = [
  define({
    name: 'debrief.openForm',
    words: [],
    who: 'administer',
    input: z.object({ unit: IdInput }),
    over: (_ctx, { unit }) => unit,
    run(ctx, { unit }) {
      const today = dayOf(ctx.now);
      return privately(
        formCard(
          `开始述职评议：${findUnit(ctx.db, unit)?.name ?? ''}`,
          '往年没有销号的问题会带进来，述职时一并说明整改情况。',
          [
            {
              name: 'year',
              label: '年度',
              kind: 'number',
              required: true,
              value: ratedYear(today),
            },
            {
              name: 'whom',
              label: '谁述职',
              kind: 'select',
              required: true,
              value: 'branches',
              options: WHOM,
            },
            {
              name: 'report',
              label: '交报告截止',
              kind: 'date',
              required: true,
              value: addDays(today, 14),
            },
          ],
          press('开始', 'debrief.open', { unit }, 'primary'),
        ),
      );
    },
  }),

  define({
    name: 'debrief.open',
    words: [],
    who: 'administer',
    input: z.object({
      unit: IdInput,
      year: Year,
      whom: z.enum(['direct', 'branches'], '请选择谁述职。'),
      report: dayInput('请选择截止日期。'),
    }),
    over: (_ctx, { unit }) => unit,
    run(ctx, { unit, year, whom, report }) {
      const today = dayOf(ctx.now);
      const top = findUnit(ctx.db, unit);
      if (!top || isBranch(top.kind)) throw new Refusal('invalid', '这要由党委或工委来开始。');
      const wanted = subtree(ctx.db, top.lineage, today).filter(({ kind, parent }) =>
        whom === 'direct' ? parent === unit : isBranch(kind),
      );
      const speakers = wanted.map(({ id, name }) => ({
        unit: id,
        name,
        person: holdersOf(ctx.db, id, today).find(({ post }) => post === 'secretary')?.person,
      }));
      const [last] = roundsOf(ctx.db, unit, 'debrief');
      const round = openRound(
        ctx.db,
        {
          kind: 'debrief',
          unit,
          year,
          title: `${year}年述职评议`,
          template: last?.template ?? DEBRIEF_TEMPLATE,
          stages: [{ id: 'report', until: report }],
          subjects: speakers.flatMap(({ unit: of, person }) =>
            person === undefined ? [] : [{ unit: of, person }],
          ),
        },
        ctx.person.id,
        ctx.now,
      );
      const vacant = speakers.filter(({ person }) => person === undefined).map(({ name }) => name);
      const left = leftBefore(ctx.db, round, top.lineage).length;
      const words = [
        '已开始，书记说“述职评议”就能交报告。',
        vacant.length > 0 ? `没有书记的未列入：${vacant.join('、')}。` : '',
        left > 0 ? `往年遗留问题 ${left} 个。` : '',
      ];
      return privately(deskCard(ctx, round), words.join(''));
    },
  }),

  define({
    name: 'debrief.orderForm',
    words: [],
    who: 'administer',
    input: OfRound,
    over: overRound,
    run(ctx, { round: id }) {
      const round = loadRound(ctx.db, id, 'debrief');
      const names = speakersOf(ctx.db, round, dayOf(ctx.now)).map(({ called }) => called);
      return privately(
        formCard(
          `${round.title}：述职顺序`,
          '一行一位，从上到下；没写到的排在后面。',
          [{ name: 'names', label: '顺序', kind: 'longtext', required: true, value: names.join('\n') }],
          press('保存', 'debrief.order', { round: id }, 'primary'),
        ),
      );
    },
  }),

  define({
    name: 'debrief.order',
    words: [],
    who: 'administer',
    input: z.object({
      round: IdInput,
      names: z.string('请填写顺序。').max(5000, '顺序请不超过 5000 字。'),
    }),
    over: overRound,
    run(ctx, { round: id, names }) {
      const round = loadRound(ctx.db, id, 'debrief');
      const speakers = speakersOf(ctx.db, round, dayOf(ctx.now));
      const said = namesIn(names);
      const unknown = said.find((name) => speakers.every(({ called }) => called !== name));
      if (unknown !== undefined) {
        throw new Refusal('not_found', `述职人里没有“${unknown}”，请照原来的写法填写。`);
      }
      for (const speaker of speakers) {
        const at = said.indexOf(speaker.called);
        const turn = at < 0 ? null : at + 1;
        if (turn === speaker.report.turn) continue;
        declare(ctx.db, speaker, { ...speaker.report, turn }, ctx.person.id, ctx.now);
      }
      return privately(deskCard(ctx, round), '顺序已保存。');
    },
  }),
];
