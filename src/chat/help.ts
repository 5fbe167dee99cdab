import { z } from 'zod';
import { card, facts, note } from '../../cards/card.ts';
import { listed, mayAnywhere, type Rights } from '../people/permit.ts';
import { dayOf } from '../time.ts';
import type { AnyCommand, Ctx, KnownCommand } from './command.ts';
import { define } from './define.ts';

/** What this person may say, made from the commands' own declarations. */
export function help(all: () => readonly AnyCommand[]): KnownCommand {
  return define({
    name: 'help',
    words: ['帮助', '菜单', '你好', 'help', '?'],
    help: '看看能做什么',
    who: 'anyone',
    input: z.object({}),
    fromText: () => ({}),
    run(ctx) {
      const allowed = all().filter((one) => one.help !== null && permitted(ctx, one.who));
      const said = card(`${ctx.person.name}同志，您可以这样说`, [
        facts(Object.fromEntries(allowed.map((one) => [one.words[0] ?? one.name, one.help]))),
        note('在群里请先 @我。有意见建议，说“反馈”。'),
      ]);
      return { content: { card: said }, privately: true };
    },
  });
}

export function permitted(ctx: Ctx, who: 'stranger' | 'anyone' | Rights): boolean {
  if (who === 'stranger') return false;
  if (who === 'anyone') return true;
  return listed(who).some((right) => mayAnywhere(ctx.db, ctx.person.id, right, dayOf(ctx.now)));
}
