import { press } from '../../../cards/card.ts';
import { writtenCard } from '../../../cards/duty/lists.ts';
import { type Ctx, privately, type Reply } from '../../chat/command.ts';
import { loadUnit, subtree, type Unit } from '../../people/store.ts';
import { dayOf, sayDay } from '../../time.ts';
import { readSettings } from '../rules/decided.ts';
import type { Rule } from '../rules/rules.ts';
import { definitions, isAdopted, settingsOver } from '../rules/settings.ts';
import { EVERY_WORDS, isOfLevel, levelWord, postWord } from './levels.ts';
import type { Fault } from './parse.ts';
import type { List, ListItem } from './store.ts';

/** The rules by which an item may tick itself: one that was never put in force would leave it undone for ever. */
export function rulesOver(ctx: Ctx, unit: Unit): Rule[] {
  const over = settingsOver(readSettings(ctx.db), unit.lineage);
  return definitions(over).filter((rule) => isAdopted(rule, over));
}

/** A list as it was written, to be published, or with what may be done to it since. */
export function written(ctx: Ctx, list: List): Reply {
  const units = subtree(ctx.db, list.lineage, dayOf(ctx.now)).filter(({ kind }) =>
    isOfLevel(kind, list.level),
  );
  const rules = new Map(rulesOver(ctx, loadUnit(ctx.db, list.unit)).map(({ id, name }) => [id, name]));
  const draft = list.publishedAt === null;
  const card = writtenCard({
    name: list.name,
    state: list.endedAt !== null ? '已停用' : draft ? '预览' : '已发布',
    whose: `${levelWord(list.level)}·${postWord(list.post)}（${list.unitName}范围内 ${units.length} 个）`,
    items: list.items.map((item) => ({
      says: item.says,
      when: whenWord(item),
      how: item.rule === null ? '本人勾选' : `按记录自动勾选（${rules.get(item.rule) ?? ''}）`,
    })),
    tone: draft ? 'info' : 'success',
    notes: draft ? ['还没有生效。发布后从本期起要求，到期前十天提醒，每天最多一条。'] : [],
    actions: list.endedAt === null ? actionsOf(list, draft) : [],
  });
  return privately(card);
}

function actionsOf({ id: list, name }: List, draft: boolean) {
  if (draft) return [press('发布', 'list.publish', { list }, 'primary'), press('放弃', 'list.end', { list })];
  return [
    press('增加', 'list.addForm', { list }, 'primary'),
    press('停用一项', 'list.endItemForm', { list }),
    { ...press('停用整张', 'list.end', { list }, 'danger'), confirm: `停用“${name}”？` },
  ];
}

function whenWord({ every, deadline }: ListItem): string {
  return deadline === null ? EVERY_WORDS[every] : `${sayDay(deadline)}前`;
}

const MOST_FAULTS = 10;

/** Above the form, which still holds what was written. */
export function faultsWord(faults: readonly Fault[]): string {
  const shown = faults.slice(0, MOST_FAULTS).map(({ line, reason }) => `第 ${line} 行：${reason}`);
  return [`有 ${faults.length} 行没看懂，什么都没有保存。改好再提交：`, ...shown].join('\n');
}
