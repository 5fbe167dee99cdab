import type { Db } from '../../../db/store.ts';
import {
  columns,
  heading,
  type Paper,
  type Part,
  paragraph,
  signatures,
  table,
  title,
  under,
} from '../../documents/paper.ts';
import { footOf } from '../../duty/foot.ts';
import type { Unit } from '../../people/store.ts';
import { dayOf, type Instant, longDay } from '../../time.ts';
import type { Round } from '../round.ts';
import { cents, pointsWord, sectionCents } from '../score.ts';
import { namesOf } from '../subject.ts';
import { levelNamed, type Template } from '../template.ts';
import { lastRating } from './book.ts';
import { type Compared, compare, HOW_WORDS, type Rated, ratedIn, roundBefore } from './read.ts';
import { RED_FLAG } from './template.ts';

/** A branch as the roster has it. */
interface Entry {
  branch: string;
  /** What it was rated the time before; empty for none. */
  before: string;
  rated: Rated;
}

/** 星级党支部名册: who has how many stars, as people decided. */
export function starPaper(db: Db, round: Round, committee: Unit, now: Instant): Paper {
  const names = namesOf(db, round);
  const entries = ratedIn(db, round).map((rated) => ({
    rated,
    branch: names.get(rated.subject.id) ?? '',
    before: lastRating(db, round, rated.subject.unit),
  }));
  const compared = roundBefore(db, round) ? compare(db, round) : [];
  return {
    name: `${committee.name} ${round.year}年星级党支部名册`,
    as: 'record',
    leaves: [rosterOf(round, committee.name, entries, compared, now)],
    foot: footOf(db, committee),
  };
}

function rosterOf(
  round: Pick<Round, 'year' | 'template' | 'publishedAt'>,
  committee: string,
  entries: readonly Entry[],
  compared: readonly Compared[],
  now: Instant,
): Part[] {
  const { year, template, publishedAt } = round;
  const state = publishedAt === null ? '征求意见稿，尚未公布' : `${longDay(dayOf(publishedAt))}公布`;
  const decided = entries.filter(({ rated }) => rated.decision !== undefined);
  const at = (level: string | null) => decided.filter(({ rated }) => rated.decision?.level === level);
  const groups = [
    ...template.levels.map(({ id, name }) => ({ name, own: at(id) })),
    { name: '不定星级', own: at(null) },
  ].filter(({ own }) => own.length > 0);
  return [
    title(`${committee}${year}年星级党支部名册`),
    under(state),
    paragraph(`参评党支部 ${entries.length} 个，已定星 ${decided.length} 个。`),
    ...groups.flatMap(({ name, own }) => [heading(`${name}（${own.length} 个）`), membersOf(own)]),
    ...(compared.length > 0 ? [heading('与上年比较'), comparedTable(compared)] : []),
    signatures('审核', '制表'),
    paragraph(`${longDay(dayOf(now))}制`),
  ];
}

function membersOf(own: readonly Entry[]): Part {
  const lines = own.map(({ branch, before, rated: { decision } }, index) => [
    index + 1,
    branch,
    before,
    [decision?.honours.includes(RED_FLAG) ? '红旗党支部' : '', decision?.reason ?? '']
      .filter((word) => word !== '')
      .join('；'),
  ]);
  return table(columns({ 序号: 5, 党支部: 20, 上次评定: 9, 备注: 12 }), lines);
}

function comparedTable(compared: readonly Compared[]): Part {
  return table(
    columns({ 星级: 8, 本年申报: 9, 本年评定: 9, 上年申报: 9, 上年评定: 9 }),
    compared.map(({ level, declared, decided, declaredBefore, decidedBefore }) => [
      level,
      declared,
      decided,
      declaredBefore,
      decidedBefore,
    ]),
  );
}

/** 星级评分汇总: a branch a line, its points by section of the highest that scored, and what each gave in all. */
export function scoresPaper(db: Db, round: Round, committee: Unit, now: Instant): Paper {
  const name = `${committee.name} ${round.year}年星级评分汇总`;
  const { template } = round;
  const heads = [
    ...columns({ 序号: 4, 党支部: 14, 申报: 7 }),
    ...template.sections.map((section) => ({ head: section.name, width: 5 })),
    ...template.roles.map((role) => ({ head: role.name, width: 6 })),
    ...columns({ 综合得分: 6, 定星: 6 }),
  ];
  const names = namesOf(db, round);
  const lines = ratedIn(db, round).map((rated, index) => [
    index + 1,
    names.get(rated.subject.id) ?? '',
    ...scoreCells(template, rated),
  ]);
  const full = template.sections.map((section) => `${section.name} ${pointsWord(cents(section.points))}`);
  return {
    name,
    as: 'record',
    leaves: [
      [
        title(name),
        under(longDay(dayOf(now))),
        paragraph(`各项满分：${full.join('、')}。各项为最后一级评分，综合得分按各级权重计算。`),
        table(heads, lines),
        signatures('审核', '制表'),
      ],
    ],
    foot: footOf(db, committee),
  };
}

function scoreCells(template: Template, { declared, sheets, proposal, decision }: Rated): string[] {
  const last = template.roles.flatMap(({ id }) => sheets.filter(({ role }) => role === id)).at(-1);
  return [
    declared ? `${HOW_WORDS[declared.how]}${levelNamed(template, declared.level)?.name ?? ''}` : '',
    ...template.sections.map((section) => (last ? pointsWord(sectionCents(section, last.marks)) : '')),
    ...template.roles.map(({ id }) => {
      const own = sheets.find(({ role }) => role === id);
      return own ? pointsWord(own.total) : '';
    }),
    proposal.total === null ? '' : pointsWord(proposal.total),
    decision ? (levelNamed(template, decision.level)?.name ?? '不定星级') : '',
  ];
}
