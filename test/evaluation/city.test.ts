import { expect, test } from 'vitest';
import { verify } from '../../src/audit/store.ts';
import { chanceOf } from '../../src/demo/chance.ts';
import { clashesIn, coverageOf, readReport } from '../../src/evaluation/peer/read.ts';
import { partiesOf, stopsOf } from '../../src/evaluation/peer/store.ts';
import { loadRound } from '../../src/evaluation/round.ts';
import { saveSheet } from '../../src/evaluation/sheet.ts';
import { subjectsOf } from '../../src/evaluation/subject.ts';
import { dayOf, instantOf } from '../../src/time.ts';
import { documentIn } from '../documents/opened.ts';
import { type TestOrg, testOrg } from '../helpers/org.ts';
import type { Found } from '../helpers/people.ts';
import { tap } from './tap.ts';

const UNITS = 105;
const BRANCHES = 700;
const GROUPS = 5;
const SCORERS = 60;
const THEMES = ['组织建设', '队伍建设', '制度落实', '活动开展', '阵地保障'];
const GOODS = ['台账清楚', '支部书记熟悉情况', '党员示范岗作用明显', '活动有特色'];
const BADS = ['活动室面积小', '青年党员参与少', '学习记录不全', '谈心谈话不够'];

/** What a visitor wrote on paper, so to speak: what everything is computed from a second time. */
interface Paper {
  unit: number;
  branch: string;
  scorer: string;
  /** In half points. */
  halves: number[];
  good: { theme: number; text: string } | null;
  bad: { theme: number; text: string } | null;
}

test('a city: 105 units, 700 branches, 5 groups, 4 days, 60 scorers, and a report correct to the last figure', async () => {
  const org = await testOrg('2026-11-23T09:00', city());
  await org.as('陈静').says('观摩');
  await org.as('陈静').presses('开始观摩');
  await org.as('陈静').presses('开始', { title: '2026年逐支部观摩' });
  for (let group = 0; group < GROUPS; group++) {
    const names = Array.from({ length: SCORERS / GROUPS }, (_, index) => scorerName(group * 12 + index));
    const [leader = '', ...members] = names;
    await tap(org, '陈静', 'peer.group', {
      round: 1,
      group: null,
      name: `第${group + 1}组`,
      leader,
      members: members.join('、'),
    });
  }
  const time = { from: '2026-11-24', days: 4, hours: '8:30-12:00 14:30-18:00', minutes: 10 };
  expect(await tap(org, '陈静', 'peer.plan', { round: 1, ...time })).toContain('已排好 700 站');
  org.store.read((db) => {
    const stops = stopsOf(db, 1);
    expect(clashesIn(db, 1)).toEqual([]);
    expect(new Set(stops.map(({ startsAt }) => dayOf(startsAt)))).toEqual(
      new Set(['2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27']),
    );
    const loads = partiesOf(db, 1).map(({ id }) => stops.filter(({ group }) => group === id).length);
    expect(loads.length).toBe(GROUPS);
    expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(7);
  });

  const papers = await fillIn(org);
  expect(papers.length).toBeGreaterThan(7_000);
  const expected = computed(papers);
  const before = performance.now();
  const live = org.store.read((db) => coverageOf(db, loadRound(db, 1), '/1/'));
  const between = performance.now();
  const report = org.store.read((db) => readReport(db, loadRound(db, 1)));
  const after = performance.now();
  console.log(
    `${papers.length} sheets: coverage in ${Math.round(between - before)} ms, report in ${Math.round(after - between)} ms`,
  );
  expect(live).toEqual({ branches: report.branches, units: report.units, sheets: papers.length });
  expect(report.branches).toEqual({ seen: expected.means.size, all: BRANCHES });
  expect(report.units).toEqual({ seen: expected.unitsSeen, whole: expected.unitsWhole, all: UNITS });
  expect(report.sheets).toBe(papers.length);
  expect(report.scorers).toBe(SCORERS);
  expect(report.mean).toBe(expected.mean);
  expect(new Map(report.seen.map(({ subject, proposal }) => [subject.name, proposal.total]))).toEqual(
    expected.means,
  );
  expect(Object.fromEntries(report.levels.map(({ name, count }) => [name, count]))).toEqual(expected.levels);
  expect(Math.min(...Object.values(expected.levels))).toBeGreaterThan(0);
  const paths = org.store.read((db) => subjectsOf(db, 1)).map(({ name, path }) => [name, path] as const);
  const whole = new Map(paths.map(([name, path]) => [name, [path.replace('市直工委/', '')]]));
  const nameOf = new Map(org.store.read((db) => subjectsOf(db, 1)).map(({ id, name }) => [id, name]));
  const told = report.themes.map(({ name, mean, achievements, issues }) => ({
    name,
    mean,
    achievements: new Map(achievements.map((one) => [`${nameOf.get(one.subject)}：${one.text}`, one.times])),
    issues: new Map(issues.map((one) => [`${nameOf.get(one.subject)}：${one.text}`, one.times])),
  }));
  expect(told).toEqual(expected.themes);

  const desk = await org.as('陈静').says('观摩');
  expect(desk.text).toContain(
    `支部 700，已看 ${expected.means.size}，未看 ${BRANCHES - expected.means.size}`,
  );
  const card = await org.as('陈静').presses('情况报告');
  expect(card.text).toContain(
    `${SCORERS} 人填写评分表 ${papers.length} 份，平均 ${Number(expected.mean) / 100} 分`,
  );
  for (const [level, count] of Object.entries(expected.levels))
    expect(card.text).toContain(`${level}：${count} 个支部`);
  await org.as('陈静').says('观摩');
  await org.as('陈静').presses('评定');
  expect((await org.as('陈静').presses('按平均分评定')).text).toContain(
    `已评定 ${expected.means.size} 个支部`,
  );
  expect((await org.as('陈静').presses('由各组组长联系后进')).text).not.toContain('后进而没有联系领导：');
  await org.as('陈静').presses('问题列入整改');
  const issues = expected.themes.reduce((sum, theme) => sum + theme.issues.size, 0);
  const raised = await org.as('陈静').presses('列入整改', { deadline: '2026-12-31' });
  expect(raised.text).toContain(`整改清单共 ${distinctIssues(papers)} 条`);
  expect(issues).toBeGreaterThanOrEqual(distinctIssues(papers));

  const begun = performance.now();
  const paper = await documentIn(org, await org.as('陈静').says('导出 观摩讲评会报告'));
  console.log(`the report as a document: ${Math.round(performance.now() - begun)} ms, opened and checked`);
  expect(paper.lines.find((line) => line.startsWith('本轮应观摩'))).toContain(
    `实际观摩 ${expected.unitsSeen} 个单位（全部支部看完的 ${expected.unitsWhole} 个）、${expected.means.size} 个党支部。${SCORERS} 人共填写评分表 ${papers.length} 份，平均 ${Number(expected.mean) / 100} 分。`,
  );
  const said = expected.themes.flatMap(({ achievements, issues: found }) => [...achievements, ...found]);
  const written = new Set(paper.lines.map((line) => line.replace(/^\d+．/, '')));
  for (const [remark, times] of said) {
    const [branch = '', ...text] = remark.split('：');
    const one = [...(whole.get(branch) ?? []), ...text].join('：');
    expect(written).toContain(`${one}${times > 1 ? `（${times} 人提到）` : ''}`);
  }
  expect(paper.tables.at(-1)).toHaveLength(distinctIssues(papers) + 1);
  expect(org.store.read(verify).ok).toBe(true);
}, 120_000);

function city(): Found {
  const found: Found = {
    市直工委: { kind: 'organsWorkCommittee', people: { 陈静: { posts: ['staff'], only: 'post' } } },
  };
  const chance = chanceOf(1);
  const sizes = Array.from({ length: UNITS }, () => 1);
  for (let left = BRANCHES - UNITS; left > 0; left--) {
    const index = Math.floor(chance() * UNITS);
    sizes[index] = (sizes[index] ?? 0) + 1;
  }
  let branch = 0;
  for (const [unit, size] of sizes.entries()) {
    const path = `市直工委/单位${unit}党委`;
    found[path] = {
      kind: 'departmentCommittee',
      people: unit < SCORERS ? { [scorerName(unit)]: { posts: ['secretary'], only: 'post' } } : {},
    };
    for (let index = 0; index < size; index++) found[`${path}/支部${branch++}`] = { kind: 'branch' };
  }
  return found;
}

function scorerName(index: number): string {
  return `观摩员${index}`;
}

/** Some visitors miss some stops, the last stops of a group are not reached, and most write nothing but points. */
async function fillIn(org: TestOrg): Promise<Paper[]> {
  const chance = chanceOf(2);
  const papers: Paper[] = [];
  const pick = (texts: string[]) => ({
    theme: Math.floor(chance() * THEMES.length),
    text: texts[Math.floor(chance() * texts.length)] ?? '',
  });
  await org.store.change((db) => {
    const round = loadRound(db, 1);
    const subjects = new Map(subjectsOf(db, 1).map((subject) => [subject.id, subject]));
    const stops = stopsOf(db, 1);
    for (const { id: group, members } of partiesOf(db, 1)) {
      const own = stops.filter((stop) => stop.group === group);
      for (const stop of own.slice(0, own.length - 3)) {
        const subject = subjects.get(stop.subject);
        if (!subject) throw new Error('no subject');
        const level = 24 + Math.floor(chance() * 14);
        for (const { person, name } of members) {
          if (chance() < 0.1) continue;
          const halves = THEMES.map(() => Math.max(0, Math.min(40, level + Math.floor(chance() * 7) - 2)));
          const good = chance() < 0.15 ? pick(GOODS) : null;
          const bad = chance() < 0.15 ? pick(BADS) : null;
          papers.push({
            unit: Number(subject.lineage.split('/')[2]),
            branch: subject.name,
            scorer: name,
            halves,
            good,
            bad,
          });
          const items = Object.fromEntries(
            halves.map((half, index) => [
              `s${index + 1}i1`,
              { value: half / 2, proven: null, basis: '', remark: '' },
            ]),
          );
          const notes = [
            ...(good ? [{ kind: 'achievement' as const, theme: `s${good.theme + 1}`, text: good.text }] : []),
            ...(bad ? [{ kind: 'issue' as const, theme: `s${bad.theme + 1}`, text: bad.text }] : []),
          ];
          const filled = {
            subject: subject.id,
            role: 'visitor',
            scorer: `person:${person}` as const,
            marks: { items, vetoes: [] },
            notes,
          };
          saveSheet(db, round, filled, person, instantOf('2026-11-24T12:00'));
        }
      }
    }
  });
  return papers;
}

/** The same figures by another way: whole fractions of half points. */
function computed(papers: readonly Paper[]) {
  const means = new Map<string, number>();
  const unitBranches = new Map<number, Set<string>>();
  for (const { branch, unit } of papers) {
    unitBranches.set(unit, (unitBranches.get(unit) ?? new Set()).add(branch));
    if (means.has(branch)) continue;
    const own = papers.filter((paper) => paper.branch === branch);
    const sum = own.flatMap(({ halves }) => halves).reduce((a, b) => a + b, 0);
    means.set(branch, rounded(BigInt(sum) * 50n, BigInt(own.length)));
  }
  const levels = { 先进: 0, 中间: 0, 后进: 0 };
  for (const mean of means.values()) levels[mean >= 9000 ? '先进' : mean >= 7500 ? '中间' : '后进'] += 1;
  const all = [...means.values()];
  return {
    means,
    levels,
    mean: rounded(BigInt(all.reduce((a, b) => a + b, 0)), BigInt(all.length)),
    unitsSeen: unitBranches.size,
    unitsWhole: unitsWhole(new Set(means.keys())),
    themes: THEMES.map((name, index) => ({
      name,
      mean: rounded(
        papers.reduce((sum, { halves }) => sum + BigInt(halves[index] ?? 0), 0n) * 50n,
        BigInt(papers.length),
      ),
      achievements: counted(
        papers.flatMap(({ branch, good }) => (good?.theme === index ? [`${branch}：${good.text}`] : [])),
      ),
      issues: counted(
        papers.flatMap(({ branch, bad }) => (bad?.theme === index ? [`${branch}：${bad.text}`] : [])),
      ),
    })),
  };
}

/** Units of which every branch was seen. */
function unitsWhole(seen: ReadonlySet<string>): number {
  const branches = Object.keys(city()).flatMap((path) => {
    const [, unit, branch] = path.split('/');
    return unit && branch ? [{ unit, branch }] : [];
  });
  const units = [...Map.groupBy(branches, ({ unit }) => unit).values()];
  return units.filter((own) => own.every(({ branch }) => seen.has(branch))).length;
}

function counted(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

function distinctIssues(papers: readonly Paper[]): number {
  return new Set(papers.flatMap(({ branch, bad }) => (bad ? [`${branch}：${bad.text}`] : []))).size;
}

/** Half upwards. */
function rounded(numerator: bigint, denominator: bigint): number {
  const [quotient, rest] = [numerator / denominator, numerator % denominator];
  return Number(rest * 2n >= denominator ? quotient + 1n : quotient);
}
