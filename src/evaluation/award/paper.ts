import type { Db } from '../../../db/store.ts';
import { BLANK, columns, type Paper, type Part, paragraph, table, title } from '../../documents/paper.ts';
import type { Unit } from '../../people/store.ts';
import type { Instant } from '../../time.ts';
import { dayOf, longDay } from '../../time.ts';
import { issuedBy } from '../paper.ts';
import type { Round } from '../round.ts';
import { publicUntil, stepOf } from './read.ts';
import { type Result, resultOf } from './result.ts';
import { type Award, awardOf } from './template.ts';

/** The 公示 of those nominated; once it is decided and published, of those chosen. It is the committee's word and no record. */
export function awardPaper(db: Db, round: Round, committee: Unit, now: Instant): Paper {
  const published = stepOf(round, dayOf(now)) === 'published';
  const results = resultOf(db, round, now).filter(({ decided }) =>
    published ? decided === true : decided !== false,
  );
  const named = titleOf(round, published);
  const parts = published
    ? chosenParts(round, committee, results)
    : nominatedParts(round, committee, results);
  return {
    name: `${committee.name} ${named}`,
    as: 'letter',
    leaves: [[title(named), ...parts, issuedBy(committee, now)]],
    foot: null,
  };
}

function titleOf({ year, template }: Round, published: boolean): string {
  const award = awardOf(template).name;
  return published ? `关于公布${year}年${award}名单的通知` : `关于${year}年${award}推荐对象的公示`;
}

/** Where and by whom objections are heard is for the committee to write in. */
function nominatedParts(round: Round, committee: Pick<Unit, 'name'>, results: readonly Result[]): Part[] {
  const award = awardOf(round.template);
  const until = publicUntil(round);
  return [
    paragraph(`经党支部推荐，现将${round.year}年${award.name}推荐对象（共 ${results.length} 个）予以公示。`),
    namesTable(award, results),
    paragraph(
      `公示期${until === '' ? `：${BLANK}` : `到${longDay(until)}`}。对公示对象有意见的，请在公示期内向${committee.name}反映。`,
    ),
    paragraph(`联系人：${BLANK}　联系电话：${BLANK}`),
  ];
}

function chosenParts(round: Round, committee: Pick<Unit, 'name'>, results: readonly Result[]): Part[] {
  const award = awardOf(round.template);
  return [
    { part: 'to', text: '各党支部：' },
    paragraph(
      `经党支部推荐、公示和集体研究，${committee.name}确定以下 ${results.length} 个为${round.year}年${award.name}，现予公布。`,
    ),
    namesTable(award, results),
  ];
}

function namesTable({ to }: Award, results: readonly Result[]): Part {
  return to === 'person'
    ? table(
        columns({ 序号: 5, 姓名: 8, 党支部: 14, 主要事迹: 19 }),
        results.map(({ person, branch, deeds }, index) => [index + 1, person, branch, deeds]),
      )
    : table(
        columns({ 序号: 5, 党支部: 16, 主要事迹: 25 }),
        results.map(({ branch, deeds }, index) => [index + 1, branch, deeds]),
      );
}
