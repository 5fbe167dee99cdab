import { unreachable } from '../../errors.ts';
import { CATEGORY_WORDS, PLATFORM_WORDS, POST_WORDS, UNIT_KIND_WORDS } from '../words.ts';
import type { Change, Details, Ref } from './change.ts';

/** A change in a line, as the command line lists it. */
export function sayChange(change: Change): string {
  switch (change.kind) {
    case 'unit.founded':
      return `新设 ${change.path}（${UNIT_KIND_WORDS[change.unitKind]}）`;
    case 'unit.reopened':
      return `恢复 ${change.path}`;
    case 'unit.ended':
      return `撤销 ${change.path}`;
    case 'unit.changed': {
      const { before, after } = change;
      const kind =
        before.kind === after.kind
          ? ''
          : `，${UNIT_KIND_WORDS[before.kind]} → ${UNIT_KIND_WORDS[after.kind]}`;
      return `${before.name === after.name ? '改设' : '更名'} ${change.path}：原名 ${before.name}${kind}`;
    }
    case 'person.added':
      return `新增 ${change.details.name}`;
    case 'person.changed':
      return `更新 ${change.name}：${sayDetails(change)}`;
    case 'account.linked':
      return `${change.name} 绑定${PLATFORM_WORDS[change.platform]}账号`;
    case 'account.unlinked':
      return `${change.name} 解除原来的${PLATFORM_WORDS[change.platform]}账号`;
    case 'member.left':
      return `${change.name} 离开 ${change.path}`;
    case 'member.joined':
      return `${change.name} 加入 ${change.path}（${CATEGORY_WORDS[change.category]}）`;
    case 'member.recategorised':
      return `${change.name} ${CATEGORY_WORDS[change.before]} → ${CATEGORY_WORDS[change.category]}（${change.path}）`;
    case 'post.ended':
      return `${change.name} 不再任 ${change.path} ${POST_WORDS[change.post]}`;
    case 'post.began':
      return `${change.name} 任 ${change.path} ${POST_WORDS[change.post]}`;
    default:
      return unreachable(change);
  }
}

export interface Part {
  label: string;
  items: string[];
}

/** The changes as people think of them: who comes, who goes, who moves. Parts without items are left out. */
export function outlineOf(changes: readonly Change[]): Part[] {
  const of = <K extends Change['kind']>(...kinds: K[]) =>
    changes.filter((change): change is Extract<Change, { kind: K }> =>
      kinds.some((kind) => kind === change.kind),
    );
  const joined = placed(of('member.joined'));
  const left = placed(of('member.left'));
  const moved = [...joined.keys()].filter((person) => left.has(person));
  const groups = [...of('member.joined'), ...of('member.left')].filter(
    ({ unitKind }) => unitKind === 'memberGroup',
  );
  const only = (these: Placed, those: Placed) =>
    [...these].filter(([person]) => !those.has(person)).map(([, at]) => at);
  const parts: Part[] = [
    { label: '新设组织', items: of('unit.founded', 'unit.reopened').map(({ path }) => path) },
    { label: '组织更名或改设', items: of('unit.changed').map(sayChange) },
    { label: '撤销组织', items: of('unit.ended').map(({ path }) => path) },
    { label: '加入', items: only(joined, left).map(({ name, paths }) => `${name}（${paths.join('、')}）`) },
    { label: '离开', items: only(left, joined).map(({ name, paths }) => `${name}（${paths.join('、')}）`) },
    {
      label: '调动',
      items: moved.map((person) => {
        const to = joined.get(person);
        return `${to?.name}（${left.get(person)?.paths.join('、')} → ${to?.paths.join('、')}）`;
      }),
    },
    {
      label: '类别变化',
      items: of('member.recategorised')
        .filter(({ unitKind }) => unitKind !== 'memberGroup')
        .map(sayChange),
    },
    { label: '职务变化', items: of('post.ended', 'post.began').map(sayChange) },
    { label: '党小组调整', items: [...new Set(groups.map(({ name }) => name))] },
    {
      label: '资料更新',
      items: of('person.changed', 'account.unlinked', 'account.linked')
        .filter(({ person }) => typeof person === 'number')
        .map(sayChange),
    },
  ];
  return parts.filter(({ items }) => items.length > 0);
}

type Placed = Map<Ref, { name: string; paths: string[] }>;

/** Each person once, with the units' own names; groups are told apart from them. */
function placed(changes: readonly Extract<Change, { kind: 'member.joined' | 'member.left' }>[]): Placed {
  const people: Placed = new Map();
  for (const { person, name, path, unitKind } of changes) {
    if (unitKind === 'memberGroup') continue;
    const unit = path.slice(path.lastIndexOf('/') + 1);
    const before = people.get(person);
    if (before) before.paths.push(unit);
    else people.set(person, { name, paths: [unit] });
  }
  return people;
}

const DETAIL_WORDS: Record<keyof Details, string> = {
  name: '姓名',
  phone: '手机号',
  joinedParty: '入党日期',
  fullFrom: '转正日期',
};

function sayDetails({ before, after }: { before: Partial<Details>; after: Partial<Details> }): string {
  return Object.entries(DETAIL_WORDS)
    .flatMap(([field, word]) => {
      const key = field as keyof Details;
      const is = after[key];
      if (is === undefined) return [];
      if (key === 'phone') return [`${word}（尾号 ${is?.slice(-4)}）`];
      return [`${word} ${before[key] ?? '未填'} → ${is}`];
    })
    .join('，');
}
