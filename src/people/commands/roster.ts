import { z } from 'zod';
import {
  askingCard,
  differenceCard,
  droppedCard,
  faultsCard,
  importedCard,
  unchangedCard,
} from '../../../cards/roster.ts';
import { type Ctx, privately } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { IdInput } from '../../chat/inputs.ts';
import { Refusal } from '../../errors.ts';
import { dayOf } from '../../time.ts';
import { founderOf } from '../founder.ts';
import { may, mayAnywhere } from '../permit.ts';
import { applyRoster } from '../roster/apply.ts';
import { digestOf, type Plan, planRoster } from '../roster/plan.ts';
import { Declared, Fault, HEADER, Row } from '../roster/row.ts';
import { keepRoster, keptRoster, readingOf, settleRoster } from '../roster/waiting.ts';
import { applyDirectory } from './directory.ts';

const Roster = z.object({ roster: IdInput });

export const rosterCommands = [
  define({
    name: 'roster.ask',
    words: ['导入名册', '名册'],
    help: '发来 CSV 或 XLSX，先看变化再确认',
    who: 'administer',
    input: z.object({}),
    run: (ctx) => privately(askingCard(HEADER, ctx.account.platform !== 'console')),
  }),

  define({
    name: 'roster.check',
    words: [],
    who: 'anyone',
    input: z.object({
      reading: z
        .object({ rows: z.array(Row), declared: z.array(Declared), faults: z.array(Fault) })
        .nullable(),
    }),
    run(ctx, { reading }) {
      if (!mayAnywhere(ctx.db, ctx.person.id, 'administer', dayOf(ctx.now))) {
        throw new Refusal('not_allowed', '名册由党务干部来导入，需要时请联系他们。');
      }
      if (!reading) throw new Refusal('conflict', '文件没有读到，请再发一次。');
      const plan = planRoster(ctx.db, reading, dayOf(ctx.now));
      demandTouched(ctx, plan);
      if (plan.faults.length > 0) return privately(faultsCard(plan.faults));
      if (plan.changes.length === 0) return privately(unchangedCard());
      const roster = keepRoster(ctx.db, ctx.now, ctx.person.id, reading.rows, digestOf(plan));
      return privately(differenceCard(plan.changes, roster, ctx.person.id));
    },
  }),

  define({
    name: 'roster.apply',
    words: [],
    who: 'administer',
    input: Roster.extend({ keep: z.boolean().optional() }),
    run(ctx, { roster: id, keep }) {
      const roster = keptRoster(ctx.db, id, ctx.person.id);
      if (roster.directory) return applyDirectory(ctx, roster, keep === true);
      const plan = planRoster(ctx.db, readingOf(ctx.db, roster), dayOf(ctx.now));
      demandTouched(ctx, plan);
      if (plan.faults.length > 0 || digestOf(plan) !== roster.digest) {
        throw new Refusal('conflict', '您看过差异之后，组织里的情况又变了。请重新发送文件，再确认一次。');
      }
      applyRoster(ctx.db, ctx.now, `person:${ctx.person.id}`, plan);
      settleRoster(ctx.db, ctx.now, id, true);
      return privately(importedCard(plan.changes), '名册已导入。');
    },
  }),

  define({
    name: 'roster.drop',
    words: [],
    who: 'administer',
    input: Roster,
    run(ctx, { roster: id }) {
      keptRoster(ctx.db, id, ctx.person.id);
      settleRoster(ctx.db, ctx.now, id, false);
      return privately(droppedCard());
    },
  }),
];

/** Whoever imports has a say over all that changes. Said before anything of the organisation is shown. */
function demandTouched(ctx: Ctx, { touched }: Plan): void {
  const day = dayOf(ctx.now);
  if (touched.top && founderOf(ctx.db) !== ctx.person.id) {
    throw new Refusal(
      'not_allowed',
      '名册里有全新的顶层党组织。请从您管理的党组织写起，或请系统管理员导入。',
    );
  }
  if (!touched.units.every((unit) => may(ctx.db, ctx.person.id, 'administer', unit, day))) {
    throw new Refusal('not_allowed', '名册里有您管理范围以外的组织或同志，请只导入您管理的党组织及其下级。');
  }
}
