import { z } from 'zod';
import { type Action, press } from '../../../../cards/card.ts';
import { standardCard, standardsCard } from '../../../../cards/duty/standards.ts';
import { type Book, BOOKS as NAMES } from '../../../../db/schema/standard.ts';
import { type Ctx, privately, type Reply } from '../../../chat/command.ts';
import { define } from '../../../chat/define.ts';
import { IdInput } from '../../../chat/inputs.ts';
import { Refusal } from '../../../errors.ts';
import { attachedTo } from '../../../files/show.ts';
import { isBranch, may } from '../../../people/permit.ts';
import type { Unit } from '../../../people/store.ts';
import { type Day, dayOf, sayDay, shortDay } from '../../../time.ts';
import { type Subject, subjectNamed, subjectOf } from '../../subject.ts';
import { BOOKS } from '../books.ts';
import { forecastWord } from '../forecast.ts';
import { refOf, STANDARD } from '../place.ts';
import { type BookStanding, type Entry, percent, standingsIn } from '../stand.ts';

const Asked = z.object({ unit: IdInput.optional() });

const MOST_ROWS = 20;
const MOST_CONFIRMS = 4;

/** 三化, 八有, 七好, 六好: one's branch, or all branches beneath a committee. */
export const openCommands = NAMES.map((book) =>
  define({
    name: `standard.${book}`,
    words: BOOKS[book].words,
    ...(BOOKS[book].help !== '' && { help: BOOKS[book].help }),
    who: 'anyone',
    input: Asked,
    fromText: (ctx, rest) => ({ unit: subjectNamed(ctx, rest) }),
    run(ctx, { unit }) {
      const subject = subjectOf(ctx, unit);
      return isBranch(subject.unit.kind) ? branchPage(ctx, book, subject) : overview(ctx, book, subject.unit);
    },
  }),
);

/** A branch's page as it stands now, after something was said of it. */
export function pageOf(ctx: Ctx, book: Book, unit: number): Reply {
  return branchPage(ctx, book, subjectOf(ctx, unit));
}

function branchPage(ctx: Ctx, book: Book, { unit, trusted }: Subject): Reply {
  const [standing] = standingsIn(ctx.db, book, unit.lineage, ctx.now);
  if (!standing) throw new Refusal('not_found', '没有找到这个支部。');
  const { entries, met, showPoint } = standing;
  const parts = [...Map.groupBy(entries, ({ mark }) => mark.part)];
  const { name, source, confirmed } = BOOKS[book];
  const common = commonDeadline(entries);
  const ref = (mark: string) => refOf({ unit: unit.id, book, mark });
  const files = attachedTo(
    ctx,
    STANDARD,
    entries.map(({ mark }) => ({ ref: ref(mark.id), label: mark.name })),
  );
  const card = standardCard({
    unit: unit.name,
    book: name,
    count: `${met}/${entries.length}（${percent([standing])}）`,
    showPoint,
    deadline: common && sayDay(common),
    parts: parts.map(([part, own]) => ({
      name: part,
      lines: own.map((entry) => ({
        label: entry.mark.name,
        value: `${stateWord(entry, confirmed, trusted, common !== null)}${files.word(ref(entry.mark.id))}`,
      })),
    })),
    forecast: met > 0 && met < entries.length ? forecastOf([standing], ctx) : null,
    source,
    done: met === entries.length,
    actions: [
      ...reportActions(ctx, book, standing),
      ...committeeActions(ctx, book, standing),
      ...files.actions,
    ],
  });
  return privately(card);
}

/** Where all that is not met has one deadline, it is said once. */
function commonDeadline(entries: readonly Entry[]): Day | null {
  const days = new Set(entries.filter(({ state }) => state !== 'met').map(({ mark }) => mark.deadline));
  const [only] = days;
  return days.size === 1 && only !== undefined ? only : null;
}

function stateWord(
  { state, last, mark }: Entry,
  confirmed: boolean,
  trusted: boolean,
  common: boolean,
): string {
  const said = trusted && last && last.said !== '' ? `：${last.said}` : '';
  const on = last ? shortDay(dayOf(last.at)) : '';
  const until = common || mark.deadline === null ? '' : `，${shortDay(mark.deadline)}前达标`;
  const says = mark.says === '' ? '' : `（${mark.says}）`;
  switch (state) {
    case 'met':
      return `${confirmed ? '已达标' : '已做到'}（${on}）`;
    case 'submitted':
      return `已报送（${on}），等待确认${said}`;
    case 'overdue':
      return `已逾期${until}${last?.state === 'returned' ? `，退回${said}` : ''}`;
    case 'open':
      return `${last?.state === 'returned' ? `退回${said}` : `还没有${says}`}${until}`;
  }
}

/** Whoever organises the branch says what is met, with a word of evidence. */
function reportActions(ctx: Ctx, book: Book, { unit, entries }: BookStanding): Action[] {
  if (!may(ctx.db, ctx.person.id, 'organise', unit.id, dayOf(ctx.now))) return [];
  const verb = BOOKS[book].confirmed ? '报送' : '做到';
  return entries
    .filter(({ state }) => state === 'open' || state === 'overdue')
    .map(({ mark }) =>
      press(`${verb}：${mark.name}`, 'standard.reportForm', { book, unit: unit.id, mark: mark.id }),
    );
}

function committeeActions(ctx: Ctx, book: Book, { unit, entries, showPoint }: BookStanding): Action[] {
  if (unit.parent === null || !may(ctx.db, ctx.person.id, 'administer', unit.parent, dayOf(ctx.now)))
    return [];
  const of = { book, unit: unit.id };
  const waiting = entries.filter(({ state }) => state === 'submitted').slice(0, MOST_CONFIRMS);
  return [
    ...waiting.flatMap(({ mark }) => [
      press(`确认：${mark.name}`, 'standard.confirm', { ...of, mark: mark.id }, 'primary'),
      press(`退回：${mark.name}`, 'standard.returnForm', { ...of, mark: mark.id }),
    ]),
    press('定期限', 'standard.deadlineForm', of),
    ...(book === 'sanhua' ? [press(showPoint ? '取消示范点' : '设为示范点', 'standard.showPoint', of)] : []),
    press('督办', 'duty.nudgeForm', { unit: unit.id, item: '' }),
  ];
}

function overview(ctx: Ctx, book: Book, unit: Unit): Reply {
  const all = standingsIn(ctx.db, book, unit.lineage, ctx.now);
  if (all.length === 0) throw new Refusal('not_found', `${unit.name}还没有下属党支部。`);
  const { name, editable } = BOOKS[book];
  const count = (state: Entry['state']) =>
    all.reduce((sum, { entries }) => sum + entries.filter((one) => one.state === state).length, 0);
  const waiting = all.filter(({ entries }) => entries.some(({ state }) => state === 'submitted'));
  const done = all.filter(({ met, entries }) => met === entries.length).length;
  const parts = [
    `共 ${all.length} 个支部，${done} 个全部达标，总体 ${percent(all)}。`,
    ...(waiting.length > 0 ? [`待确认 ${count('submitted')} 项（${waiting.length} 个支部）。`] : []),
    ...(count('overdue') > 0 ? [`逾期 ${count('overdue')} 项。`] : []),
  ];
  const card = standardsCard({
    unit: unit.name,
    book: name,
    summary: parts.join(''),
    rows: all.slice(0, MOST_ROWS).map((one) => ({
      branch: `${one.showPoint ? '★ ' : ''}${nameIn(unit, one.unit)}`,
      met: `${one.met}/${one.entries.length}`,
      percent: percent([one]),
      rest: restWord(one),
    })),
    more: Math.max(0, all.length - MOST_ROWS),
    forecast: forecastOf(all, ctx),
    actions: [
      ...waiting
        .slice(0, MOST_CONFIRMS)
        .map((one) =>
          press(`待确认：${one.unit.name}`, `standard.${book}`, { unit: one.unit.id }, 'primary'),
        ),
      ...editActions(ctx, book, unit, editable),
      press('督办', 'duty.supervise', { unit: unit.id }),
    ],
  });
  return privately(card);
}

function editActions(ctx: Ctx, book: Book, unit: Unit, editable: boolean): Action[] {
  if (!may(ctx.db, ctx.person.id, 'administer', unit.id, dayOf(ctx.now))) return [];
  const of = { book, unit: unit.id };
  return [
    press('定期限', 'standard.deadlineForm', of),
    ...(editable ? [press('调整条目', 'standard.editForm', of)] : []),
  ];
}

function restWord({ entries }: BookStanding): string {
  const rest = entries.filter(({ state }) => state !== 'met');
  const words = rest.slice(0, 3).map(({ mark, state }) => `${mark.name}${SHORT[state]}`);
  return rest.length > words.length ? `${words.join('、')}等 ${rest.length} 项` : words.join('、');
}

const SHORT: Record<Entry['state'], string> = {
  met: '',
  open: '',
  submitted: '（待确认）',
  overdue: '（逾期）',
};

function nameIn(unit: Unit, branch: Unit): string {
  return branch.path.startsWith(`${unit.path}/`) ? branch.path.slice(unit.path.length + 1) : branch.name;
}

function forecastOf(all: readonly BookStanding[], { now }: Ctx): string {
  const deadlines = all.flatMap(({ entries }) => entries.flatMap(({ mark }) => mark.deadline ?? []));
  const began = all.flatMap(({ since }) => since ?? []);
  return forecastWord(
    {
      total: all.reduce((sum, { entries }) => sum + entries.length, 0),
      met: all.reduce((sum, { met }) => sum + met, 0),
      since: began.length > 0 ? Math.min(...began) : null,
      deadline: deadlines.toSorted().at(-1) ?? null,
    },
    now,
  );
}
