import { z } from 'zod';
import { success } from '../../chat/command.ts';
import { define } from '../../chat/define.ts';
import { listInput } from '../../chat/inputs.ts';
import { type Day, sayDay } from '../../time.ts';
import { change } from '../rules/decide.ts';
import { MINUTES } from '../rules/rules.ts';
import { unitOf } from './asked.ts';
import {
  DayInput,
  Days,
  GraceDays,
  HoursInput,
  KindInput,
  Least,
  OfUnit,
  RuleId,
  Scope,
  Times,
  topOf,
} from './fields.ts';

/** What was filled in about a rule. */
export const changeRule = define({
  name: 'duty.changeRule',
  words: [],
  who: 'administer',
  input: OfUnit.extend({
    rule: RuleId,
    state: z.enum(['keep', 'off', 'on']).default('keep'),
    times: Times,
    grace: GraceDays,
    soon: Days,
    date: Days,
    late: Days,
    within: Days,
    hours: HoursInput,
    secretaryHours: HoursInput,
    units: listInput(KindInput),
    least: Least,
    scope: Scope,
    from: DayInput,
  }),
  over: topOf,
  run(ctx, input) {
    const unit = unitOf(ctx, topOf(ctx, input));
    const { unit: _, state, scope, units, ...stated } = input;
    const wanted = {
      ...stated,
      off: state === 'keep' ? null : state === 'off',
      units: units.length > 0 ? units : null,
      subtree: scope === 'subtree',
    };
    const name = change(ctx.db, unit, wanted, ctx.person.id, ctx.now);
    return success(`“${name}”的改动已保存，${fromWord(stated.rule, stated.from)}按此执行。`);
  },
});

function fromWord(rule: string, from: Day): string {
  return rule === MINUTES.id ? `${sayDay(from)}起开展的活动` : `从${sayDay(from)}起开始的周期`;
}
