import { type Action, press } from '../../../cards/card.ts';
import type { ActivityKind } from '../../../db/schema/activity.ts';
import { titleOf } from '../../activity/kinds.ts';
import type { Item } from '../owed/compliance.ts';
import { closePress, type Unclosed } from '../owed/unclosed.ts';
import { itemWord } from '../words.ts';

/** What all members come to can be one gathering; a committee's, a group's and a yearly one are their own. The first is 新建活动. */
export function composeActions(branch: number, open: readonly Item[]): Action[] {
  const kinds = (of: readonly Item[]): ActivityKind[] => of.flatMap((item) => item.rule.kinds[0] ?? []);
  const ofBranch = open.filter((item) => item.rule.owedBy === 'branch');
  const isTogether = ({ rule }: Item) => rule.season === null && rule.measure === 'gatherings';
  const together = ofBranch.filter(isTogether);
  const yearly = ofBranch.filter((item) => !isTogether(item));
  const committee = open.filter((item) => item.rule.owedBy === 'committee');
  const upper = open.filter((item) => item.rule.owedBy === 'upper');
  const groups = open.filter((item) => item.rule.owedBy === 'groups').slice(0, 3);
  const wanted = [
    ...(together.length > 0 ? [{ label: '新建活动', unit: branch, kinds: kinds(together) }] : []),
    ...(committee.length > 0 ? [{ label: '新建支委会', unit: branch, kinds: kinds(committee) }] : []),
    ...groups.map((item) => ({
      label: `新建${item.rule.short}（${item.holder.name}）`,
      unit: item.holder.id,
      kinds: kinds([item]),
    })),
    ...[...yearly, ...upper].map((item) => ({
      label: `新建${item.coverage ? titleOf(item.rule.kinds) : item.rule.short}`,
      unit: branch,
      kinds: kinds([item]),
    })),
  ];
  return [
    ...wanted.map(({ label, unit, kinds }, index) =>
      press(
        index === 0 ? '新建活动' : label,
        'activity.compose',
        { unit, kinds },
        index === 0 ? 'primary' : undefined,
      ),
    ),
    ...(open.some(isOfHours) ? [press('看学时', 'training.hours', { unit: branch })] : []),
  ];
}

/** What is wanting may have been learned elsewhere, and noted by nobody. */
function isOfHours({ rule }: Item): boolean {
  return rule.measure === 'training';
}

const MOST = 3;

/** What is overdue may have been held all the same: each with the form to enter it afterwards. */
export function overdueActions(overdue: readonly Item[], year: string): Action[] {
  return overdue.slice(0, MOST).map((item) => {
    const [word, unit] = [itemWord(item, year), item.holder.id];
    return isOfHours(item)
      ? press(`补记：${word}`, 'training.form', { unit, day: item.period.to })
      : press(`补录：${word}`, 'activity.compose', { unit, kinds: [...item.rule.kinds].slice(0, 1) });
  });
}

/** One gathering may be what several items want. */
export function closeActions(unclosed: readonly Unclosed[]): Action[] {
  return [...new Map(unclosed.map((one) => [one.id, one])).values()].slice(0, MOST).map(closePress);
}
