import { z } from 'zod';
import { press } from '../../../../cards/card.ts';
import { formCard } from '../../../../cards/form.ts';
import { type Ctx, privately } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { textInput } from '../../../chat/inputs.ts';
import { Refusal } from '../../../errors.ts';
import { dayOf } from '../../../time.ts';
import { OfSubject, overSubject } from '../../inputs.ts';
import { isOver, type Round } from '../../round.ts';
import { saveSheet } from '../../sheet.ts';
import { declare } from '../../subject.ts';
import { leftBefore, type Speaker } from '../read.ts';
import { demandSeen, loadSpeaker, speakerCard } from '../show.ts';
import { COMMENT } from '../template.ts';

/** Each a line: what is not well is put on the list of problems one by one. */
const Lines = z
  .string()
  .max(2000, '点评请不超过 2000 字。')
  .nullish()
  .transform((text) => (text ?? '').split('\n').flatMap((line) => line.trim() || []))
  .refine((lines) => lines.every((line) => line.length <= 500), '每条请不超过 500 字。');

export const debriefReportCommands = [
  define({
    name: 'debrief.reportForm',
    words: [],
    who: 'anyone',
    input: OfSubject,
    run(ctx, { subject }) {
      const { round, speaker } = own(ctx, subject);
      const left = leftBefore(ctx.db, round, speaker.lineage).map(({ problem }) => `· ${problem}`);
      const intro = [
        '直接写，或把写好的粘贴进来；已经写成文件的，不用填这里，直接发给我就行。',
        ...(left.length > 0 ? ['请说明往年问题的整改：', ...left] : []),
      ];
      return privately(
        formCard(
          `${round.title}：述职报告`,
          intro.join('\n'),
          [
            {
              name: 'text',
              label: '述职报告',
              kind: 'longtext',
              required: true,
              value: speaker.report.text,
              hint: '主要工作、存在问题、下步打算',
            },
            {
              name: 'file',
              label: '材料在哪里（选填，如云文档链接）',
              kind: 'text',
              required: false,
              value: speaker.report.file,
            },
          ],
          press('提交报告', 'debrief.report', { subject }, 'primary'),
        ),
      );
    },
  }),

  define({
    name: 'debrief.report',
    words: [],
    who: 'anyone',
    input: OfSubject.extend({
      text: z
        .string('请填写述职报告。')
        .trim()
        .min(1, '请填写述职报告。')
        .max(5000, '述职报告请不超过 5000 字，更长的请写明材料在哪里。'),
      file: textInput('材料位置', 300),
    }),
    run(ctx, { subject, text, file }) {
      const { round, speaker } = own(ctx, subject);
      declare(ctx.db, speaker, { ...speaker.report, text, file }, ctx.person.id, ctx.now);
      return privately(
        speakerCard(ctx, round, loadSpeaker(ctx, subject).speaker),
        '述职报告已提交，截止前可以改。',
      );
    },
  }),

  define({
    name: 'debrief.commentForm',
    words: [],
    who: 'administer',
    input: OfSubject,
    over: overSubject,
    run(ctx, { subject }) {
      const { speaker, title } = commenting(ctx, subject);
      return privately(
        formCard(
          `${title}：点评${speaker.called}`,
          '一行一条；不足可以一次列入问题清单。述职人本人看得到点评，看不到是谁写的。',
          [
            { name: 'good', label: '肯定', kind: 'longtext', required: false },
            { name: 'bad', label: '不足', kind: 'longtext', required: false },
          ],
          press('提交点评', 'debrief.comment', { subject }, 'primary'),
        ),
      );
    },
  }),

  define({
    name: 'debrief.comment',
    words: [],
    who: 'administer',
    input: OfSubject.extend({ good: Lines, bad: Lines }),
    over: overSubject,
    run(ctx, { subject, good, bad }) {
      if (good.length + bad.length === 0) throw new Refusal('invalid', '还没有填写，请至少写一条。');
      const { round, speaker } = commenting(ctx, subject);
      const notes = [
        ...good.map((text) => ({ theme: '', kind: 'achievement' as const, text })),
        ...bad.map((text) => ({ theme: '', kind: 'issue' as const, text })),
      ];
      const scorer = `person:${ctx.person.id}` as const;
      const filled = { subject, role: COMMENT, scorer, marks: { items: {}, vetoes: [] }, notes };
      saveSheet(ctx.db, round, filled, ctx.person.id, ctx.now);
      return privately(speakerCard(ctx, round, speaker), '点评已保存。');
    },
  }),
];

function own(ctx: Ctx, subject: number): { round: Round; speaker: Speaker } {
  const { round, speaker } = loadSpeaker(ctx, subject);
  if (speaker.speaker !== ctx.person.id) throw new Refusal('not_allowed', '述职报告由述职人本人提交。');
  if (round.publishedAt !== null) throw new Refusal('conflict', '结果已经公布，不能再改。');
  if (isOver(round, 'report', dayOf(ctx.now))) {
    throw new Refusal('conflict', '交报告已经截止，确需补交的请联系上级党组织。');
  }
  return { round, speaker };
}

/** Nobody comments on themselves. */
function commenting(ctx: Ctx, subject: number): { round: Round; speaker: Speaker; title: string } {
  const { round, speaker } = loadSpeaker(ctx, subject);
  demandSeen(ctx, round, speaker);
  if (speaker.speaker === ctx.person.id) throw new Refusal('not_allowed', '不能点评自己。');
  if (round.publishedAt !== null) throw new Refusal('conflict', '结果已经公布，不能再点评。');
  return { round, speaker, title: round.title };
}
