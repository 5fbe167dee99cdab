import { type Action, type Card, press } from '../../../../cards/card.ts';
import { starBranchCard } from '../../../../cards/evaluation/star.ts';
import type { Ctx } from '../../../chat/command.ts';
import { attachedTo } from '../../../files/show.ts';
import { type Day, dayOf, sayDay } from '../../../time.ts';
import { type Chapter, decisionOf, historyOf } from '../../decision.ts';
import { isOver, type Round } from '../../round.ts';
import type { Sheet } from '../../sheet.ts';
import { type Named, nameOf } from '../../subject.ts';
import { itemsOf, levelNamed } from '../../template.ts';
import { correctedLines, scoreRows, sheetLines, totalWord } from '../../words.ts';
import { branchBasics } from '../drawn.ts';
import { type Prepared, prepare } from '../fill.ts';
import { refOf, STAR } from '../place.ts';
import { HOW_WORDS, type Rated, ratedOf } from '../read.ts';
import { rolesFor, type StarRole } from '../role.ts';
import { RED_FLAG } from '../template.ts';

/** A branch's part, with what the asker may do about it. Before publication a branch sees its own sheet only. */
export function branchCard(ctx: Ctx, round: Round, subject: Named): Card {
  const today = dayOf(ctx.now);
  const roles = rolesFor(ctx.db, ctx.person.id, round, subject, today);
  const above = roles.includes('committee') || roles.includes('top');
  const rated = ratedOf(ctx.db, round, subject);
  const published = round.publishedAt !== null;
  const sheets = (rated?.sheets ?? []).filter(({ role }) => role === 'self' || above || published);
  const last = sheets.at(-1);
  const records = prepare(ctx.db, round, subject, 'self', ctx.now);
  const shown = last ?? { role: 'self', marks: records.marks };
  const files = attachedTo(
    ctx,
    STAR,
    itemsOf(round.template).map(({ id, name }) => ({
      ref: refOf({ subject: subject.id, item: id }),
      label: name,
    })),
  );
  return starBranchCard({
    title: round.title,
    branch: nameOf(ctx.db, round, subject),
    facts: [...factsOf(round, rated, above || published), ...files.facts],
    roles: round.template.roles.filter(({ id }) => sheets.some(({ role }) => role === id)),
    scores: scoreRows(round.template, sheets),
    chart: branchBasics(ctx.db, round, subject, sheets),
    lines: [
      ...sheets.slice(0, -1).map((sheet) => ({
        title: `${roleName(round, sheet.role)}更正了记录`,
        lines: correctedLines(round.template, sheet),
      })),
      {
        title: last ? `${roleName(round, last.role)}（${sayDay(dayOf(last.at))}）` : '记录已经证明的',
        lines: sheetLines(round.template, shown),
      },
      {
        title: '评分以后记录有变化，重新提交评分就会更新',
        lines: last && !published ? movedLines(round, last, records.proven) : [],
      },
    ],
    history: historyLines(historyOf(ctx.db, subject.unit, 'starRating')),
    actions: [...branchActions(round, subject, roles, rated, today), ...files.actions],
  });
}

/** What the records say otherwise by now than they did when the sheet was filled in. */
function movedLines(
  { template }: Round,
  { marks }: Sheet,
  proven: Prepared['proven'],
): { label: string; value: string }[] {
  return itemsOf(template).flatMap(({ id, name }) => {
    const record = proven.get(id);
    if (!record || (marks.items[id]?.proven ?? null) === record.times) return [];
    return [{ label: name, value: `现为 ${record.times} 次（${record.basis}）` }];
  });
}

function factsOf(
  { template }: Round,
  rated: Rated | undefined,
  scores: boolean,
): { label: string; value: string }[] {
  const { declared, proposal, decision } = rated ?? {};
  const wanted = declared
    ? `${HOW_WORDS[declared.how]}${levelNamed(template, declared.level)?.name ?? ''}`
    : '未申报';
  const entries = [{ label: '申报', value: wanted }];
  if (!scores || !proposal) return entries;
  const level = proposal.level?.name ?? (proposal.total === null ? '' : '不定星级');
  const why = proposal.vetoed ? '（一票否决）' : proposal.tied ? '（同分待定）' : '';
  return [
    ...entries,
    ...(proposal.total === null ? [] : [{ label: '得分', value: totalWord(proposal.total) }]),
    ...(level ? [{ label: '按分数', value: `${level}${why}` }] : []),
    ...(decision ? [{ label: '定星', value: decidedWord(template, decision) }] : []),
  ];
}

export function decidedWord(
  template: Round['template'],
  { level, honours, reason }: { level: string | null; honours: readonly string[]; reason: string },
): string {
  const name = levelNamed(template, level)?.name ?? '不定星级';
  const flag = honours.includes(RED_FLAG) ? '，红旗党支部' : '';
  return `${name}${flag}${reason ? `（${reason}）` : ''}`;
}

/** What a branch may still do has its days; a committee may be late by its own leave. */
function branchActions(
  round: Round,
  subject: Named,
  roles: readonly StarRole[],
  rated: Rated | undefined,
  today: Day,
): Action[] {
  const id = { subject: subject.id };
  const records = press('看记录', 'duty.summary', { unit: subject.unit, period: `${round.year}年` });
  const decide = roles.includes('top')
    ? [press(round.publishedAt === null ? '定星' : '调整星级', 'star.decideForm', id)]
    : [];
  const raise = roles.includes('top') ? [press('提出问题', 'issue.raiseForm', id)] : [];
  if (round.publishedAt !== null || rated?.decision) return [records, ...decide, ...raise];
  const self = roles.includes('self');
  const scored = (role: string) => rated?.sheets.some((sheet) => sheet.role === role) === true;
  return [
    ...(self && !isOver(round, 'declare', today)
      ? [press(rated?.declared ? '修改申报' : '申报', 'star.declareForm', id, 'primary')]
      : []),
    ...(self && !isOver(round, 'self', today)
      ? [press(scored('self') ? '修改自评' : '自评', 'star.selfForm', { ...id, role: 'self' })]
      : []),
    ...roles
      .filter((role) => role !== 'self')
      .map((role) => press(roleName(round, role), 'star.scoreForm', { ...id, role }, 'primary')),
    ...roles
      .filter(scored)
      .map((role) =>
        press(
          roles.length > 1 ? `更正记录项（${roleName(round, role)}）` : '更正记录项',
          role === 'self' ? 'star.selfCorrectForm' : 'star.correctForm',
          { ...id, role },
        ),
      ),
    records,
    ...(rated?.proposal.total != null ? decide : []),
    ...raise,
  ];
}

export function roleName({ template }: Round, role: string): string {
  return template.roles.find(({ id }) => id === role)?.name ?? '';
}

/** 2025年：四星；2026年：五星，晋升，红旗党支部. */
export function historyLines(chapters: readonly Chapter[]): string[] {
  return chapters.map(({ year, level, rank, honours, reason }, index) => {
    const before = chapters[index - 1];
    const again = before?.year === year;
    const flag = honours.includes(RED_FLAG) ? '，红旗党支部' : '';
    const why = reason ? `（${reason}）` : '';
    return `${year}年${again ? '调整为' : ''}：${level || '不定星级'}${before ? changeWord(before.rank, rank) : ''}${flag}${why}`;
  });
}

function changeWord(before: number | null, rank: number | null): string {
  if (before === rank) return rank === null ? '' : '，保持';
  if (rank === null) return '，摘星';
  return before === null || rank < before ? '，晋升' : '，降星';
}

/** What was decided about a branch last before this round: its level's id in that round's template, by its name. */
export function levelBefore(ctx: Ctx, round: Round, subject: Named): string | null {
  const chapters = historyOf(ctx.db, subject.unit, 'starRating').filter(({ year }) => year < round.year);
  return chapters.at(-1)?.level || null;
}

export function isDecided(ctx: Ctx, subject: Named): boolean {
  return decisionOf(ctx.db, subject.id) !== undefined;
}
