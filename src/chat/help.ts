import { z } from 'zod';
import { type Card, card, facts, note, press, text } from '../../cards/card.ts';
import { listed, mayAnywhere, type Rights } from '../people/permit.ts';
import { dayOf } from '../time.ts';
import { type AnyCommand, type Ctx, type KnownCommand, privately, type Section } from './command.ts';
import { define } from './define.ts';

const SECTIONS: Record<Section, string> = {
  own: '我要办',
  branch: '支部',
  committee: '委员会',
  settings: '设置',
};

/**
 * What this person may say, made from the commands' own declarations: 帮助, 帮助 支部, 帮助 签到. A member's words are
 * explained at once; whoever has more is shown them by section, and each section explained when it is asked for.
 */
export function help(all: () => readonly AnyCommand[]): KnownCommand {
  return define({
    name: 'help',
    words: ['帮助', '菜单', '你好', 'help', '?'],
    help: '看看能做什么',
    section: 'settings',
    who: 'anyone',
    input: z.object({ about: z.string().optional() }),
    fromText: (_ctx, rest) => ({ about: rest }),
    run(ctx, { about }) {
      const allowed = all().filter((one) => one.help !== null && permitted(ctx, one.offered));
      const asked = chosen(allowed, about ?? '');
      const said = asked ? explained(asked.title, asked.commands, allowed) : overview(ctx, allowed);
      return privately(said);
    },
  });
}

function chosen(
  allowed: readonly AnyCommand[],
  about: string,
): { title: string; commands: readonly AnyCommand[] } | undefined {
  const section = sections(allowed).find(({ word }) => word === about);
  if (section) return { title: section.word, commands: section.commands };
  const one = allowed.find(({ words }) => words.includes(about));
  return one && { title: wordOf(one), commands: [one] };
}

function overview(ctx: Ctx, allowed: readonly AnyCommand[]): Card {
  const title = `${ctx.person.name}同志，您可以这样说`;
  const tip = note('在群里请先 @我。有意见建议，说“反馈”。');
  const parts = sections(allowed);
  if (allowed.every(({ section }) => section === 'own' || section === 'settings'))
    return card(title, [lines(parts.flatMap(({ commands }) => commands)), tip]);
  const words = parts.map(({ word, commands }) => [word, commands.map(wordOf).join('、')]);
  return card(
    title,
    [facts(Object.fromEntries(words)), text('想知道怎么说，点下面的按钮，或者说“帮助 签到”这样。'), tip],
    { actions: parts.map(({ word }) => press(word, 'help', { about: word })) },
  );
}

function explained(title: string, commands: readonly AnyCommand[], allowed: readonly AnyCommand[]): Card {
  const others = sections(allowed).filter(({ word }) => word !== title);
  return card(`${title}：怎么说`, [lines(commands)], {
    actions: others.map(({ word }) => press(word, 'help', { about: word })),
  });
}

function lines(commands: readonly AnyCommand[]) {
  return facts(Object.fromEntries(commands.map((one) => [wordOf(one), one.help])));
}

function sections(allowed: readonly AnyCommand[]): { word: string; commands: AnyCommand[] }[] {
  const order: readonly Section[] = ['own', 'branch', 'committee', 'settings'];
  return order.flatMap((section) => {
    const commands = allowed.filter((one) => one.section === section);
    return commands.length > 0 ? [{ word: SECTIONS[section], commands }] : [];
  });
}

function wordOf({ words, name }: AnyCommand): string {
  return words[0] ?? name;
}

export function permitted(ctx: Ctx, who: 'stranger' | 'anyone' | Rights): boolean {
  if (who === 'stranger') return false;
  if (who === 'anyone') return true;
  return listed(who).some((right) => mayAnywhere(ctx.db, ctx.person.id, right, dayOf(ctx.now)));
}
